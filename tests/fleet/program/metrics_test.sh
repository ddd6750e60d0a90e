#!/bin/bash
# The metrics of a sweep by Prometheus's own checker, and the units of docs/monitoring.md by systemd's:
# metrics_test.sh SOURCE PROGRAMS. Status 77: neither is installed.
set -uo pipefail
export LC_ALL=C.UTF-8
source_folder=$1
programs=$2
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
failures=0
looked=0

if command -v promtool >/dev/null; then
    looked=$((looked + 1))
    for sample in web-server.xml postgres-outage.xml galera.xml; do
        for more in "" --margins --depth=2; do
            # shellcheck disable=SC2086
            "$programs/placement-sim" sweep "$source_folder/cib-samples/$sample" --format prometheus $more >"$scratch/metrics"
            promtool check metrics <"$scratch/metrics" || { echo "failed: promtool: $sample $more" >&2 && failures=$((failures + 1)); }
        done
    done
else
    echo "promtool is not installed (Debian: prometheus)"
fi

# The blocks of the document that begin with [Unit], by the name above each.
if command -v systemd-analyze >/dev/null; then
    looked=$((looked + 1))
    awk -v folder="$scratch" '
        !inside && match($0, /placement-resilience\.(service|timer)/) { name = substr($0, RSTART, RLENGTH) }
        /^```/ { inside = !inside; if (!inside) name = ""; next }
        inside && name != "" { print >(folder "/" name) }' "$source_folder/docs/monitoring.md"
    sed -i "s#/usr/bin/placement-sim#$programs/placement-sim#" "$scratch/placement-resilience.service"
    said=$(systemd-analyze verify "$scratch"/placement-resilience.service "$scratch"/placement-resilience.timer 2>&1) || failures=$((failures + 1))
    [ -z "$(grep placement-resilience <<<"$said")" ] || { echo "failed: $said" >&2 && failures=$((failures + 1)); }
else
    echo "systemd-analyze is not installed"
fi
[ "$failures" -eq 0 ] || exit 1
[ "$looked" -gt 0 ] || { echo "skipped: neither promtool nor systemd-analyze is installed" && exit 77; }

# What the tests that run commands share, to be sourced: a scratch folder that goes at the end, and counts of what ran and failed.
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
failures=0
commands=0

fail() {
    printf 'failed: %s\n' "$*" >&2
    failures=$((failures + 1))
}

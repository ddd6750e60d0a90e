#!/bin/bash
# The examples for pipelines, as far as they run here: ci_test.sh SOURCE PROGRAMS_FOLDER
# A repository with a good cluster in cluster/ is green, one with the trap is red; pre-commit itself is asked where it is there.
set -uo pipefail
source_folder=$1
export PATH=$2:$PATH
export HOME
scratch=$(mktemp -d)
HOME=$scratch/home
trap 'rm -rf "$scratch"' EXIT
failures=0

fail() {
    printf 'failed: %s\n' "$*" >&2
    failures=$((failures + 1))
}

# repository NAME SAMPLE: cluster/cib.xml is the sample, cluster/scenarios.yaml a test of it.
repository() {
    mkdir -p "$scratch/$1/cluster"
    cp "$source_folder/cib-samples/$2.xml" "$scratch/$1/cluster/cib.xml"
    cat >"$scratch/$1/cluster/scenarios.yaml" <<'END'
cib: cib.xml
tests:
  - name: the replica is promoted
    steps: [fail: pg01]
    expect: {promoted: {msPostgresql: pg02}}
END
}

# step NAME: what the workflow's step of this name runs.
step() {
    awk -v name="      - name: $1" '$0 == name { found = 1; next } found && /^ *run: / { sub(/^ *run: /, ""); print; exit }' \
        "$source_folder/examples/ci/github-actions.yml"
}

# run_steps NAME: the statuses of both steps, as GitHub's shell has them.
run_steps() {
    for each in Lint Test; do
        (cd "$scratch/$1" && bash --noprofile --norc -eo pipefail -c "$(step $each)" >/dev/null 2>&1)
        printf '%s ' $?
    done
}

# run_pre_commit NAME: its status.
run_pre_commit() {
    (
        cd "$scratch/$1" || exit 9
        cp "$source_folder/examples/ci/pre-commit-config.yaml" .pre-commit-config.yaml
        git init -q . && git add -A
        pre-commit run --all-files >"$scratch/said" 2>&1
        printf '%s' $?
    )
}

repository good postgres-reverse-fixed
repository bad postgres-reverse
[ -n "$(step Lint)" ] && [ -n "$(step Test)" ] || fail "the workflow has no steps Lint and Test"
[ "$(run_steps good)" = "0 0 " ] || fail "the workflow is not green for a good cluster: $(run_steps good)"
[ "$(run_steps bad)" = "1 1 " ] || fail "the workflow is not red for a bad cluster: $(run_steps bad)"
grep -q '"version": *"2.1.0"' "$scratch/bad/lint.sarif" || fail "the workflow keeps no findings"
grep -q '<testsuites .*failures="1"' "$scratch/bad/junit.xml" || fail "the workflow keeps no results"

if command -v pre-commit >/dev/null && command -v git >/dev/null; then
    [ "$(run_pre_commit good)" = 0 ] || fail "pre-commit is not green for a good cluster: $(cat "$scratch/said")"
    [ "$(run_pre_commit bad)" = 1 ] || fail "pre-commit is not red for a bad cluster: $(cat "$scratch/said")"
    grep -q 'lint the cluster.*Failed' "$scratch/said" || fail "the hook that lints is not run: $(cat "$scratch/said")"
    grep -q 'test the cluster.*Failed' "$scratch/said" || fail "the hook that tests is not run: $(cat "$scratch/said")"
else
    echo "pre-commit is not installed: its example was not run"
fi
[ "$failures" -eq 0 ] && echo "the examples for pipelines do what they should"

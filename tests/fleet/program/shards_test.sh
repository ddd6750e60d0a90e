#!/bin/bash
# The samples as a fleet, asked in parts, by processes that are ended: shards_test.sh SOURCE PROGRAMS processes|parallel|slurm
# However it is done, the rows are those of one process. Status 77: what the part needs is not installed or cannot start here.
set -uo pipefail
export LC_ALL=C.UTF-8
source_folder=$1
programs=$2
part=$3
scratch=$(mktemp -d)
. "$source_folder/tests/fleet/program/slurm.sh"
trap 'stop_slurm; rm -rf "$scratch"' EXIT
export PATH=$programs:$PATH

skip() {
    echo "skipped: $*"
    exit 77
}

failures=0
check() {
    local what=$1
    shift
    "$@" && return 0
    echo "failed: $what" >&2
    failures=$((failures + 1))
}

# asked [ARGUMENTS...]: 1 means that something bad was found, as there is in the samples.
asked() {
    placement-sim fleet "$source_folder/cib-samples" --ask sweep --depth 2 --jobs 1 "$@"
    [ $? -le 1 ]
}

# merged FILE...
merged() {
    placement-sim merge "$@" --format json-lines -o "$scratch/merged.jsonl"
    [ $? -le 1 ]
}

# rows_in FILE: how many lines there are.
rows_in() { if [ -e "$1" ]; then wc -l <"$1"; else echo 0; fi; }

# wait_for_rows FILE NUMBER: until it has so many lines.
wait_for_rows() {
    local _
    for _ in $(seq 1 600); do
        [ "$(rows_in "$1")" -ge "$2" ] && return 0
        sleep 0.05
    done
    return 1
}

check "one process" asked --format json-lines -o "$scratch/whole.jsonl"

case $part in
processes)
    asked --resume "$scratch/killed.jsonl" 2>/dev/null &
    running=$!
    check "rows are written as they are made" wait_for_rows "$scratch/killed.jsonl" 20
    # The shell's child is the function; the program is its child.
    pkill -KILL -P "$running" 2>/dev/null
    wait "$running" 2>/dev/null
    before=$(rows_in "$scratch/killed.jsonl")
    printf '{"kind":"clus' >>"$scratch/killed.jsonl"
    check "it was ended on the way" [ "$before" -lt "$(rows_in "$scratch/whole.jsonl")" ]
    check "it goes on" asked --resume "$scratch/killed.jsonl"
    check "nothing is lost when a process is killed" cmp "$scratch/killed.jsonl" "$scratch/whole.jsonl"
    check "a finished run" asked --resume "$scratch/killed.jsonl"
    check "a finished run stays as it is" cmp "$scratch/killed.jsonl" "$scratch/whole.jsonl"
    asked --shard 1/2 --format json-lines -o "$scratch/1.jsonl" &
    asked --shard 2/2 --format json-lines -o "$scratch/2.jsonl"
    wait
    check "merging" merged "$scratch/1.jsonl" "$scratch/2.jsonl"
    check "two processes" cmp "$scratch/merged.jsonl" "$scratch/whole.jsonl"
    ;;
parallel)
    parallel --version 2>/dev/null | grep -q 'GNU parallel' || skip "GNU parallel is not installed"
    parallel --will-cite -j 2 "placement-sim fleet '$source_folder/cib-samples' --ask sweep --depth 2 --jobs 1 \
        --shard {}/3 --format json-lines -o '$scratch/{}.jsonl' || [ \$? -eq 1 ]" ::: 1 2 3
    check "parallel ends well" [ $? -eq 0 ]
    check "merging" merged "$scratch/1.jsonl" "$scratch/2.jsonl" "$scratch/3.jsonl"
    check "GNU parallel" cmp "$scratch/merged.jsonl" "$scratch/whole.jsonl"
    ;;
slurm)
    for program in slurmctld slurmd sbatch scontrol; do
        command -v "$program" >/dev/null || skip "$program is not installed"
    done
    start_slurm "$scratch/slurm" >"$scratch/slurm.said" 2>&1 || skip "Slurm does not start here: $(tail -n 1 "$scratch/slurm.said")"
    cat >"$scratch/job.sh" <<JOB
#!/bin/bash
export PATH=$PATH LC_ALL=C.UTF-8
echo "\${SLURM_RESTART_COUNT:-0}" >>"$scratch/starts.\$SLURM_ARRAY_TASK_ID"
placement-sim fleet "$source_folder/cib-samples" --ask sweep --depth 2 --jobs 1 \\
    --shard "\$SLURM_ARRAY_TASK_ID/2" --resume "$scratch/\$SLURM_ARRAY_TASK_ID.jsonl" 2>>"$scratch/said.\$SLURM_ARRAY_TASK_ID"
[ \$? -le 1 ]
JOB
    job=$(sbatch --parsable --array=1-2 --requeue --output=/dev/null "$scratch/job.sh")
    check "a job array" [ -n "$job" ]
    check "the second task begins" wait_for_rows "$scratch/2.jsonl" 10
    scontrol requeue "${job}_2"
    check "it is put back on the way" [ "$(rows_in "$scratch/2.jsonl")" -lt 206 ]
    for _ in $(seq 1 300); do
        [ -z "$(squeue --noheader --jobs="$job" 2>/dev/null)" ] && break
        sleep 0.2
    done
    check "the second task was begun twice" [ "$(rows_in "$scratch/starts.2")" -eq 2 ]
    check "merging" merged "$scratch/1.jsonl" "$scratch/2.jsonl"
    check "nothing is lost when a task is put back" cmp "$scratch/merged.jsonl" "$scratch/whole.jsonl"
    ;;
*)
    echo "there is no part $part" >&2
    exit 2
    ;;
esac
[ "$failures" -eq 0 ]

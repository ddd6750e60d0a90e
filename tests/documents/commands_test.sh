#!/bin/bash
# Runs the commands that README.md, docs/*.md and the examples of --help show: commands_test.sh SOURCE PROGRAMS_FOLDER
# They speak of the cluster in tests/documents/cluster/, and must answer (exit status 0 or 1) without a complaint about what they
# were called with. What a command of the manual prints is compared by manual_test.sh.
set -uo pipefail
export LC_ALL=C.UTF-8
source_folder=$1
programs=$2
. "$source_folder/tests/documents/counting.sh"

# ---- what the commands find -------------------------------------------------------------------------------------

cluster=$source_folder/tests/documents/cluster
mkdir -p "$scratch/work/tests" "$scratch/bin"
cp "$cluster/cib.xml" "$cluster/scenarios.yaml" "$cluster/corosync.conf" "$scratch/work"
cp "$cluster/cib.xml" "$scratch/work/proposed.xml"
sed 's/score="50"/score="60"/' "$cluster/cib.xml" >"$scratch/work/edited.xml"
sed 's/^cib: /&..\//' "$cluster/scenarios.yaml" >"$scratch/work/tests/scenarios.yaml"
cp "$cluster/scenarios.yaml" "$scratch/work/more.yaml"
ln -s "$source_folder/cib-samples" "$scratch/work/cib-samples"
if command -v bzip2 >/dev/null; then bzip2 <"$cluster/cib.xml" >"$scratch/work/pe-input-42.bz2"; fi
# A cluster that is there, and Graphviz.
printf '#!/bin/sh\ncat "%s"\n' "$cluster/cib.xml" >"$scratch/bin/cibadmin"
printf '#!/bin/sh\ngrep -q "digraph" && cat >/dev/null\n' >"$scratch/bin/dot"
chmod +x "$scratch/bin/cibadmin" "$scratch/bin/dot"
export PATH=$scratch/bin:$programs:$PATH
# Its history, in which all nodes are lost.
placement-sim "$cluster/cib.xml" --settle --fail node1 --fail node2 --save-inputs "$scratch/work/pengine" >/dev/null 2>&1
tar -czf "$scratch/work/report.tar.gz" -C "$scratch/work" pengine

# A fleet, and the shards of one and of a sweep.
mkdir "$scratch/work/clusters"
cp "$cluster/cib.xml" "$scratch/work/clusters/a.xml"
cp "$source_folder/cib-samples/web-server.xml" "$scratch/work/clusters/b.xml"
for shard in 1 2; do
    (cd "$scratch/work" && placement-sim fleet clusters --shard $shard/2 --format json-lines -o rows-$shard.jsonl &&
        placement-sim sweep cib.xml --depth 2 --shard $shard/2 --format json -o pairs-$shard.json) >/dev/null 2>&1
done

# ---- the commands -----------------------------------------------------------------------------------------------

# runnable: of the lines on standard input, those that are commands, without a prompt and a comment at the end.
runnable() {
    sed -nE 's/^ *(\$ )?((cibadmin -Q \| )?placement-(sim|crm-simulate) .*)$/\2/p' | sed -E 's/ +# .*$//'
}

# in_blocks FILE: the lines of its code blocks.
in_blocks() { awk '/^```/ { inside = !inside; next } inside' "$1"; }

# commands_of PROGRAM: the words under Subcommands and Commands of its --help.
commands_of() { "$programs/$1" --help | awk '/^Subcommands:|^Commands with/ { list = 1; next } /^$/ { list = 0 } list { print $1 }'; }

# examples_of PROGRAM [COMMAND]: what stands under Examples in its --help.
examples_of() { "$programs/$1" "${@:2}" --help | awk '/^Examples?:/ { inside = 1; next } inside'; }

# try PLACE: runs each line of standard input in the folder of the cluster.
try() {
    local place=$1 command status said
    while IFS= read -r command; do
        if [[ $command == *pe-input-42.bz2* && ! -e $scratch/work/pe-input-42.bz2 ]]; then continue; fi
        commands=$((commands + 1))
        said=$(cd "$scratch/work" && bash -o pipefail -c "$command" 2>&1 >/dev/null </dev/null)
        status=$?
        # A report needs the page, which is not in every build.
        if [[ $status -eq 2 && $command == "placement-sim report "* && $said == *-DPLACEMENT_WEB=ON* ]]; then continue; fi
        [ "$status" -le 1 ] || fail "$place: $command: status $status: $said"
    done
}

for document in "$source_folder"/README.md "$source_folder"/docs/*.md; do
    try "$(basename "$document")" < <(in_blocks "$document" | runnable)
done
for program in placement-sim placement-crm-simulate; do
    try "$program --help" < <(examples_of "$program" | runnable)
    while read -r word; do
        found=$(examples_of "$program" "$word" | runnable)
        [ -n "$found" ] || fail "$program $word --help has no example"
        try "$program $word --help" <<<"$found"
    done < <(commands_of "$program")
done

# Each document is found from the manual.
for document in "$source_folder"/docs/*.md; do
    name=$(basename "$document")
    grep -qF "(../$name)" "$source_folder"/docs/manual/*.md || fail "no chapter of the manual links docs/$name"
done

[ "$commands" -ge 40 ] || fail "only $commands commands are shown"
[ "$failures" -eq 0 ] && echo "$commands commands of the documents and of --help answer"

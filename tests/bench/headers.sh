#!/usr/bin/env bash
# headers.sh [HEADER...]  what it costs to include each public header: processor time in seconds, that of the standard headers that it
#                         brings, and the first divided by the second. HEADER: "scenario.h"; all without. Costliest first.
# CXX, ROUNDS             the compiler (g++), and how many compilations a median is of (7)
set -euo pipefail
export LC_ALL=C

include=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../include" && pwd)
cxx=${CXX:-g++}
rounds=${ROUNDS:-7}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
TIMEFORMAT='%U %S'

compile() { "$cxx" -std=c++20 -O2 -I"$include" "$@" "$folder/a.cpp"; }

# median: of compilations of a.cpp.
median() {
    local round
    for ((round = 0; round < rounds; ++round)); do
        { time compile -c -o "$folder/a.o"; } 2>&1
    done | awk '{ print $1 + $2 }' | sort -n | awk '{ each[NR] = $1 } END { print each[int((NR + 1) / 2)] }'
}

# standard_headers: the #include lines in what a.cpp brings of the project.
standard_headers() { compile -MM | tr ' \\' '\n\n' | grep -F "$include/" | xargs sed -n '/^#include </p' | sort -u; }

[ $# -gt 0 ] || set -- $(cd "$include/placement" && ls ./*.h | sed 's,^\./,,')
for header; do
    echo "#include \"placement/$header\"" >"$folder/a.cpp"
    whole=$(median)
    standard_headers >"$folder/standard"
    mv "$folder/standard" "$folder/a.cpp"
    echo "$whole $(median) $header"
done | sort -rn | awk 'BEGIN { print "header  standard  ratio" } { printf "%6.2f  %8.2f  %5.1f  %s\n", $1, $2, $1 / ($2 > 0 ? $2 : 0.01), $3 }'

#!/bin/bash
# Runs every command that the manual shows, and compares what it prints: manual_test.sh SOURCE PROGRAMS_FOLDER [--write]
# In docs/manual/*.md a ```console block has commands after "$ ", each with its output below; a line "…" stands for any lines.
# <!-- file: NAME --> before another block makes it a file that the chapter's commands find, and <!-- same: PATH --> says that
# it is that file of the project. --write puts what is printed now into the chapters.
set -uo pipefail
export LC_ALL=C.UTF-8
source_folder=$1
export PATH=$2:$PATH
write=${3:-}
. "$source_folder/tests/documents/counting.sh"

# matches EXPECTED OUTPUT: whether they are the same but for the lines "…".
matches() {
    local pattern
    pattern=$(sed -e 's/[^[:alnum:][:space:]…]/\\&/g' -e 's/^…$/*/' <<<"$1")
    # shellcheck disable=SC2053
    [[ $2 == $pattern ]]
}

# run_chapter FILE: what it says now goes to standard output.
run_chapter() {
    local chapter=$1 line kind='' name='' command='' expected='' number=0 status=0 folder
    folder=$scratch/$(basename "$chapter" .md)
    mkdir -p "$folder"
    ln -s "$source_folder/cib-samples" "$folder/cib-samples"
    ln -s "$source_folder/examples" "$folder/examples"

    end_command() {
        [ -n "$command" ] || return 0
        local output
        output=$(cd "$folder" && (exit "$status"); eval "(exit $status); $command" 2>&1 </dev/null; printf '\n%s' "$?")
        status=${output##*$'\n'}
        output=${output%$'\n'*}
        output=${output%$'\n'}
        expected=${expected%$'\n'}
        commands=$((commands + 1))
        if matches "$expected" "$output"; then
            [ -z "$expected" ] || printf '%s\n' "$expected"
        else
            [ -n "$write" ] || fail "$(basename "$chapter"):$number: $command"$'\n'"$(diff <(echo "$expected") <(echo "$output"))"
            [ -z "$output" ] || printf '%s\n' "$output"
        fi
        command=''
        expected=''
    }

    local read_lines=0
    while IFS= read -r line; do
        read_lines=$((read_lines + 1))
        case $kind in
            console)
                if [[ $line == '```' ]]; then
                    end_command
                    kind=''
                elif [[ $line == '$ '* ]]; then
                    end_command
                    command=${line#'$ '}
                    number=$read_lines
                else
                    expected+=$line$'\n'
                    continue
                fi
                ;;
            file)
                if [[ $line == '```' ]]; then kind=''; else printf '%s\n' "$line" >>"$folder/$name"; fi
                ;;
            same)
                if [[ $line == '```' ]]; then
                    kind=''
                    diff "$source_folder/$name" "$folder/.same" >/dev/null || fail "$(basename "$chapter") does not show $name as it is"
                else
                    printf '%s\n' "$line" >>"$folder/.same"
                fi
                ;;
            other)
                [[ $line == '```' ]] && kind=''
                [[ $line != *placement-sim\ * && $line != *placement-crm-simulate\ * ]] ||
                    fail "$(basename "$chapter"):$read_lines: a command that is not run"
                ;;
            *)
                if [[ $line == '```console' ]]; then
                    kind=console
                elif [[ $line == '```'* && -n $name ]]; then
                    [ "$next" = file ] && mkdir -p "$(dirname "$folder/$name")"
                    : >"$folder/$([ "$next" = file ] && echo "$name" || echo .same)"
                    kind=$next
                elif [[ $line == '```'* ]]; then
                    kind=other
                elif [[ $line =~ ^'<!-- '(file|same)': '([^ ]+)' -->'$ ]]; then
                    local next=${BASH_REMATCH[1]}
                    name=${BASH_REMATCH[2]}
                    printf '%s\n' "$line"
                    continue
                fi
                [[ $kind == file || $kind == same ]] || name=''
                ;;
        esac
        printf '%s\n' "$line"
        [[ $kind != '' ]] || name=''
    done <"$chapter"
    [ -z "$kind" ] || fail "$(basename "$chapter"): a block that does not end"
}

for chapter in "$source_folder"/docs/manual/*.md; do
    now=$scratch/now
    run_chapter "$chapter" >"$now"
    if [ -n "$write" ]; then cat "$now" >"$chapter"; fi
    base=$(basename "$chapter")
    [ "$base" = README.md ] || grep -qF "($base)" "$source_folder/docs/manual/README.md" || fail "docs/manual/README.md does not link $base"
    while read -r link; do
        [ -e "$source_folder/docs/manual/$link" ] || fail "$base links $link, which is not there"
    done < <(grep -oE '\]\([^)#]+' "$chapter" | sed 's/](//' | grep -v '://')
done
grep -qF '(docs/manual/README.md)' "$source_folder/README.md" || fail "README.md does not link the manual"
[ "$commands" -ge 20 ] || fail "only $commands commands are shown"
[ "$failures" -eq 0 ] && echo "$commands commands of the manual print what it shows"

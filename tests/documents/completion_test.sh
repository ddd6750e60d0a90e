#!/bin/bash
# Man pages and completion against the programs: completion_test.sh DOCUMENTS PROGRAMS_FOLDER
# Every option of every --help is in the man page and is completed in each shell, and no others are.
set -uo pipefail
documents=$1
programs=$2
failures=0

fail() {
    echo "failed: $*" >&2
    failures=$((failures + 1))
}

# options_of TEXT: the options that stand at the beginning of a line of --help.
options_of() { grep -oE '^  -[^ ]+' <<<"$1" | tr ',' '\n' | tr -d ' ' | sort -u; }

# completed PROGRAM WORD…: what bash offers for the last word.
completed() {
    local program=$1
    (
        COMP_WORDS=("$@")
        COMP_CWORD=$(($# - 1))
        "_${program//-/_}"
        printf '%s\n' "${COMPREPLY[@]}"
    ) 2>/dev/null | grep . | sort -u
}

# commands_of PROGRAM: the words under Subcommands and Commands.
commands_of() { "$programs/$1" --help | awk '/^Subcommands:|^Commands with/ { list = 1; next } /^$/ { list = 0 } list { print $1 }'; }

for program in placement-sim placement-crm-simulate; do
    # shellcheck disable=SC1090
    source "$documents/bash/$program" || fail "bash cannot read the completion of $program"
    page=$(sed -e 's/\\-/-/g; s/\\f[A-Z]//g' "$documents/man/$program.1")
    known=$(options_of "$("$programs/$program" --help)")
    [ "$(completed "$program" -)" = "$known" ] || fail "bash: options of $program: $(diff <(completed "$program" -) <(echo "$known"))"
    for command in $(commands_of "$program"); do
        help=$("$programs/$program" "$command" --help) || fail "$program $command --help"
        options=$(options_of "$help")
        known+=$'\n'$options
        [ "$(completed "$program" "$command" -)" = "$options" ] ||
            fail "bash: options of $program $command: $(diff <(completed "$program" "$command" -) <(echo "$options"))"
        grep -qF "$program $command" <<<"$page" || fail "the man page of $program does not speak of $command"
        grep -qE "^    '$command:" "$documents/zsh/_$program" || fail "zsh does not complete $program $command"
        grep -qE -- " -a $command " "$documents/fish/$program.fish" || fail "fish does not complete $program $command"
        completed "$program" "${command:0:2}" | grep -qx "$command" || fail "bash does not complete $program ${command:0:2}"
    done
    known=$(sort -u <<<"$known" | grep .)
    in_page=$(grep --no-group-separator -A1 '^\.TP$' <<<"$page" | grep -oE '(^|, )-[^ ,]+' | tr -d ', ' | sort -u)
    [ "$in_page" = "$known" ] || fail "the man page of $program has other options: $(diff <(echo "$in_page") <(echo "$known"))"
    while read -r option; do
        grep -qF -- "${option}[" "$documents/zsh/_$program" || fail "zsh does not complete $option of $program"
        case $option in
            --*) grep -qE -- " -l ${option#--}( |$)" "$documents/fish/$program.fish" || fail "fish does not complete $option of $program" ;;
        esac
    done <<<"$known"
    if command -v zsh >/dev/null; then zsh -n "$documents/zsh/_$program" || fail "zsh cannot read the completion of $program"; fi
    if command -v fish >/dev/null; then
        fish -n "$documents/fish/$program.fish" || fail "fish cannot read the completion of $program"
    fi
    if command -v groff >/dev/null; then
        complaints=$(groff -k -man -ww -Tutf8 "$documents/man/$program.1" 2>&1 >/dev/null)
        [ -z "$complaints" ] || fail "the man page of $program: $complaints"
    fi
    for section in NAME SYNOPSIS DESCRIPTION OPTIONS '"EXIT STATUS"'; do
        grep -qx "\.SH $section" <<<"$page" || fail "the man page of $program has no $section"
    done
done

[ "$(completed placement-sim test --format '')" = "$(printf '%s\n' json junit tap text)" ] || fail "bash: what --format may be"
[ -z "$(completed placement-sim cib.xml --fail n)" ] || fail "bash: a node's name is nothing that can be completed"
cd "$documents" && completed placement-sim sweep ma | grep -qx man || fail "bash: files are completed"
if command -v fish >/dev/null; then
    fish -c "source $documents/fish/placement-sim.fish; complete -C 'placement-sim test --fo'" 2>/dev/null | grep -q '^--format' ||
        fail "fish: --format"
fi
[ "$failures" -eq 0 ] && echo "man pages and completion agree with --help"

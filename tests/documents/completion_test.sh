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
# Names of the CIB on the line, and nothing that a name could do.
export PATH=$programs:$PATH
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cat >"$work/cib.xml" <<'XML'
<cib crm_feature_set="3.20.5" validate-with="pacemaker-4.0" execution-date="1700000000"><configuration><crm_config/>
<nodes><node id="1" uname="n1"/><node id="2" uname="other"/><node id="3" uname="$(touch run) `touch run`"/></nodes>
<resources><primitive id="web" class="ocf" provider="pacemaker" type="Dummy"/></resources>
<constraints><rsc_location id="web-on-n1" rsc="web" node="n1" score="1"/></constraints></configuration><status/></cib>
XML
cd "$work" || exit 1
offers() { # offers EXPECTED PROGRAM WORD…
    local expected=$1 found
    shift
    found=$(completed "$@" | paste -sd ' ')
    [ "$found" = "$expected" ] || fail "bash: $*: \`$found\` instead of \`$expected\`"
}
offers n1 placement-sim cib.xml --down n
offers "n1" placement-sim cib.xml --fail n
offers "web" placement-sim cib.xml --fail w
offers "n1" placement-sim cib.xml --fail web @ n
offers "web@n1" placement-sim cib.xml --fail web@n
offers "web" placement-sim explain cib.xml w
offers "web-on-n1" placement-sim explain cib.xml web --without ''
offers "" placement-sim --down n
offers '\$\(touch\ run\)\ \`touch\ run\`' placement-sim cib.xml --down '$'
[ ! -e run ] || fail "bash: a name was run"
if command -v fish >/dev/null; then
    fish_offers() { fish -c "source $documents/fish/placement-sim.fish; complete -C \"$1\"" 2>/dev/null | cut -f 1 | paste -sd ' '; }
    [ "$(fish_offers 'placement-sim cib.xml --down n')" = n1 ] || fail "fish: nodes: $(fish_offers 'placement-sim cib.xml --down n')"
    [ "$(fish_offers 'placement-sim cib.xml --cleanup web@n')" = web@n1 ] || fail "fish: $(fish_offers 'placement-sim cib.xml --cleanup web@n')"
fi
if command -v zsh >/dev/null; then
    zsh_offers() { # zsh_offers PREFIX AT KIND…
        zsh -c 'compset() { PREFIX=${PREFIX#*@} }; compadd() { print -l -- ${(P)2} | grep "^$PREFIX" }
            eval "$(sed -n "/^_placement_names()/,/^}/p" $1)"; words=(placement-sim cib.xml --fail $2) CURRENT=4 PREFIX=$2
            shift 2; _placement_names "$@"' zsh "$documents/zsh/_placement-sim" "$@" 2>&1 | paste -sd ' '
    }
    [ "$(zsh_offers o @ node resource)" = other ] || fail "zsh: $(zsh_offers o @ node resource)"
    [ "$(zsh_offers web@n @ node resource)" = n1 ] || fail "zsh: $(zsh_offers web@n @ node resource)"
fi

cd "$documents" && completed placement-sim sweep ma | grep -qx man || fail "bash: files are completed"
if command -v fish >/dev/null; then
    fish -c "source $documents/fish/placement-sim.fish; complete -C 'placement-sim test --fo'" 2>/dev/null | grep -q '^--format' ||
        fail "fish: --format"
fi
[ "$failures" -eq 0 ] && echo "man pages and completion agree with --help"

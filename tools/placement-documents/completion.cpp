#include "placement-documents/completion.h"

#include <algorithm>

namespace placement::documents {

namespace {

std::string joined(const std::vector<std::string>& words, const std::string& separator = " ") {
    std::string text;
    for (const std::string& word : words) text += (text.empty() ? "" : separator) + word;
    return text;
}

std::string function_name(const ProgramHelp& program) {
    std::string name = "_" + program.name;
    std::ranges::replace(name, '-', '_');
    return name;
}

std::vector<std::string> names_of(const Help& help) {
    std::vector<std::string> names;
    for (const OptionHelp& option : help.options()) names.insert(names.end(), option.names.begin(), option.names.end());
    return names;
}

std::vector<std::string> words_of(const ProgramHelp& program) {
    std::vector<std::string> words;
    for (const CommandHelp& command : program.commands) words.push_back(command.word);
    return words;
}

bool takes_a_file(const OptionHelp& option) {
    return option.argument == "FILE" || option.argument == "CIB" || option.argument == "DIR" || option.argument == "DEST";
}

/// What an argument names in the CIB on the line: "node", "resource", "constraint", or two of them.
std::vector<std::string> kinds_of_names(const std::string& argument) {
    std::vector<std::string> kinds;
    const auto begins = [&argument](std::string_view with) { return argument.starts_with(with); };
    if (begins("NODE") && !begins("NODE,")) kinds.emplace_back("node");
    if (begins("RESOURCE") && !begins("RESOURCE_")) kinds.emplace_back("resource");
    if (begins("NODE|RESOURCE")) kinds.emplace_back("resource");
    if (begins("CONSTRAINT")) kinds.emplace_back("constraint");
    return kinds;
}

/// "@" where a node follows a resource's name.
std::string node_after(const std::string& argument) {
    return argument.find("RESOURCE@NODE") != std::string::npos || argument.find("RESOURCE[@NODE]") != std::string::npos ? "@"
                                                                                                                        : "";
}

/// The argument of a command that is a resource, or nothing.
std::string named_argument(const Help& help) {
    for (const OptionHelp& each : help.positionals) {
        if (!each.names.empty() && each.names.front().starts_with("RESOURCE")) return each.names.front();
    }
    return {};
}

std::string replaced(std::string text, const std::string& what, const std::string& by) {
    for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += by.size()) text.replace(at, what.size(), by);
    return text;
}

/// In single quotes, for any of the shells.
std::string quoted(const std::string& text) { return "'" + replaced(text, "'", "'\\''") + "'"; }

// ---- bash -----------------------------------------------------------------------------------------------------

std::string bash_names(const std::string& argument) {
    const std::vector<std::string> kinds = kinds_of_names(argument);
    if (kinds.empty()) return "nothing=yes";
    return "kinds=" + quoted(joined(kinds)) + (node_after(argument).empty() ? "" : " after_at=node");
}

/// `case` arms for what follows an option.
std::string bash_arguments(const Help& help, const std::string& indent) {
    std::string text;
    for (const OptionHelp& option : help.options()) {
        if (option.argument.empty()) continue;
        text += indent + joined(option.names, "|") + ") ";
        if (!option.choices().empty()) {
            text += "words=" + quoted(joined(option.choices())) + " ;;\n";
        } else {
            text += takes_a_file(option) ? "files=yes ;;\n" : bash_names(option.argument) + " ;;\n";
        }
    }
    return text;
}

std::string bash_case(const Help& help, const std::string& pattern) {
    const std::string named = named_argument(help);
    return "        " + pattern + ")\n            options=" + quoted(joined(names_of(help))) +
           "\n            case $previous in\n" + bash_arguments(help, "                ") + "            esac\n" +
           (named.empty() ? ""
                          : "            if [ -z \"$kinds$words$files$nothing\" ] && [ -n \"$cib\" ]; then " + bash_names(named) +
                                "; fi\n") +
           "            ;;\n";
}

/// What is being typed, the word before it, and the CIB on the line. Bash splits words at "@", "=" and ":": they are put together.
constexpr const char* bash_words = R"sh(    local at=$COMP_CWORD current=${COMP_WORDS[COMP_CWORD]} given='' whole previous
    if [ "$at" -gt 1 ] && [[ $current == [@=:] ]]; then
        given=${COMP_WORDS[at-1]}$current current='' at=$((at - 1))
    fi
    while [ "$at" -gt 2 ] && [[ ${COMP_WORDS[at-1]} == [@=:] ]]; do
        given=${COMP_WORDS[at-2]}${COMP_WORDS[at-1]}$given at=$((at - 2))
    done
    whole=$given$current previous=${COMP_WORDS[at-1]}
    local word cib=''
    for word in "${COMP_WORDS[@]:1:at-1}"; do
        word=${word/#\~\//$HOME/}
        if [[ $word == --live || ( $word != -* && -f $word ) ]]; then cib=$word && break; fi
    done
)sh";

/// The names are read by lines and quoted: nothing in them is run.
constexpr const char* bash_offer = R"sh(    if [ -n "$kinds" ]; then
        local kept='' name list=()
        if [[ $whole == *@* ]]; then kept=${whole%@*}@ kinds=$after_at; fi
        if [ -z "$cib" ] || [ -z "$kinds" ]; then return; fi
        for word in $kinds; do list+=(--kind "$word"); done
        while IFS= read -r name; do
            name=$kept$name
            [[ $name == "$whole"* ]] || continue
            printf -v name %q "${name:${#given}}"
            COMPREPLY+=("$name")
        done < <(placement-sim names "$cib" "${list[@]}" 2>/dev/null)
        return
    fi
)sh";

// ---- zsh ------------------------------------------------------------------------------------------------------

std::string zsh_text(std::string text) {
    for (const char* special : {"\\", "[", "]", ":"}) text = replaced(text, special, std::string("\\") + special);
    return text;
}

std::string zsh_names(const std::string& argument) {
    const std::vector<std::string> kinds = kinds_of_names(argument);
    return kinds.empty() ? "" : "{_placement_names '" + node_after(argument) + "' " + joined(kinds) + "}";
}

constexpr const char* zsh_offer = R"sh(_placement_names() {
    local at=$1 word cib=''
    local -a kinds=(${@[2,-1]}) list names
    for word in ${(Q)words[2,CURRENT-1]}; do
        word=${word/#\~\//$HOME/}
        if [[ $word == --live || ( $word != -* && -f $word ) ]]; then cib=$word && break; fi
    done
    [[ -n $cib ]] || return 1
    if [[ -n $at && $PREFIX == *@* ]]; then
        compset -P '*@'
        kinds=(node)
    fi
    for word in $kinds; do list+=(--kind $word); done
    names=(${(f)"$(placement-sim names $cib $list 2>/dev/null)"})
    compadd -a names
}
)sh";

std::string zsh_argument(const OptionHelp& option) {
    if (option.argument.empty()) return "";
    const std::string about = ":" + zsh_text(option.argument) + ":";
    if (!option.choices().empty()) return about + "(" + joined(option.choices()) + ")";
    return takes_a_file(option) ? about + "_files" : about + zsh_names(option.argument);
}

std::string zsh_options(const Help& help) {
    std::string text;
    for (const OptionHelp& option : help.options()) {
        const bool repeatable = option.text.find("repeatable") != std::string::npos;
        for (const std::string& name : option.names) {
            text += " \\\n        " +
                    quoted((repeatable ? "*" : "") + zsh_text(name) + "[" + zsh_text(option.text) + "]" + zsh_argument(option));
        }
    }
    const std::string named = named_argument(help);
    if (!named.empty())
        text += " \\\n        ':file:_files' \\\n        " + quoted(":" + zsh_text(named) + ":" + zsh_names(named));
    return text + " \\\n        '*:file:_files'\n";
}

// ---- fish -----------------------------------------------------------------------------------------------------

std::string fish_text(const std::string& text) { return "'" + replaced(replaced(text, "\\", "\\\\"), "'", "\\'") + "'"; }

std::string fish_names(const std::string& argument) {
    return " -a " + fish_text("(__placement_names '" + node_after(argument) + "' " + joined(kinds_of_names(argument)) + ")");
}

constexpr const char* fish_offer = R"sh(function __placement_names
    set -l cib
    for word in (commandline -opc)[2..-1]
        set word (string replace -r -- '^~/' "$HOME/" $word)
        if test "$word" = --live
            set cib $word
            break
        else if not string match -q -- '-*' $word; and test -f "$word"
            set cib $word
            break
        end
    end
    test -n "$cib"; or return
    set -l kept (string match -r -- '.*@' (commandline -ct))
    set -l kinds $argv[2..-1]
    if test -n "$kept"; and test -n "$argv[1]"
        set kinds node
    end
    set -l list
    for kind in $kinds
        set -a list --kind $kind
    end
    for name in (placement-sim names $cib $list 2>/dev/null)
        printf '%s\n' "$kept$name"
    end
end
)sh";

std::string fish_option(const std::string& start, const OptionHelp& option) {
    std::string line = start;
    for (const std::string& name : option.names) {
        line += name.starts_with("--") ? " -l " + name.substr(2) : " -s " + fish_text(name.substr(1));
    }
    if (!option.argument.empty()) {
        line += takes_a_file(option) ? " -r -F" : " -x";
        if (!option.choices().empty()) {
            line += " -a " + fish_text(joined(option.choices()));
        } else if (!kinds_of_names(option.argument).empty()) {
            line += fish_names(option.argument);
        }
    }
    return line + " -d " + fish_text(option.text) + "\n";
}

} // namespace

std::string bash_completion(const ProgramHelp& program) {
    const std::string function = function_name(program);
    const std::string words = joined(words_of(program));
    std::string text = "# bash completion for " + program.name + ", written by the build from its --help\n" + function +
                       "() {\n" + bash_words +
                       "    local command=${COMP_WORDS[1]} options='' words='' files='' nothing='' kinds='' after_at=''\n"
                       "    COMPREPLY=()\n"
                       "    case $command in\n";
    for (const CommandHelp& command : program.commands) text += bash_case(command.help, command.word);
    text += bash_case(program.general, "*");
    text += "    esac\n"
            "    if [ -n \"$nothing\" ] || [[ $current == -* ]]; then kinds=''; fi\n"
            "    if [ -n \"$nothing\" ]; then return; fi\n";
    text += bash_offer;
    text += "    if [ -n \"$words\" ]; then\n"
            "        mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$current\")\n"
            "    elif [ -z \"$files\" ] && [[ $current == -* ]]; then\n"
            "        mapfile -t COMPREPLY < <(compgen -W \"$options\" -- \"$current\")\n"
            "    else\n"
            "        mapfile -t COMPREPLY < <(compgen -f -- \"$current\")\n"
            "        compopt -o filenames 2>/dev/null\n";
    if (!words.empty()) {
        text += "        if [ \"$COMP_CWORD\" -eq 1 ]; then\n"
                "            mapfile -t -O ${#COMPREPLY[@]} COMPREPLY < <(compgen -W " +
                quoted(words) + " -- \"$current\")\n        fi\n";
    }
    return text + "    fi\n}\ncomplete -F " + function + " " + program.name + "\n";
}

std::string zsh_completion(const ProgramHelp& program) {
    std::string text =
        "#compdef " + program.name + "\n# zsh completion, written by the build from the program's --help\n" + zsh_offer;
    if (program.commands.empty()) return text + "_arguments -s" + zsh_options(program.general);
    text += "local -a commands\ncommands=(\n";
    for (const CommandHelp& command : program.commands) {
        text += "    " + quoted(zsh_text(command.word) + ":" + zsh_text(command.summary)) + "\n";
    }
    text += ")\nif (( CURRENT == 2 )); then\n    _describe -t commands command commands\nfi\ncase $words[2] in\n";
    for (const CommandHelp& command : program.commands) {
        text += "    " + command.word + ")\n        shift words\n        (( CURRENT-- ))\n        _arguments" +
                zsh_options(command.help) + "        ;;\n";
    }
    return text + "    *)\n        _arguments" + zsh_options(program.general) + "        ;;\nesac\n";
}

std::string fish_completion(const ProgramHelp& program) {
    const std::string start = "complete -c " + program.name;
    std::string text = "# fish completion for " + program.name + ", written by the build from its --help\n" + fish_offer;
    const std::string words = joined(words_of(program));
    for (const CommandHelp& command : program.commands) {
        const std::string named = named_argument(command.help);
        if (!named.empty()) text += start + " -n '__fish_seen_subcommand_from " + command.word + "'" + fish_names(named) + "\n";
        text += start + " -n '__fish_is_first_arg' -a " + command.word + " -d " + fish_text(command.summary) + "\n";
    }
    const std::string general = words.empty() ? start : start + " -n 'not __fish_seen_subcommand_from " + words + "'";
    for (const OptionHelp& option : program.general.options()) text += fish_option(general, option);
    for (const CommandHelp& command : program.commands) {
        for (const OptionHelp& option : command.help.options()) {
            text += fish_option(start + " -n '__fish_seen_subcommand_from " + command.word + "'", option);
        }
    }
    return text;
}

} // namespace placement::documents

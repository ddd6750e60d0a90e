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

std::string replaced(std::string text, const std::string& what, const std::string& by) {
    for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += by.size()) text.replace(at, what.size(), by);
    return text;
}

/// In single quotes, for any of the shells.
std::string quoted(const std::string& text) { return "'" + replaced(text, "'", "'\\''") + "'"; }

// ---- bash -----------------------------------------------------------------------------------------------------

/// `case` arms for what follows an option.
std::string bash_arguments(const Help& help, const std::string& indent) {
    std::string text;
    for (const OptionHelp& option : help.options()) {
        if (option.argument.empty()) continue;
        text += indent + joined(option.names, "|") + ") ";
        if (!option.choices().empty()) {
            text += "words=" + quoted(joined(option.choices())) + " ;;\n";
        } else {
            text += takes_a_file(option) ? "files=yes ;;\n" : "nothing=yes ;;\n";
        }
    }
    return text;
}

std::string bash_case(const Help& help, const std::string& pattern) {
    return "        " + pattern + ")\n            options=" + quoted(joined(names_of(help))) +
           "\n            case $previous in\n" + bash_arguments(help, "                ") + "            esac ;;\n";
}

// ---- zsh ------------------------------------------------------------------------------------------------------

std::string zsh_text(std::string text) {
    for (const char* special : {"\\", "[", "]", ":"}) text = replaced(text, special, std::string("\\") + special);
    return text;
}

std::string zsh_argument(const OptionHelp& option) {
    if (option.argument.empty()) return "";
    const std::string about = ":" + zsh_text(option.argument) + ":";
    if (!option.choices().empty()) return about + "(" + joined(option.choices()) + ")";
    return takes_a_file(option) ? about + "_files" : about;
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
    return text + " \\\n        '*:file:_files'\n";
}

// ---- fish -----------------------------------------------------------------------------------------------------

std::string fish_text(const std::string& text) { return "'" + replaced(replaced(text, "\\", "\\\\"), "'", "\\'") + "'"; }

std::string fish_option(const std::string& start, const OptionHelp& option) {
    std::string line = start;
    for (const std::string& name : option.names) {
        line += name.starts_with("--") ? " -l " + name.substr(2) : " -s " + fish_text(name.substr(1));
    }
    if (!option.argument.empty()) {
        line += takes_a_file(option) ? " -r -F" : " -x";
        if (!option.choices().empty()) line += " -a " + fish_text(joined(option.choices()));
    }
    return line + " -d " + fish_text(option.text) + "\n";
}

} // namespace

std::string bash_completion(const ProgramHelp& program) {
    const std::string function = function_name(program);
    const std::string words = joined(words_of(program));
    std::string text = "# bash completion for " + program.name + ", written by the build from its --help\n" + function +
                       "() {\n"
                       "    local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]}\n"
                       "    local command=${COMP_WORDS[1]} options='' words='' files='' nothing=''\n"
                       "    COMPREPLY=()\n"
                       "    case $command in\n";
    for (const CommandHelp& command : program.commands) text += bash_case(command.help, command.word);
    text += bash_case(program.general, "*");
    text += "    esac\n"
            "    if [ -n \"$nothing\" ]; then return; fi\n"
            "    if [ -n \"$words\" ]; then\n"
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
    std::string text = "#compdef " + program.name + "\n# zsh completion, written by the build from the program's --help\n";
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
    std::string text = "# fish completion for " + program.name + ", written by the build from its --help\n";
    const std::string words = joined(words_of(program));
    for (const CommandHelp& command : program.commands) {
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

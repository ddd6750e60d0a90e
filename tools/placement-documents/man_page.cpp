#include "placement-documents/man_page.h"

#include <algorithm>
#include <cctype>
#include <sstream>

namespace placement::documents {

namespace {

/// As roff prints it to the letter, and never as a request.
std::string safe(const std::string& text) {
    std::string result;
    for (const char c : text) {
        if (c == '\\') {
            result += "\\e";
        } else if (c == '-') {
            result += "\\-";
        } else if (c == '`') {
            result += "\\(ga";
        } else if (c == '\'') {
            result += "\\(aq";
        } else {
            result += c;
        }
    }
    return text.starts_with('.') ? "\\&" + result : result;
}

/// A long choice ("text|json|...") may be broken between its words.
std::string breakable(const std::string& text) {
    std::string result;
    for (const char c : text) {
        result += c;
        if (c == '|') result += "\\:";
    }
    return result;
}

std::string upper(std::string text) {
    std::ranges::transform(text, text.begin(), [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    return text;
}

std::string sentence(std::string text) {
    if (!text.empty()) text[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(text[0])));
    if (!text.empty() && text.back() != '.') text += '.';
    return text;
}

void add(const OptionHelp& option, std::string& page) {
    page += ".TP\n";
    std::string names;
    for (const std::string& name : option.names) names += (names.empty() ? "\\fB" : ", \\fB") + safe(name) + "\\fR";
    if (!option.argument.empty()) names += " \\fI" + breakable(safe(option.argument)) + "\\fR";
    page += names + "\n" + safe(sentence(option.text)) + "\n";
}

void add_options(const Help& help, const std::string& heading, std::string& page) {
    for (const OptionHelp& positional : help.positionals) add(positional, page);
    for (const OptionGroup& group : help.groups) {
        if (help.groups.size() > 1) page += heading + " \"" + safe(group.title) + "\"\n";
        for (const OptionHelp& option : group.options) add(option, page);
    }
}

/// The end of --help: titles with a colon, and lists under them, kept as they are.
void add_footer(const std::string& footer, bool sections, std::string& page) {
    std::istringstream lines(footer);
    bool kept = false;
    const auto keep = [&](bool wanted) {
        if (kept != wanted) page += wanted ? ".nf\n" : ".fi\n";
        kept = wanted;
    };
    for (std::string line; std::getline(lines, line);) {
        if (!line.empty() && line[0] != ' ' && line.back() == ':') {
            keep(false);
            const std::string title = line.substr(0, line.size() - 1);
            page += sections ? ".SH \"" + safe(upper(title)) + "\"\n" : ".PP\n\\fB" + safe(title) + "\\fR\n";
        } else if (line.empty()) {
            keep(false);
            page += ".PP\n";
        } else {
            keep(true);
            page += safe(line) + "\n";
        }
    }
    keep(false);
}

std::string shortened(const std::string& about) { return about.substr(0, about.find_first_of(".:")); }

void add(const ProgramHelp& program, const CommandHelp& command, std::string& page) {
    page += ".SS \"" + safe(program.name + " " + command.word) + "\"\n";
    page += "\\fB" + safe(program.name + " " + command.word) + "\\fR " + safe(command.help.usage) + "\n.PP\n";
    page += safe(sentence(command.help.about)) + "\n";
    add_options(command.help, ".PP\n.B", page);
    add_footer(command.help.footer, false, page);
}

} // namespace

std::string man_page(const ProgramHelp& program, const std::string& version) {
    std::string page = ".\\\" Written by the build from what the program says with --help.\n";
    page += ".TH \"" + upper(program.name) + "\" 1 \"\" \"libplacement " + version + "\" \"User Commands\"\n";
    page += ".SH NAME\n" + safe(program.name) + " \\- " + safe(shortened(program.general.about)) + "\n";
    page += ".SH SYNOPSIS\n\\fB" + safe(program.name) + "\\fR " + safe(program.general.usage) + "\n";
    for (const CommandHelp& command : program.commands) {
        page += ".br\n\\fB" + safe(program.name + " " + command.word) + "\\fR " + safe(command.help.usage) + "\n";
    }
    page += ".SH DESCRIPTION\n" + safe(sentence(program.general.about)) + "\n.SH OPTIONS\n";
    add_options(program.general, ".SS", page);
    if (!program.commands.empty()) page += ".SH COMMANDS\n";
    for (const CommandHelp& command : program.commands) add(program, command, page);
    add_footer("\n" + program.general.footer, true, page);
    return page + ".SH \"SEE ALSO\"\n.BR crm_simulate (8),\n.BR cibadmin (8)\n";
}

} // namespace placement::documents

#pragma once

#include <string>
#include <utility>
#include <vector>

/// What a program's --help says, as data.
namespace placement::documents {

struct OptionHelp {
    std::vector<std::string> names; ///< "-h", "--help"
    std::string argument;           ///< "text|json", "FILE"; empty for a flag
    std::string text;

    /// What the argument may be, where it is one of a few words.
    std::vector<std::string> choices() const;
};

struct OptionGroup {
    std::string title; ///< "Options"
    std::vector<OptionHelp> options;
};

struct Help {
    std::string about;
    std::string usage;                   ///< without the program's name and the command
    std::vector<OptionHelp> positionals; ///< one name each
    std::vector<OptionGroup> groups;
    std::vector<std::pair<std::string, std::string>> commands; ///< words and summaries, of both lists
    std::string footer;                                        ///< from "Exit status:" or whatever comes first on

    std::vector<OptionHelp> options() const;
};

/// Throws std::runtime_error for what is not --help's text.
Help parse_help(const std::string& text);

struct CommandHelp {
    std::string word;
    std::string summary;
    Help help;
};

struct ProgramHelp {
    std::string name;
    Help general;
    std::vector<CommandHelp> commands;
};

} // namespace placement::documents

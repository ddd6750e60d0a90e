#include "placement-sim/commands.h"

#include <algorithm>
#include <filesystem>
#include <system_error>

#include "placement-sim/agents_command.h"
#include "placement-sim/diff_command.h"
#include "placement-sim/fleet_command.h"
#include "placement-sim/history_command.h"
#include "placement-sim/lint_command.h"
#include "placement-sim/margin_command.h"
#include "placement-sim/merge_command.h"
#include "placement-sim/releases_command.h"
#include "placement-sim/repair_command.h"
#include "placement-sim/report_command.h"
#include "placement-sim/run_command.h"
#include "placement-sim/sweep_command.h"
#include "placement-sim/test_command.h"
#include "placement-sim/verify_command.h"
#include "placement/names.h"

namespace placement::sim {

const std::vector<Command>& commands() {
    static const std::vector<Command> all{
        {"agents", "list the profiles that simulate resource agents", agents_command},
        {"diff", "show what an edit of a configuration changes, now and under every single failure", diff_command},
        {"fleet", "ask one question of many clusters", fleet_command},
        {"history", "tell what happened from the inputs that a cluster saved", history_command},
        {"lint", "find what is wrong, risky or useless in a configuration", lint_command},
        {"margin", "show how far each number is from changing where a resource ends up", margin_command},
        {"merge", "put the shards of a fleet together", merge_command},
        {"releases", "list the releases of Pacemaker that can be followed, or what changed between two", releases_command},
        {"repair", "find the smallest edits that make something hold", repair_command},
        {"report", "write one HTML file that shows a cluster: what runs where, every single failure, scores, findings",
         report_command},
        {"run", "play the scenarios of a file, step by step", run_command},
        {"sweep", "try every single failure, or every pair", sweep_command},
        {"test", "run the unit tests of a configuration", test_command},
        {"verify", "try every sequence of failures", verify_command},
    };
    return all;
}

std::optional<std::string> complaint(const std::string& first_word) {
    // Whoever means a file that is not there is told so when it is read.
    const bool could_be_command = first_word.find_first_of("./-") == std::string::npos && !first_word.empty();
    std::error_code cannot_tell; // a name that is too long, links in a circle
    if (!could_be_command || std::filesystem::exists(first_word, cannot_tell) || cannot_tell) return std::nullopt;
    std::vector<std::string> words{"explain"};
    for (const Command& command : commands()) words.emplace_back(command.word);
    std::ranges::sort(words);
    if (std::ranges::find(words, first_word) != words.end()) return std::nullopt;
    std::string known;
    for (const std::string& word : words) known += (known.empty() ? "" : ", ") + word;
    const std::string meant = unknown_name("", first_word, words).what();
    const std::size_t question = meant.find("; did you mean");
    const std::string suggestion = question == std::string::npos ? "" : meant.substr(question);
    return "`" + first_word + "` is neither a file nor a command (" + known + ")" + suggestion;
}

std::string commands_help() {
    constexpr std::size_t width = 30;
    std::string text = "\nCommands with options of their own (see COMMAND --help):\n";
    for (const Command& command : commands()) {
        std::string line = "  " + std::string(command.word);
        line.resize(width, ' ');
        text += line + std::string(command.summary) + "\n";
    }
    return text;
}

} // namespace placement::sim

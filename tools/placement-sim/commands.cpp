#include "placement-sim/commands.h"

#include "placement-sim/agents_command.h"
#include "placement-sim/diff_command.h"
#include "placement-sim/lint_command.h"
#include "placement-sim/margin_command.h"
#include "placement-sim/run_command.h"
#include "placement-sim/sweep_command.h"
#include "placement-sim/test_command.h"

namespace placement::sim {

const std::vector<Command>& commands() {
    static const std::vector<Command> all{
        {"agents", "list the profiles that agents are played by", agents_command},
        {"diff", "say what an edit of a configuration changes, now and under every single failure", diff_command},
        {"lint", "look for what is wrong, risky or useless in a configuration", lint_command},
        {"margin", "say how far each number is from changing where a resource ends up", margin_command},
        {"run", "play the scenarios of a file, step by step", run_command},
        {"sweep", "try every single failure, or every pair", sweep_command},
        {"test", "run the unit tests of a configuration", test_command},
    };
    return all;
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

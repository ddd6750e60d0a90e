#include "render/command_lines.h"

#include <fmt/format.h>

#include "render/lines.h"

namespace placement {

std::vector<CommandTool> told_tools(const TextStyle& style) {
    if (style.commands) return {*style.commands};
    return {CommandTool::Pcs, CommandTool::Crm};
}

std::string command_lines(const Cib& before, const std::vector<ConfigurationChange>& changes, CommandTool tool, const std::string& indent,
                          const Paint& paint) {
    std::string lines;
    for (const Command& each : commands(before, changes, {.tool = tool})) {
        lines += as_line(fmt::format("{}{}: {}", indent, text(tool), each.line.empty() ? "no command: " + each.impossible : each.line), paint);
    }
    return lines;
}

} // namespace placement

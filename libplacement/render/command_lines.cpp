#include "render/command_lines.h"

#include <fmt/format.h>

#include "placement/quoting.h"
#include "render/lines.h"

namespace placement {

std::vector<CommandTool> told_tools(const TextStyle& style) {
    if (style.commands) return {*style.commands};
    return {CommandTool::Pcs, CommandTool::Crm};
}

std::string command_lines(const Cib& before, const std::vector<ConfigurationChange>& changes, CommandTool tool,
                          const std::string& indent, const Paint& paint) {
    std::string lines;
    for (const Command& each : commands(before, changes, {.tool = tool})) {
        // Nobody could check what is not seen, and what is shown in its place would be another name.
        const bool seen = is_visible(each.line);
        const std::string why = seen ? each.impossible : "a name in it has a character that is not seen";
        lines += as_line(
            fmt::format("{}{}: {}", indent, text(tool), each.line.empty() || !seen ? "no command: " + why : each.line), paint);
    }
    return lines;
}

} // namespace placement

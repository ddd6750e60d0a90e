#pragma once

#include <string>
#include <vector>

#include "placement/render.h"
#include "render/paint.h"

namespace placement {

/// Whose commands are told: of the tool that is asked for, else of both.
std::vector<CommandTool> told_tools(const TextStyle& style);

/// The commands that make the changes, a line each, to be copied as they are; or why there is none.
std::string command_lines(const Cib& before, const std::vector<ConfigurationChange>& changes, CommandTool tool,
                          const std::string& indent, const Paint& paint);

} // namespace placement

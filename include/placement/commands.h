#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "placement/cib.h"
#include "placement/edit.h"

/// Changes of a configuration as command lines for a live cluster.
namespace [[gnu::visibility("default")]] placement {

enum class CommandTool : std::uint8_t { Pcs, Crm };
/// "pcs", "crm".
std::string_view text(CommandTool tool);

struct CommandOptions {
    CommandTool tool = CommandTool::Pcs;
    /// Where there is one, the commands edit this file instead of the cluster's CIB.
    std::string file = {};
};

struct Command {
    std::string line;       ///< for a POSIX shell; no id or value in it is more than a word. Empty where nothing can be given
    std::string impossible; ///< why there is no line: a clause about the change; empty where there is one
};

/// The lines that make these changes in this order, where the configuration is that of `before`. The result has what
/// changed(before, changes) has; ids of sets and name-value pairs may be others, and what is the default may be written out.
///
/// Where the tool has no command for a change, or one that would do more or something else (pcs replaces the constraint when its
/// score changes, both tools ask resource agents, crm adds a second set of defaults), the line is one of cibadmin, which both
/// kinds of clusters have. They speak of the CIB in the current syntax: where it has a schema before 3.0
/// that does not have what is edited, a line before it upgrades it. A change that changes nothing has no command; a change of the
/// cluster's state, and not of the configuration, has one without a line. Throws what changed() throws.
std::vector<Command> commands(const Cib& before, const std::vector<ConfigurationChange>& changes,
                              const CommandOptions& options = {});

} // namespace placement

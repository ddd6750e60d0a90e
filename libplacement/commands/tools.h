#pragma once

#include <optional>
#include <string>
#include <vector>

#include "commands/configured.h"
#include "placement/cib.h"
#include "placement/edit.h"

/// One change as a tool's command.
namespace placement {

/// The words of a command, the tool's name first.
using CommandWords = std::vector<std::string>;

/// None where pcs has no command that does this and nothing else. With `on_file`, where agents need not be installed.
std::optional<CommandWords> pcs_command(const ConfigurationChange& change, const Configured& configured, bool on_file);
/// The same of crm.
std::optional<CommandWords> crm_command(const ConfigurationChange& change, const Configured& configured);
/// Removes the rule with this id from the constraint that it is in.
CommandWords delete_rule_command(const std::string& id);
/// As few words of XML as make the one configuration the other.
std::vector<CommandWords> cibadmin_commands(const Cib& before, const Cib& after);

} // namespace placement

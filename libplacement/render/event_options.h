#pragma once

#include <string>

#include "placement/scenario.h"

/// Scenarios as commands.
namespace placement {

/// An option of placement-sim with its value, as a shell and then the program must be given them: what begins with a dash is no option
/// itself.
std::string option_with(const char* name, const std::string& value);

/// The event as an option of placement-sim; empty for one that none stands for.
std::string option_of(const Event& event);

/// The argument that gives the CIB again, whatever placement-sim was given.
std::string cib_argument(const std::string& name);

/// The placement-sim command that shows the scenario, quoted for a shell; empty where no single command can, or where a name has
/// invisible characters. `release`: whose rules it follows.
std::string scenario_command(const Scenario& scenario, Release release);

} // namespace placement

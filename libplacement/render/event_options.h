#pragma once

#include <string>

#include "placement/scenario.h"
#include "placement/verify.h"

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
/// invisible characters. `beginning`: the options that say from where its events begin. `release`: whose rules it follows.
std::string scenario_command(const Scenario& scenario, Release release, const std::string& beginning = {});
/// The same for a counterexample, which begins once the cluster is at rest.
std::string counterexample_command(const Counterexample& counterexample, const Verification& found);

} // namespace placement

#pragma once

#include <string>
#include <vector>

#include "placement/agents.h"
#include "placement/render.h"
#include "placement/scenario.h"

/// Scenarios that are played to be looked at, and the profiles that play agents in them. Everything returns a string.
namespace [[gnu::visibility("default")]] placement {

/// A scenario's name and its outcome.
struct ScenarioRun {
    std::string file;
    std::string name;
    Outcome outcome;
};

/// One after the other: the timeline, how it ends, and where everything is then. With TextStyle::everything, also what every
/// operation and attribute does, with all cycles of a loop.
std::string scenario_runs_text(const std::vector<ScenarioRun>& runs, const TextStyle& style = {});

/// Side by side, one column for each scenario and the same moment in the same row: events, what is started, stopped, promoted
/// and demoted, what fails, and how it ends; a loop's cycle is shown once. `width` is that of the screen. Throws
/// InvalidArgument for a scenario without agents, which has no times, and if the columns would be too narrow.
std::string scenario_runs_side_by_side(const std::vector<ScenarioRun>& runs, std::size_t width,
                                       const TextStyle& style = {});

/// The same as JSON (docs/json.md): a list of answers.
std::string scenario_runs_json(const std::vector<ScenarioRun>& runs);

/// The profiles, with their sources, rules and parameters.
std::string agent_profiles_text(const std::vector<AgentProfile>& profiles, const TextStyle& style = {});
/// The same as JSON (docs/json.md).
std::string agent_profiles_json(const std::vector<AgentProfile>& profiles);

} // namespace placement

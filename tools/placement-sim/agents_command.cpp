#include "placement-sim/agents_command.h"

#include <ostream>
#include <stdexcept>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "placement-sim/command_frame.h"
#include "placement-sim/shared_options.h"
#include "placement/scenario_run.h"
#include "program/output.h"

namespace placement::sim {

namespace {

constexpr const char* about = "Lists the profiles that simulate resource agents, with the sources of their rules and the "
                              "parameters that a scenario can set (docs/agents.md).";

constexpr const char* footer = R"(
Exit status:
  0  listed
  2  there is no such profile, or the arguments cannot be used

Examples:
  placement-sim agents
  placement-sim agents pgsql
  placement-sim cib.xml --agent db-clone=pgsql,sync-score=50 --fail db@node1)";

struct Raw {
    std::vector<std::string> names;
    FormatOption format;
};

Status list(const Raw& raw, const Terminal& terminal, std::ostream& out) {
    std::vector<AgentProfile> profiles;
    for (const std::string& name : raw.names) profiles.push_back(require_agent_profile(name));
    if (raw.names.empty()) profiles = agent_profiles();
    program::print(out, raw.format.is("json") ? agent_profiles_json(profiles)
                                              : agent_profiles_text(profiles, {.color = terminal.color}));
    return Status::Survives;
}

} // namespace

Status agents_command(int count, const char* const* words, const Terminal& terminal, std::ostream& out, std::ostream& err) {
    Raw raw;
    CLI::App app(about, "placement-sim agents");
    app.footer(footer);
    app.add_option("PROFILE", raw.names, "show only these profiles")->option_text(" ...");
    raw.format.add_to(app, {"text", "json"});
    return in_command(app, count, words, out, err, [&] { return list(raw, terminal, out); });
}

} // namespace placement::sim

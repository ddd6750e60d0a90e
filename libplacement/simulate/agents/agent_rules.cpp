#include "simulate/agents/agent_rules.h"

#include <fmt/format.h>

#include "base/text.h"
#include "simulate/agents/agent_profiles.h"

namespace placement {

namespace {

std::string score_attribute(const std::string& resource) { return "master-" + resource; }

/// What the resource's own parameters say; empty where they do not.
std::string configured_value(const AgentParameter& parameter, const std::map<std::string, std::string>& configured) {
    const std::size_t bracket = parameter.configured_as.find('[');
    const auto found = configured.find(parameter.configured_as.substr(0, bracket));
    if (parameter.configured_as.empty() || found == configured.end()) return "";
    if (bracket == std::string::npos) return found->second;
    const std::vector<std::string> words = split(found->second, " ");
    const auto number = static_cast<std::size_t>(parse_integer(parameter.configured_as.substr(bracket + 1)).value_or(1));
    return number <= words.size() ? words[number - 1] : "";
}

const char* letter(Process process) {
    switch (process) {
    case Process::None: return "-";
    case Process::Unpromoted: return "u";
    case Process::Promoted: break;
    }
    return "p";
}

} // namespace

Score AgentSetup::score(const std::string& name) const { return Score::parse(parameters.at(name)).value_or(Score()); }

std::int64_t AgentSetup::number(const std::string& name) const { return parse_integer(parameters.at(name)).value_or(0); }

const std::string& AgentSetup::word(const std::string& name) const { return parameters.at(name); }

AgentRules::AgentRules(AgentSetup setup) : setup_(std::move(setup)) {
    for (const std::string& node : setup_.running) processes_[node] = Process::Unpromoted;
    for (const std::string& node : setup_.promoted) processes_[node] = Process::Promoted;
}

std::optional<std::int64_t> AgentRules::milliseconds(const AgentOperation& operation) const {
    const auto found = setup_.parameters.find(operation.task + "-time");
    return found == setup_.parameters.end() ? std::nullopt : parse_integer(found->second);
}

void AgentRules::die(const std::string& node) { processes_[node] = Process::None; }

std::string AgentRules::memory() const {
    std::string memory;
    for (const auto& [node, process] : processes_) memory += fmt::format("{}={};", node, letter(process));
    return memory;
}

Process AgentRules::process(const std::string& node) const {
    const auto found = processes_.find(node);
    return found == processes_.end() ? Process::None : found->second;
}

void AgentRules::set_score(AgentWorld& world, const std::string& node, Score score) const {
    world.set_attribute(node, score_attribute(setup_.resource), score.text());
}

void AgentRules::remove_score(AgentWorld& world, const std::string& node) const {
    world.set_attribute(node, score_attribute(setup_.resource), std::nullopt);
}

std::optional<std::string> AgentRules::score(const AgentWorld& world, const std::string& node) const {
    return world.attribute(node, score_attribute(setup_.resource));
}

std::int32_t AgentRules::status(const std::string& node) const {
    switch (process(node)) {
    case Process::None: return exit_status::not_running;
    case Process::Unpromoted: return exit_status::ok;
    case Process::Promoted: break;
    }
    return exit_status::running_promoted;
}

std::unique_ptr<AgentRules> agent_rules(const Agent& agent, AgentSetup setup) {
    const PlayedProfile& played = require_played_profile(agent.profile);
    for (const AgentParameter& parameter : played.profile.parameters) {
        const auto wanted = agent.parameters.find(parameter.name);
        const std::string configured = configured_value(parameter, setup.configured);
        std::string& value = setup.parameters[parameter.name];
        if (wanted != agent.parameters.end()) {
            value = wanted->second;
        } else if (!configured.empty() && fits(parameter, configured)) {
            value = configured;
        } else {
            value = parameter.value;
        }
    }
    return played.make_rules(std::move(setup));
}

AgentParameter time_parameter(const std::string& task, std::int64_t milliseconds) {
    return {task + "-time",
            AgentParameter::Kind::Milliseconds,
            fmt::format("{}", milliseconds),
            fmt::format("how long a {} takes", task),
            {}};
}

} // namespace placement

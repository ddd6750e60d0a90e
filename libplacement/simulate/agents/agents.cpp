#include "placement/agents.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "placement/error.h"
#include "placement/scenario.h"
#include "simulate/agents/agent_profiles.h"

namespace placement {

namespace {

const AgentParameter* find_parameter(const AgentProfile& profile, const std::string& name) {
    const auto found = std::ranges::find(profile.parameters, name, &AgentParameter::name);
    return found == profile.parameters.end() ? nullptr : &*found;
}

std::string expected(const AgentParameter& parameter) {
    switch (parameter.kind) {
    case AgentParameter::Kind::Score: return "a score (a number, INFINITY or -INFINITY)";
    case AgentParameter::Kind::Milliseconds: return "a number of milliseconds";
    case AgentParameter::Kind::Count: return "a number from 1";
    case AgentParameter::Kind::Node: return "the name of a node";
    case AgentParameter::Kind::Choice: break;
    }
    return fmt::format("one of {}", fmt::join(parameter.choices, ", "));
}

void require_parameters(const Agent& agent) {
    const AgentProfile& profile = require_agent_profile(agent.profile);
    for (const auto& [name, value] : agent.parameters) {
        const AgentParameter* parameter = find_parameter(profile, name);
        if (parameter == nullptr) {
            std::vector<std::string> names;
            for (const AgentParameter& known : profile.parameters) names.push_back(known.name);
            throw UnknownName(fmt::format("parameter of the agent profile {}", profile.name), name, nearest_names(name, names));
        }
        if (fits(*parameter, value)) continue;
        throw InvalidArgument(fmt::format("`{}` is not valid for the parameter {} of the agent profile {}, which wants {}", value,
                                          name, profile.name, expected(*parameter)));
    }
}

/// "ocf:heartbeat:pgsql".
std::string agent_name(const Resource& resource) {
    std::string name = resource.standard;
    for (const std::string* part : {&resource.provider, &resource.agent}) {
        if (!part->empty()) name += ":" + *part;
    }
    return name;
}

std::vector<AgentProfile> described(const std::vector<PlayedProfile>& played) {
    std::vector<AgentProfile> profiles;
    for (const PlayedProfile& each : played) profiles.push_back(each.profile);
    return profiles;
}

} // namespace

bool fits(const AgentParameter& parameter, const std::string& value) {
    const auto number = parse_integer(value);
    const bool whole = !value.empty() && value.find_first_not_of("0123456789") == std::string::npos && number.has_value();
    switch (parameter.kind) {
    case AgentParameter::Kind::Score: return Score::parse(value).has_value();
    case AgentParameter::Kind::Milliseconds: return whole && *number <= 86'400'000;
    case AgentParameter::Kind::Count: return whole && *number >= 1 && *number <= 1'000'000;
    case AgentParameter::Kind::Node: return true;
    case AgentParameter::Kind::Choice: break;
    }
    return std::ranges::find(parameter.choices, value) != parameter.choices.end();
}

const std::vector<PlayedProfile>& played_profiles() {
    static const std::vector<PlayedProfile> profiles{pgsql_profile(), paf_profile(), drbd_profile(), saphana_profile(),
                                                     galera_profile()};
    return profiles;
}

const std::vector<AgentProfile>& agent_profiles() {
    static const std::vector<AgentProfile> profiles = described(played_profiles());
    return profiles;
}

const AgentProfile& require_agent_profile(const std::string& name) { return require_played_profile(name).profile; }

const PlayedProfile& require_played_profile(const std::string& name) {
    std::vector<std::string> names;
    for (const PlayedProfile& each : played_profiles()) {
        if (each.profile.name == name) return each;
        names.push_back(each.profile.name);
    }
    // They are few enough to be named all.
    throw UnknownName("agent profile", name, names);
}

Agent Agent::parse(std::string_view text) {
    const auto malformed = [&] {
        return InvalidArgument(fmt::format("`{}` is not RESOURCE=PROFILE or RESOURCE=PROFILE,PARAMETER=VALUE…", text));
    };
    const std::size_t equals = text.find('=');
    if (equals == std::string_view::npos || equals == 0) throw malformed();
    Agent agent;
    agent.resource = text.substr(0, equals);
    std::string_view rest = text.substr(equals + 1);
    agent.profile = rest.substr(0, rest.find(','));
    if (agent.profile.empty() || agent.profile.find('=') != std::string::npos) throw malformed();
    rest.remove_prefix(agent.profile.size());
    while (!rest.empty()) {
        rest.remove_prefix(1);
        const std::string_view pair = rest.substr(0, rest.find(','));
        const std::size_t at = pair.find('=');
        if (at == std::string_view::npos || at == 0 || at + 1 == pair.size()) throw malformed();
        const auto [known, is_new] = agent.parameters.emplace(std::string(pair.substr(0, at)), std::string(pair.substr(at + 1)));
        if (!is_new) throw InvalidArgument(fmt::format("`{}` says twice what {} is", text, known->first));
        rest.remove_prefix(pair.size());
    }
    require_parameters(agent);
    return agent;
}

std::string text(const Agent& agent) {
    std::string text = agent.resource + "=" + agent.profile;
    for (const auto& [name, value] : agent.parameters) text += fmt::format(",{}={}", name, value);
    return text;
}

void require_known(const Agent& agent, const Cluster& cluster) {
    require_parameters(agent);
    for (const auto& [name, value] : agent.parameters) {
        const AgentParameter* parameter = find_parameter(require_agent_profile(agent.profile), name);
        if (parameter->kind == AgentParameter::Kind::Node && !value.empty()) require_node(cluster, value);
    }
    const std::vector<ResourceId> resources = require_resources(cluster, agent.resource);
    ResourceId primitive = resources.front();
    while (cluster.resources[primitive].is_clone() && !cluster.resources[primitive].children.empty()) {
        primitive = cluster.resources[primitive].children.front();
    }
    if (cluster.resources[primitive].is_primitive()) return;
    throw InvalidArgument(fmt::format("`{}` is neither a primitive nor a clone of one: name the primitive whose agent the "
                                      "profile {} is to play",
                                      agent.resource, agent.profile));
}

std::vector<Agent> suggested_agents(const Cluster& cluster) {
    std::vector<Agent> agents;
    for (const Resource& resource : cluster.resources) {
        if (!resource.is_primitive() || resource.removed) continue;
        if (std::ranges::find(agents, resource.xml_id, &Agent::resource) != agents.end()) continue;
        const std::string name = agent_name(resource);
        for (const AgentProfile& profile : agent_profiles()) {
            if (std::ranges::find(profile.agents, name) == profile.agents.end()) continue;
            agents.push_back({resource.xml_id, profile.name, {}});
        }
    }
    return agents;
}

} // namespace placement

#include <algorithm>

#include <fmt/format.h>

#include "base/operation_status.h"
#include "placement/error.h"
#include "rules/parameters.h"
#include "simulate/sequence/sequence.h"

namespace placement {

namespace {

bool counts_as_running(const ResourceHistory& history, const OperationHistory& operation) {
    return operation.task == task::monitor && operation.interval_ms > 0 &&
           operation.exit_status == operation.expected_exit_status && history.start_index >= 0;
}

PlayedAgent played_agent(const Agent& agent, const Cluster& cluster) {
    require_known(agent, cluster);
    ResourceId primitive = require_resources(cluster, agent.resource).front();
    while (cluster.resources[primitive].is_clone()) primitive = cluster.resources[primitive].children.front();
    AgentSetup setup;
    for (ResourceId at = primitive; at; at = cluster.resources[at].parent) {
        if (cluster.resources[at].is_clone()) setup.promoted_at_most = cluster.resources[at].clone().promoted_max;
    }
    setup.resource = cluster.resources[primitive].xml_id;
    for (const auto& [name, value] : parameters_on(cluster, primitive, nullptr)) {
        if (!name.starts_with("CRM_meta_")) setup.configured.emplace(name, value);
    }
    for (const Node& node : cluster.nodes) setup.nodes.push_back(node.name);
    std::ranges::sort(setup.nodes);
    for (const Resource& resource : cluster.resources) {
        if (!resource.is_primitive() || resource.xml_id != setup.resource) continue;
        for (const NodeId node : resource.active_nodes) {
            if (!cluster.nodes[node].online) continue;
            setup.running.insert(cluster.nodes[node].name);
            if (resource.role == Role::Promoted) setup.promoted.insert(cluster.nodes[node].name);
        }
    }
    std::string name = setup.resource;
    std::set<std::string> promoted = setup.promoted;
    PlayedAgent played(std::move(name), agent_rules(agent, std::move(setup)));
    played.promoted = std::move(promoted);
    return played;
}

} // namespace

SequenceState begin_sequence(const Cib& cib, std::shared_ptr<const Cluster> read, const std::vector<Agent>& agents,
                             const std::vector<OperationResult>& failing) {
    const Cluster& cluster = *read;
    SequenceState state{cib, std::move(read), {}, {}, 0, failing};
    for (const Agent& agent : agents) {
        PlayedAgent played = played_agent(agent, cluster);
        const auto known = std::ranges::find(state.agents, played.resource, &PlayedAgent::resource);
        if (known != state.agents.end()) {
            throw InvalidArgument(fmt::format("two agents are named for {}", played.resource));
        }
        state.agents.push_back(std::move(played));
    }
    for (const ResourceHistory& history : cluster.histories) {
        if (!history.resource || !cluster.nodes[history.node].online) continue;
        const Resource& resource = cluster.resources[history.resource];
        const auto& active = resource.active_nodes;
        if (std::ranges::find(active, history.node) == active.end()) continue;
        const std::int32_t expected = resource.role == Role::Promoted ? exit_status::running_promoted : exit_status::ok;
        for (const OperationHistory& operation : history.operations) {
            if (!counts_as_running(history, operation) || operation.expected_exit_status != expected) continue;
            state.monitors.push_back({cluster.nodes[history.node].name, resource.xml_id, std::string(history.xml_id),
                                      operation.interval_ms, expected, expected, 0, false});
        }
    }
    return state;
}

} // namespace placement

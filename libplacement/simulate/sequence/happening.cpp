#include "simulate/sequence/happening.h"

#include <utility>
#include <variant>

#include "base/operation_status.h"
#include "simulate/events/dead_process.h"
#include "simulate/events/events.h"

namespace placement {

namespace {

/// What is played dies, and its agent's monitor says what it finds. False where nobody plays it.
bool fail_played(const ResourceFails& event, Scene& scene) {
    const Cluster& state = scene.cluster.state();
    const ResourceId id = failing_instance(state, event);
    const Resource& resource = state.resources[id];
    PlayedAgent* agent = find_played(scene.agents, resource.xml_id);
    if (agent == nullptr) return false;
    const NodeId node = require_node(state, event.node);
    const std::string& name = state.nodes[node].name;
    agent->rules->die(name);
    AgentOperation operation;
    operation.node = name;
    operation.task = task::monitor;
    operation.interval_ms = watching_interval_ms(state, id, node);
    const std::int32_t status = scene.end(*agent, operation);
    if (status == (resource.role == Role::Promoted ? exit_status::running_promoted : exit_status::ok)) return true;
    fail_resource(state, id, node, status, scene.cluster.edit(), scene.notes);
    scene.monitors.expect(name, agent->resource, status);
    return true;
}

/// What is said not to run does not.
void hear_of(const OperationResult& result, Scene& scene) {
    PlayedAgent* agent = find_played(scene.agents, without_instance(result.resource));
    if (agent != nullptr && result.exit_status == exit_status::not_running) agent->rules->die(result.node);
}

/// What an event is besides what the CIB has of it. Whether that is all.
bool happens_to_processes(const Event& event, Scene& scene) {
    if (const auto* failure = std::get_if<ResourceFails>(&event)) {
        if (fail_played(*failure, scene)) return true;
        scene.dead.push_back(dying_process(scene.cluster.state(), *failure, scene.notes));
        return !scene.dead.back().detected;
    }
    if (const auto* lost = std::get_if<NodeFails>(&event)) scene.lose_node(lost->node);
    if (const auto* left = std::get_if<NodeLeaves>(&event)) {
        const Cluster& state = scene.cluster.state();
        if (leaves_at_once(state.nodes[require_node(state, left->node)])) scene.leave(left->node);
    }
    if (const auto* ended = std::get_if<OperationEnds>(&event)) hear_of(ended->result, scene);
    return false;
}

/// What will fail from now on. Whether the event is nothing else.
bool changes_the_future(const Event& event, Scene& scene) {
    if (const auto* failing = std::get_if<OperationWillFail>(&event)) {
        scene.failing.push_back(failing->result);
        return true;
    }
    if (const auto* failing = std::get_if<FencingWillFail>(&event)) {
        const Cluster& state = scene.cluster.state();
        scene.carry_out.failing_fencing.push_back(state.nodes[require_node(state, failing->node)].name);
        return true;
    }
    return false;
}

} // namespace

void let_happen(const Event& event, Scene& scene) {
    const bool only_a_wish = changes_the_future(event, scene);
    PlayedCluster& cluster = scene.cluster;
    cluster.read();
    if (!happens_to_processes(event, scene)) apply(event, cluster.state(), cluster.edit(), scene.notes);
    cluster.read();
    cluster.follow_membership();
    cluster.read_members();
    if (!only_a_wish) scene.abort(text(event));
}

} // namespace placement

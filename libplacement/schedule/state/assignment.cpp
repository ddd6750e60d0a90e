#include "schedule/state/assignment.h"

#include "schedule/state/capacity.h"
#include "schedule/state/nodes.h"
#include "schedule/state/resources.h"

namespace placement {

void assign_to(WorkingState& state, ResourceId resource, NodeId node, bool force, bool stop_if_none) {
    if (!state[resource].children.empty()) {
        for (const ResourceId child : state[resource].children) assign_to(state, child, node, force, stop_if_none);
        return;
    }
    const NodeEntry entry = node ? state.scores[resource][node] : NodeEntry();
    if (!force && node &&
        (entry.score < Score() || (!can_run_resources(state, node) && !state.node(node).is_guest()))) {
        if (stop_if_none) set_next_role(state, resource, Role::Stopped, "node availability");
        node = NodeId::none();
    }

    unassign(state, resource);
    state[resource].unassigned = false;
    if (!node) {
        if (stop_if_none) set_next_role(state, resource, Role::Stopped, "unable to assign");
        return;
    }
    state[resource].assigned_node = node;
    state[resource].assigned_score = force ? state.node(node).base_score : entry.score;
    ++state.nodes[node].assigned_resources;
    consume_capacity(state, node, resource);
}

void unassign(WorkingState& state, ResourceId resource) {
    state[resource].unassigned = true;
    for (const ResourceId child : state[resource].children) unassign(state, child);
    const NodeId old = state[resource].assigned_node;
    if (!state[resource].children.empty() || !old) return;
    state[resource].assigned_node = NodeId::none();
    --state.nodes[old].assigned_resources;
    release_capacity(state.nodes[old].capacity, state, resource);
}

} // namespace placement

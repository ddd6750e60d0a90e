#include "schedule/actions/unplaced.h"

#include "schedule/state/actions.h"
#include "schedule/state/resources.h"

namespace placement {

namespace {

void place(WorkingState& state, ResourceId resource, std::string_view task, NodeId node) {
    if (node) find_actions(state, resource, {task}, node);
}

void place_actions_of(WorkingState& state, ResourceId resource) {
    const NodeId current = current_node(state, resource);
    const NodeId next = state[resource].assigned_node;
    if (!state[resource].managed || (!current && (!next || state.resource(resource).removed))) return;
    const std::vector<ActionId> starts = find_actions(state, resource, {task::start}, next);
    if (!starts.empty() && state.actions[starts.front()].runnable()) place(state, resource, task::stop, current);
    place(state, resource, task::promote, next);
    place(state, resource, task::demote, next);
    const bool runs = !state.resource(resource).active_nodes.empty();
    const Role role = runs && state[resource].role == Role::Stopped ? Role::Started : state[resource].role;
    if (role == state[resource].next_role) place(state, resource, task::migrate_from, next);
}

} // namespace

void place_unplaced_actions(WorkingState& state) {
    for (const ResourceId resource : state.resources.ids()) {
        if (state.resource(resource).is_primitive()) place_actions_of(state, resource);
    }
}

} // namespace placement

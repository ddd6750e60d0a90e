#include "schedule/state/assignment.h"

#include "base/operation_status.h"
#include "schedule/state/capacity.h"
#include "schedule/state/nodes.h"
#include "schedule/state/report.h"
#include "schedule/state/resources.h"

namespace placement {

namespace {

/// A recurring operation that expects the resource to be stopped goes on without a node.
bool expects_stopped(const Action& action) { return action.expected_exit_status == exit_status::not_running; }

/// What was planned for a resource that gets no node: it stops, and does nothing else.
void stop_only(WorkingState& state, ResourceId resource) {
    for (const ActionId id : state[resource].actions) {
        Action& action = state.actions[id];
        if (action.task == task::stop) {
            action.flags.clear(ActionFlag::Optional);
        } else if (action.task == task::start || (action.key.interval_ms != 0 && !expects_stopped(action))) {
            action.flags.clear(ActionFlag::Runnable);
        }
    }
}

} // namespace

bool assign_to(WorkingState& state, ResourceId resource, NodeId node, bool force, bool stop_if_none) {
    if (!state[resource].children.empty()) {
        bool changed = false;
        for (const ResourceId child : state[resource].children) {
            changed |= assign_to(state, child, node, force, stop_if_none);
        }
        return changed;
    }
    const NodeEntry entry = node ? state.scores[resource][node] : NodeEntry();
    if (!force && node &&
        (entry.score < Score() || (!can_run_resources(state, node) && !state.node(node).is_guest()))) {
        if (stop_if_none) set_next_role(state, resource, Role::Stopped, "node availability");
        node = NodeId::none();
    }

    const bool changed = state[resource].assigned_node != node;
    unassign(state, resource);
    state[resource].unassigned = false;
    if (!node) {
        if (!stop_if_none) return changed;
        set_next_role(state, resource, Role::Stopped, "unable to assign");
        stop_only(state, resource);
        return changed;
    }
    state[resource].assigned_node = node;
    state[resource].assigned_in_turn_of = state.turn;
    state[resource].assigned_score = force ? state.node(node).base_score : entry.score;
    ++state.nodes[node].assigned_resources;
    consume_capacity(state, node, resource);
    report_utilization(state, resource);
    return changed;
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

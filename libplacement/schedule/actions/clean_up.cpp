#include "schedule/actions/clean_up.h"

#include "schedule/state/actions.h"
#include "schedule/state/orderings.h"

namespace placement {

namespace {

void clear_if_removed(WorkingState& state, ResourceId resource) {
    if (!state.resource(resource).removed) return;
    for (const NodeId node : state.nodes.ids()) {
        if (!state.nodes[node].online || !has_failures(state, resource, node)) continue;
        const ActionId clearing = clear_fail_count(state, resource, node);
        add_ordering(state, one_action(state, clearing), actions_of(resource, task::stop), RelationFlag::Ordered);
    }
}

} // namespace

bool has_failures(const WorkingState& state, ResourceId resource, NodeId node) {
    const FailCount* failures = state.cluster.fail_count(resource, node);
    return failures != nullptr && failures->effective != 0;
}

ActionId clear_fail_count(WorkingState& state, ResourceId resource, NodeId node) {
    const ActionId action = schedule_action(state, resource, {task::clear_fail_count}, node, false);
    state.actions[action].meta.to_change()["op_no_wait"] = "true";
    return action;
}

void clear_history(WorkingState& state, ResourceId resource, NodeId node) {
    schedule_action(state, resource, {task::clear_history}, node, false);
}

void schedule_clean_up(WorkingState& state, ResourceId resource, NodeId node, bool optional) {
    if (state[resource].failed || state.nodes[node].unclean || !state.nodes[node].online) return;
    schedule_action(state, resource, {task::delete_resource}, node, optional);
    const RelationFlags flags = optional ? RelationFlag::FirstImpliesThen : RelationFlag::Ordered;
    order_tasks(state, resource, task::stop, resource, task::delete_resource, flags);
    order_tasks(state, resource, task::delete_resource, resource, task::start, flags);
}

void clear_fail_counts_of_removed(WorkingState& state) {
    if (!state.cluster.options.stop_removed_resources) return;
    for (const ResourceId resource : state.assignment_order) clear_if_removed(state, resource);
}

} // namespace placement

#include "schedule/actions/recurring.h"

#include <algorithm>
#include <array>
#include <string>

#include "base/operation_status.h"
#include "rules/operation_configuration.h"
#include "schedule/actions/fencing.h"
#include "schedule/state/actions.h"
#include "schedule/state/orderings.h"

namespace placement {

namespace {

constexpr RelationFlags follows =
    RelationFlag::FirstImpliesThen | RelationFlag::UnrunnableFirstBlocks;

/// A recurring operation that counts.
struct Recurring {
    std::string_view task;
    std::uint32_t interval_ms = 0;
    Role role = Role::Unknown; ///< Unknown: none is configured

    ActionKey key() const { return {task, interval_ms}; }
};

// ---- the configuration ----------------------------------------------------------------------------------------

bool may_recur(std::string_view task) {
    static constexpr std::array once{task::stop,         task::start,      task::demote,      task::promote,
                                     task::reload_agent, task::migrate_to, task::migrate_from};
    return std::find(once.begin(), once.end(), task) == once.end();
}

/// (Pacemaker: is_op_dup)
bool is_ambiguous(const Resource& resource, const OperationConfiguration& wanted) {
    return std::count_if(resource.operations.begin(), resource.operations.end(), [&](const auto& operation) {
               return operation.name == wanted.name && operation.interval_ms == wanted.interval_ms;
           }) > 1;
}

/// (Pacemaker: is_recurring_history)
bool counts(const Resource& resource, const OperationConfiguration& operation) {
    if (operation.interval_ms == 0 || operation.id.empty() || !may_recur(operation.name)) return false;
    if (is_ambiguous(resource, operation) || operation.role == Role::Unknown) return false;
    return find_operation(resource, operation.name, operation.interval_ms, DisabledOperations::DoNotCount) != nullptr;
}

// ---- where the resource will run ------------------------------------------------------------------------------

/// What runs already and goes on need not be started. (Pacemaker: active_recurring_should_be_optional)
bool goes_on(const WorkingState& state, ResourceId resource, NodeId node, const Recurring& recurring, ActionId start) {
    if (!state.actions[start].optional()) return false;
    const std::vector<ActionId> running = find_actions_on(state, resource, recurring.key(), node);
    return !running.empty() && std::none_of(running.begin(), running.end(), [&](ActionId action) {
        return state.actions[action].is(ActionFlag::Reschedule);
    });
}

ActionId schedule_cancellation(WorkingState& state, ResourceId resource, std::string_view task,
                               std::uint32_t interval_ms, NodeId node) {
    const ActionId id = schedule_action(state, resource, {task, interval_ms}, task::cancel, node, false);
    set_task(state, id, task::cancel);
    Action& action = state.actions[id];
    action.meta.to_change()["operation"] = task;
    action.meta.to_change()["interval"] = std::to_string(interval_ms);
    return id;
}

/// The change of role before which a monitor of the present role must end.
std::string_view change_of_role(const ResourceState& resource) {
    switch (resource.role) {
    case Role::Started:
    case Role::Unpromoted:
        if (resource.next_role == Role::Promoted) return task::promote;
        return resource.next_role == Role::Stopped ? task::stop : std::string_view();
    case Role::Promoted: return task::demote;
    default: return {};
    }
}

void cancel_for_other_role(WorkingState& state, ResourceId resource, NodeId node, const Recurring& recurring) {
    const ActionId cancel = schedule_cancellation(state, resource, recurring.task, recurring.interval_ms, node);
    const std::string_view change = change_of_role(state[resource]);
    if (change.empty()) return;
    add_ordering(state, one_action(state, cancel), actions_of(resource, change), RelationFlag::UnrunnableFirstBlocks);
}

void order_after_changes(WorkingState& state, ResourceId resource, ActionId monitor) {
    const ActionReference then = one_action(state, monitor);
    add_ordering(state, actions_of(resource, task::start), then, follows);
    add_ordering(state, actions_of(resource, reload_task(state)), then, follows);
    const RelationFlags ordered = RelationFlag::Ordered | RelationFlag::UnrunnableFirstBlocks;
    if (state[resource].next_role == Role::Promoted) {
        add_ordering(state, actions_of(resource, task::promote), then, ordered);
    } else if (state[resource].role == Role::Promoted) {
        add_ordering(state, actions_of(resource, task::demote), then, ordered);
    }
}

bool can_run_on(const WorkingState& state, NodeId node) {
    return node && state.nodes[node].online && !state.nodes[node].unclean;
}

/// (Pacemaker: recurring_op_for_active)
void schedule_where_active(WorkingState& state, ResourceId resource, const Recurring& recurring, ActionId start) {
    if (recurring.role == Role::Stopped) return;
    const NodeId node = state[resource].assigned_node;
    const Role next = state[resource].next_role;
    const bool optional = goes_on(state, resource, node, recurring, start);
    const bool has_role = recurring.role == Role::Unknown ? next != Role::Promoted : next == recurring.role;
    if (!has_role) {
        if (optional) cancel_for_other_role(state, resource, node, recurring);
        return;
    }
    const ActionId monitor = schedule_action(state, resource, recurring.key(), node, optional);
    Action& action = state.actions[monitor];
    if (!state.actions[start].runnable() || !can_run_on(state, node)) action.flags.clear(ActionFlag::Runnable);
    if (next == Role::Promoted) action.expected_exit_status = exit_status::running_promoted;
    if (!node || state[resource].managed) order_after_changes(state, resource, monitor);
}

// ---- where it will not run ------------------------------------------------------------------------------------

/// Where the resource will run, nothing watches that it does not. (Pacemaker: cancel_if_running)
void cancel_where_active(WorkingState& state, ResourceId resource, NodeId node, const Recurring& recurring) {
    if (find_actions_on(state, resource, recurring.key(), node).empty()) return;
    const ActionId cancel = schedule_cancellation(state, resource, recurring.task, recurring.interval_ms, node);
    const Role next = state[resource].next_role;
    if (next != Role::Started && next != Role::Unpromoted) return;
    add_ordering(state, one_action(state, cancel), actions_of(resource, task::start),
                 RelationFlag::UnrunnableFirstBlocks);
}

void order_after_probes(WorkingState& state, ResourceId resource, NodeId node, ActionId monitor) {
    for (const ActionId probe : find_actions(state, resource, {task::monitor}, node)) {
        order_actions(state, probe, monitor, RelationFlag::UnrunnableFirstBlocks);
    }
}

void order_after_stops(WorkingState& state, ResourceId resource, NodeId node, ActionId monitor) {
    const bool managed = state[resource].managed;
    for (const ActionId id : find_actions_on(state, resource, {task::stop}, node)) {
        const Action& stop = state.actions[id];
        ActionFlags& flags = state.actions[monitor].flags;
        if (!stop.optional() && !managed) flags.set(ActionFlag::Optional);
        if (!stop.runnable()) flags.clear(ActionFlag::Runnable);
        if (managed) add_ordering(state, one_action(state, id), one_action(state, monitor), follows);
    }
}

void watch_for_start(WorkingState& state, ResourceId resource, NodeId node, const Recurring& recurring) {
    const bool optional = !find_actions_on(state, resource, recurring.key(), node).empty();
    const ActionId monitor = schedule_action(state, resource, recurring.key(), node, optional);
    state.actions[monitor].expected_exit_status = exit_status::not_running;
    if (state[resource].managed) order_after_probes(state, resource, node, monitor);
    order_after_stops(state, resource, node, monitor);
    if (!can_run_on(state, node)) state.actions[monitor].flags.clear(ActionFlag::Runnable);
}

/// (Pacemaker: recurring_op_for_inactive)
void schedule_where_inactive(WorkingState& state, ResourceId resource, const Recurring& recurring) {
    if (recurring.role != Role::Stopped || !state.resource(resource).unique) return;
    const NodeId active = state[resource].assigned_node;
    for (const NodeId node : state.nodes.ids()) {
        if (node == active) {
            cancel_where_active(state, resource, node, recurring);
        } else {
            watch_for_start(state, resource, node, recurring);
        }
    }
}

/// The start that the recurring operations wait for, if the resource will run and may be watched.
ActionId start_to_watch(WorkingState& state, ResourceId resource) {
    const NodeId node = state[resource].assigned_node;
    if (!node || state.node(node).maintenance) return {};
    if (state[resource].next_role == Role::Stopped && state[resource].managed) return {};
    return schedule_action(state, resource, {task::start}, node, true);
}

} // namespace

void create_recurring_actions(WorkingState& state, ResourceId primitive) {
    const Resource& configured = state.resource(primitive);
    if (state[primitive].blocked || configured.maintenance) return;
    const ActionId start = start_to_watch(state, primitive);
    for (const OperationConfiguration& operation : configured.operations) {
        if (!counts(configured, operation)) continue;
        const Recurring recurring{operation.name, operation.interval_ms, operation.role.value_or(Role::Unknown)};
        if (start) schedule_where_active(state, primitive, recurring, start);
        schedule_where_inactive(state, primitive, recurring);
    }
}

void schedule_cancel(WorkingState& state, ResourceId resource, std::string_view call_id, std::string_view task,
                     std::uint32_t interval_ms, NodeId node) {
    const ActionId cancel = schedule_cancellation(state, resource, task, interval_ms, node);
    state.actions[cancel].meta.to_change()["call-id"] = call_id;
    add_ordering(state, actions_of(resource, task::stop), one_action(state, cancel), RelationFlag::Ordered);
}

void reschedule_recurring(WorkingState& state, ResourceId resource, std::string_view task, std::uint32_t interval_ms,
                          NodeId node) {
    trigger_unfencing(state, resource, node, "Device parameters changed (reschedule)", ActionId::none());
    const ActionId action = schedule_action(state, resource, {task, interval_ms}, node, true);
    state.actions[action].flags.set(ActionFlag::Reschedule);
}

bool is_recurring(const Action& action) { return action.key.interval_ms > 0; }

} // namespace placement

#include "schedule/actions/create.h"
#include "schedule/actions/notifications.h"
#include "schedule/state/actions.h"
#include "schedule/state/instances.h"

namespace placement {

namespace {

/// What some instance of a collective resource does.
struct InstanceStates {
    bool active = false;
    bool starting = false;
    bool stopping = false;
    bool restarting = false; ///< one and the same starts and stops

    bool all() const { return active && starting && stopping && restarting; }
};

/// (Pacemaker: check_instance_state)
void add_state(const WorkingState& state, ResourceId instance, InstanceStates& states) {
    const Resource& configured = state.resource(instance);
    if (!configured.is_primitive()) {
        for (const ResourceId child : state[instance].children) add_state(state, child, states);
        return;
    }
    bool starting = false;
    bool stopping = false;
    for (const ActionId id : state[instance].actions) {
        const Action& action = state.actions[id];
        if (action.optional()) continue;
        if (action.task == task::start) starting |= action.runnable();
        if (action.task == task::stop) stopping |= action.pseudo() || action.runnable();
    }
    states.active |= !configured.active_nodes.empty();
    states.starting |= starting;
    states.stopping |= stopping;
    states.restarting |= starting && stopping;
}

struct RoleChanges {
    bool promoting = false;
    bool demoting = false;
};

/// (Pacemaker: check_for_role_change)
void add_role_changes(const WorkingState& state, ResourceId instance, RoleChanges& changes) {
    for (const ResourceId child : state[instance].children) add_role_changes(state, child, changes);
    if (!state[instance].children.empty()) return;
    for (const ActionId id : state[instance].actions) {
        const Action& action = state.actions[id];
        if (action.optional()) continue;
        changes.promoting |= action.task == task::promote;
        changes.demoting |= action.task == task::demote;
    }
}

ActionId schedule_end(WorkingState& state, ResourceId collective, std::string_view task, bool optional, bool runnable) {
    const ActionId end = schedule_pseudo_action(state, collective, {task}, optional, runnable);
    state.actions[end].priority = most_urgent;
    return end;
}

/// (Pacemaker: pcmk__create_promotable_actions)
void create_promotable_actions(WorkingState& state, ResourceId clone) {
    RoleChanges changes;
    for (const ResourceId instance : state[clone].children) {
        create_actions(state, instance);
        add_role_changes(state, instance, changes);
    }
    const bool keep_unpromoted = !changes.promoting;
    const ActionId promote = schedule_pseudo_action(state, clone, {task::promote}, keep_unpromoted, true);
    const ActionId promoted = schedule_end(state, clone, task::promoted, keep_unpromoted, true);
    add_promote_notifications(state, clone, promote, promoted);
    const bool keep_promoted = !changes.demoting;
    const ActionId demote = schedule_pseudo_action(state, clone, {task::demote}, keep_promoted, true);
    const ActionId demoted = schedule_end(state, clone, task::demoted, keep_promoted, true);
    add_demote_notifications(state, clone, demote, demoted);
    for (const ResourceId instance : state[clone].children) {
        state[instance].priority = state.resource(clone).priority;
    }
}

/// The only required action of this kind, or none.
ActionId only_required(WorkingState& state, ResourceId instance, std::string_view task) {
    ActionId found;
    for (const ActionId id : find_actions(state, instance, {task}, NodeId::none())) {
        if (state.actions[id].optional()) continue;
        if (found) return {};
        found = id;
    }
    return found;
}

/// Of the instances that start, or stop, each waits for its neighbour. (Pacemaker 2.1.6: order_instance_starts_stops)
void order_changing_instances(WorkingState& state, ResourceId clone) {
    sort_by_instance_number(state, state[clone].children);
    ActionId last_stop;
    ActionId last_start;
    for (const ResourceId instance : state[clone].children) {
        if (const ActionId stop = only_required(state, instance, task::stop)) {
            if (last_stop) order_actions(state, stop, last_stop, RelationFlag::Ordered);
            last_stop = stop;
        }
        if (const ActionId start = only_required(state, instance, task::start)) {
            if (last_start) order_actions(state, last_start, start, RelationFlag::Ordered);
            last_start = start;
        }
    }
}

} // namespace

void create_instance_actions(WorkingState& state, ResourceId collective, const std::vector<ResourceId>& instances) {
    InstanceStates states;
    for (const ResourceId instance : instances) {
        create_actions(state, instance);
        if (!states.all()) add_state(state, instance, states);
    }
    StartStopPoints points;
    points.start = schedule_pseudo_action(state, collective, {task::start}, !states.starting, true);
    points.started =
        schedule_end(state, collective, task::started, !states.starting, states.active || states.starting);
    const bool is_clone = state.resource(collective).is_clone();
    if (is_clone && !state.cluster.behavior.stops_precede_notifications) add_start_notifications(state, collective, points);
    points.stop = schedule_pseudo_action(state, collective, {task::stop}, !states.stopping, true);
    points.stopped = schedule_end(state, collective, task::stopped, !states.stopping, true);
    if (!states.restarting) state.actions[points.stop].flags.set(ActionFlag::Migratable);
    if (is_clone) add_start_stop_notifications(state, collective, points);
}

/// (Pacemaker: pcmk__clone_create_actions)
void create_clone_actions(WorkingState& state, ResourceId clone) {
    create_instance_actions(state, clone, state[clone].children);
    if (!state.cluster.behavior.instances_wait_for_all_before && state.resource(clone).clone().ordered) {
        order_changing_instances(state, clone);
    }
    if (state.resource(clone).promotable) create_promotable_actions(state, clone);
}

} // namespace placement

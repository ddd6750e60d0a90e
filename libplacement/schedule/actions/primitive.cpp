#include <optional>

#include "schedule/actions/clean_up.h"
#include "schedule/actions/create.h"
#include "schedule/actions/fencing.h"
#include "schedule/actions/migration.h"
#include "schedule/actions/recurring.h"
#include "schedule/state/actions.h"
#include "schedule/state/resources.h"

namespace placement {

namespace {

// ---- one step between roles -----------------------------------------------------------------------------------

/// The role that comes next on the way from one role to another. (Pacemaker: rsc_state_matrix)
Role step_towards(Role from, Role to) {
    if (to == Role::Unknown) return from == Role::Unknown ? Role::Unknown : Role::Stopped;
    switch (from) {
    case Role::Unknown: return Role::Stopped;
    case Role::Stopped:
        if (to == Role::Promoted) return Role::Unpromoted;
        return to;
    case Role::Started: return to;
    case Role::Unpromoted: return to == Role::Started ? Role::Stopped : to;
    case Role::Promoted: return to == Role::Promoted ? Role::Promoted : Role::Unpromoted;
    }
    return Role::Stopped;
}

/// Where the instance is wanted, of several nodes where it is active and all but that are to be stopped.
bool stays_on(const WorkingState& state, ResourceId resource, NodeId node) {
    const ResourceState& now = state[resource];
    return now.stop_unexpected && now.restarting && now.next_role > Role::Stopped && node &&
           now.assigned_node == node;
}

void require_unfencing_after(WorkingState& state, ResourceId resource, NodeId node, ActionId stop) {
    if (state.resource(resource).requirement != Requires::Unfencing) return;
    const ActionId unfence = fencing_action(state, node, "on", true, {}, false);
    order_actions(state, stop, unfence, RelationFlag::ThenImpliesFirst);
}

void stop(WorkingState& state, ResourceId resource, bool optional) {
    const ResourceState& now = state[resource];
    for (const NodeId node : state.resource(resource).active_nodes) {
        if (stays_on(state, resource, node)) continue;
        if (now.partial_migration_target) {
            const bool goes_on = node == now.assigned_node || !state.cluster.behavior.newer_states_end_migrations;
            if (node == now.partial_migration_target && goes_on) continue;
            optional = false;
        }
        const ActionId id = schedule_action(state, resource, {task::stop}, node, optional);
        Action& action = state.actions[id];
        if (!now.assigned_node) {
            set_reason(action, "node availability", true);
        } else if (now.restarting && now.stop_unexpected) {
            set_reason(action, "being multiply active", true);
        }
        if (!now.managed) action.flags.clear(ActionFlag::Runnable);
        if (state.cluster.options.remove_after_stop) schedule_clean_up(state, resource, node, optional);
        require_unfencing_after(state, resource, node, id);
    }
}

void start(WorkingState& state, ResourceId resource, NodeId node, bool optional) {
    const ActionId id = schedule_action(state, resource, {task::start}, node, true);
    if (node) order_after_unfencing(state, resource, node, id, RelationFlag::FirstImpliesThen);
    Action& action = state.actions[id];
    if (action.runnable() && !optional) action.flags.clear(ActionFlag::Optional);
    if (stays_on(state, resource, node)) action.flags.set(ActionFlag::Pseudo);
}

bool can_start_on(const WorkingState& state, ResourceId resource, NodeId node) {
    for (const ActionId action : find_actions_on(state, resource, {task::start}, node)) {
        if (!state.actions[action].runnable()) return false;
    }
    return true;
}

void promote(WorkingState& state, ResourceId resource, NodeId node, bool optional) {
    if (can_start_on(state, resource, node)) {
        const ActionId id = schedule_action(state, resource, {task::promote}, node, optional);
        if (stays_on(state, resource, node)) state.actions[id].flags.set(ActionFlag::Pseudo);
        return;
    }
    for (const ActionId action : find_actions_on(state, resource, {task::promote}, node)) {
        state.actions[action].flags.clear(ActionFlag::Runnable);
    }
}

void demote(WorkingState& state, ResourceId resource, bool optional) {
    for (const NodeId node : state.resource(resource).active_nodes) {
        if (!stays_on(state, resource, node)) schedule_action(state, resource, {task::demote}, node, optional);
    }
}

/// The action of one step; false where the step needs none or has none. (Pacemaker: rsc_action_matrix)
bool take_step(WorkingState& state, ResourceId resource, Role from, Role to, NodeId node, bool optional) {
    if (from == to) return false;
    if (from == Role::Promoted) {
        if (to == Role::Unknown) return true;
        demote(state, resource, optional);
    } else if (to == Role::Stopped) {
        if (from != Role::Stopped) stop(state, resource, optional);
    } else if (from == Role::Stopped && (to == Role::Started || to == Role::Unpromoted)) {
        start(state, resource, node, optional);
    } else if (from >= Role::Started && to == Role::Promoted) {
        promote(state, resource, node, optional);
    } else if (from == Role::Unpromoted && to == Role::Started) {
        stop(state, resource, optional);
    } else if (from == Role::Started && to == Role::Unpromoted) {
        return false;
    }
    return true;
}

// ---- the whole way --------------------------------------------------------------------------------------------

/// Down to stopped and up again to the role that it has, required as far as something requires it.
void restart(WorkingState& state, ResourceId resource, NodeId current, bool need_stop, bool need_promote) {
    ResourceState& now = state[resource];
    now.restarting = true;
    Role role = now.role;
    while (role != Role::Stopped) {
        const Role next = step_towards(role, Role::Stopped);
        if (!take_step(state, resource, role, next, current, !need_stop)) break;
        role = next;
    }
    while (now.role <= now.next_role && role != now.role && !now.blocked) {
        const Role next = step_towards(role, now.role);
        const bool required = need_stop || (next == Role::Promoted && need_promote);
        if (!take_step(state, resource, role, next, now.assigned_node, !required)) break;
        role = next;
    }
    now.restarting = false;
}

void change_role(WorkingState& state, ResourceId resource) {
    Role role = state[resource].role;
    while (role != state[resource].next_role) {
        const Role next = step_towards(role, state[resource].next_role);
        if (!take_step(state, resource, role, next, state[resource].assigned_node, false)) break;
        role = next;
    }
}

void set_default_next_role(WorkingState& state, ResourceId resource) {
    if (state[resource].next_role != Role::Unknown) return;
    set_next_role(state, resource, state[resource].assigned_node ? Role::Started : Role::Stopped, "assignment");
}

/// Where the resource is active, and whether it moves away from there.
struct Standing {
    Activity active;
    bool moves = false;
    bool migrates = false;
    bool need_stop = false;
    bool need_promote = false;
};

Standing standing_of(const WorkingState& state, ResourceId resource) {
    Standing standing;
    standing.active = activity(state, resource);
    const ResourceState& now = state[resource];
    const NodeId current = standing.active.node;
    standing.moves = current && now.assigned_node && current != now.assigned_node && now.next_role >= Role::Started;
    standing.migrates = standing.moves && can_migrate(state, resource, current);
    standing.need_stop = standing.moves;
    return standing;
}

/// A migration under way goes on if everything still fits; otherwise the resource is restarted.
/// Returns whether there is one.
bool judge_partial_migration(WorkingState& state, ResourceId resource, Standing& standing) {
    ResourceState& now = state[resource];
    if (!now.partial_migration_source && !now.partial_migration_target) return false;
    const bool goes_on = now.partial_migration_source && now.partial_migration_target && standing.migrates &&
                         standing.active.all == 2 && standing.active.node == now.partial_migration_source &&
                         now.assigned_node == now.partial_migration_target;
    if (goes_on) return true;
    standing.need_stop = true;
    standing.migrates = false;
    now.partial_migration_source = NodeId::none();
    now.partial_migration_target = NodeId::none();
    return true;
}

void judge_multiple_activity(WorkingState& state, ResourceId resource, Standing& standing) {
    const Resource& configured = state.resource(resource);
    const bool under_migration = judge_partial_migration(state, resource, standing);
    const bool needs_fencing = configured.requirement >= Requires::Fencing;
    const unsigned active = needs_fencing ? standing.active.all : standing.active.clean;
    if (under_migration || active <= 1) {
        state[resource].stop_unexpected = false;
        return;
    }
    if (configured.multiple_active == MultipleActive::StopStart) standing.need_stop = true;
    if (configured.multiple_active == MultipleActive::StopUnexpected) {
        standing.need_stop = true;
        state[resource].stop_unexpected = true;
    }
}

void judge_failure(WorkingState& state, ResourceId resource, Standing& standing) {
    const ResourceState& now = state[resource];
    if (standing.moves) return;
    if (now.failed) {
        if (now.stop_if_failed) {
            standing.need_stop = true;
        } else if (now.next_role == Role::Promoted) {
            standing.need_promote = true;
        }
    } else if (now.blocked) {
        standing.need_stop = true;
    } else if (now.role > Role::Started && standing.active.node && now.assigned_node) {
        const ActionId start = schedule_action(state, resource, {task::start}, now.assigned_node, true);
        if (!state.actions[start].optional()) standing.need_stop = true;
    }
}

} // namespace

/// (Pacemaker: pcmk__primitive_create_actions)
void create_primitive_actions(WorkingState& state, ResourceId resource) {
    const Resource& configured = state.resource(resource);
    set_default_next_role(state, resource);
    Standing standing = standing_of(state, resource);
    for (const NodeId source : configured.dangling_migration_sources) {
        const ActionId stop = schedule_action(state, resource, {task::stop}, source, false);
        state.actions[stop].flags.set(ActionFlag::MigrationAbort);
        if (state.cluster.options.remove_after_stop) schedule_clean_up(state, resource, source, false);
    }
    judge_multiple_activity(state, resource, standing);
    if (state[resource].start_pending) {
        const ActionId pending =
            schedule_action(state, resource, {task::start}, state[resource].assigned_node, true);
        state.actions[pending].flags.set(ActionFlag::AlwaysInGraph);
    }
    judge_failure(state, resource, standing);
    restart(state, resource, standing.active.node, standing.need_stop, standing.need_promote);
    change_role(state, resource);
    create_recurring_actions(state, resource);
    if (standing.migrates) create_migration_actions(state, resource, standing.active.node);
}

} // namespace placement

#include "schedule/ordering/apply.h"

#include "schedule/actions/remote.h"
#include "schedule/ordering/blocking.h"
#include "schedule/ordering/probes.h"
#include "schedule/ordering/propagate.h"
#include "schedule/state/actions.h"
#include "schedule/state/inputs.h"
#include "schedule/state/resources.h"

namespace placement {

namespace {

std::vector<ActionId> actions_behind(WorkingState& state, const ActionReference& end) {
    if (end.action) return {end.action};
    return find_actions(state, end.resource, end.key, NodeId::none());
}

/// What is not there need not be waited for where the resource is in the state that the action would bring.
bool is_done_already(const WorkingState& state, const ActionReference& first) {
    const Role role = current_role(state, first.resource);
    if (first.key.notification != NotificationKind::None) return false;
    return (role == Role::Stopped && first.key.task == task::stop) ||
           (role == Role::Unpromoted && first.key.task == task::demote);
}

/// The actions that come first; one is made where the resource has none and something could still require it.
/// (Pacemaker: rsc_order_first)
std::vector<ActionId> first_actions(WorkingState& state, const Ordering& ordering) {
    std::vector<ActionId> actions = actions_behind(state, ordering.first);
    if (actions.empty() && ordering.first.key.task == task::clear_history) {
        // Its key ends as that of a clean-up, which is what is found then.
        actions = find_actions(state, ordering.first.resource, {task::delete_resource}, NodeId::none());
    }
    if (!actions.empty() || ordering.first.resource == ordering.then.resource) return actions;
    if (is_done_already(state, ordering.first)) return actions;
    const ActionKey& key = ordering.first.key;
    const std::string_view task = key.notification == NotificationKind::None ? key.task : task::notify;
    return {schedule_action(state, ordering.first.resource, key, task, NodeId::none(), true)};
}

/// (Pacemaker: order_resource_actions_after)
void order_after(WorkingState& state, ActionId first, const Ordering& ordering) {
    RelationFlags flags = ordering.flags;
    const bool aborts_migration = first && state.actions[first].resource == ordering.then.resource &&
                                  state.actions[first].is(ActionFlag::MigrationAbort);
    if (aborts_migration) flags.clear(RelationFlag::FirstImpliesThen);
    for (const ActionId then : actions_behind(state, ordering.then)) {
        if (first) {
            order_actions(state, first, then, flags, ordering.constraint);
        } else if (flags.has(RelationFlag::FirstImpliesThen)) {
            state.actions[then].flags.clear(ActionFlag::Runnable);
        }
    }
}

void relate(WorkingState& state, const Ordering& ordering) {
    if (ordering.first.resource) {
        for (const ActionId first : first_actions(state, ordering)) {
            if (ordering.then.resource) {
                order_after(state, first, ordering);
            } else {
                order_actions(state, first, ordering.then.action, ordering.flags, ordering.constraint);
            }
        }
    } else if (ordering.then.resource) {
        order_after(state, ordering.first.action, ordering);
    } else {
        order_actions(state, ordering.first.action, ordering.then.action, ordering.flags, ordering.constraint);
    }
}

template <typename Visit>
void for_each_newest_first(const WorkingState& state, const Visit& visit) {
    for (std::size_t index = state.actions.size(); index-- > 0;) visit(ActionId(index));
}

bool is_invalid(WorkingState& state, ActionId id, std::size_t index) {
    const Action& action = state.actions[id];
    const Relation& relation = action.before[index];
    const Action& input = state.actions[relation.action];
    if (!relation.flags.has(RelationFlag::GuestAllowed) && input.resource &&
        corresponds_to_guest(state, action.resource, input.node)) {
        return true;
    }
    return relation.flags == RelationFlags(RelationFlag::IfOnSameNodeOrTarget) && action.resource &&
           action.task == task::migrate_to && closes_loop(state, id, id, index);
}

/// (Pacemaker: pcmk__disable_invalid_orderings)
void drop_invalid_relations(WorkingState& state) {
    for_each_newest_first(state, [&](ActionId id) {
        for (std::size_t index = state.actions[id].before.size(); index-- > 0;) {
            if (is_invalid(state, id, index)) state.actions[id].before[index].flags = {};
        }
    });
}

} // namespace

void apply_orderings(WorkingState& state) {
    for (std::size_t index = 0; index < state.orderings.size(); ++index) {
        const Ordering ordering = state.orderings[index];
        relate(state, ordering);
    }
    for_each_newest_first(state, [&](ActionId id) { block_colocation_dependents(state, id); });
    order_probes(state);
    for_each_newest_first(state, [&](ActionId id) { update_for_orderings(state, id); });
    drop_invalid_relations(state);
    state.orderings = {}; // relations stand for them now, and there may be very many
}

} // namespace placement

#include "schedule/ordering/constraints.h"

#include <algorithm>
#include <limits>
#include <string>
#include <tuple>

#include "schedule/state/actions.h"
#include "schedule/state/orderings.h"

namespace placement {

namespace {

using Kind = OrderingConstraint::Kind;
using Set = OrderingConstraint::Set;

enum class Direction : bool { Configured, Inverse };

bool brings_up(std::string_view action) {
    return action == task::start || action == task::promote || action == task::migrate_from;
}

/// Empty: the action has no opposite.
std::string_view inverse_of(std::string_view action) {
    if (action == task::start) return task::stop;
    if (action == task::stop) return task::start;
    if (action == task::promote) return task::demote;
    if (action == task::demote) return task::promote;
    if (action == task::promoted) return task::demoted;
    if (action == task::demoted) return task::promoted;
    if (action == task::started) return task::stopped;
    if (action == task::stopped) return task::started;
    return {};
}

/// What a constraint means for two actions; of a symmetrical one also what it means for their opposites.
/// (Pacemaker: ordering_flags_for_kind)
RelationFlags flags_of(Kind kind, std::string_view first_action, bool symmetrical, Direction direction) {
    if (kind == Kind::Serialize) return RelationFlag::Serialize;
    RelationFlags flags = RelationFlag::Ordered;
    if (kind == Kind::Optional) return flags;
    if (direction == Direction::Inverse) {
        flags.set(RelationFlag::ThenImpliesFirst);
    } else if (!symmetrical) {
        flags.set(RelationFlag::Asymmetric);
    } else {
        flags.set(RelationFlag::FirstImpliesThen);
        if (brings_up(first_action)) flags.set(RelationFlag::UnrunnableFirstBlocks);
    }
    return flags;
}

/// A point that is passed when enough of the firsts can be done.
ActionId enough_of(WorkingState& state, OrderingId constraint, const std::string& name, std::int32_t minimum,
                   const std::vector<ResourceId>& firsts, std::string_view action) {
    const ActionId enough = named_pseudo_action(state, name);
    state.actions[enough].required_runnable_before = minimum;
    for (const ResourceId first : firsts) {
        add_ordering(state, actions_of(first, action), one_action(state, enough),
                     RelationFlag::MinRunnable | RelationFlag::FirstImpliesThenGraphed, constraint);
    }
    return enough;
}

// ---- two resources --------------------------------------------------------------------------------------------

void order_pair(WorkingState& state, OrderingId id) {
    const OrderingConstraint& constraint = state.cluster.orderings[id];
    const auto& [first, then] = std::tie(constraint.first, constraint.then);
    RelationFlags flags = flags_of(constraint.kind, first.action, constraint.symmetrical, Direction::Configured);
    if (constraint.restarts_then) flags.set(RelationFlag::FirstImpliesThen);
    if (constraint.minimum_first > 0) {
        const ActionId enough = enough_of(state, id, "clone-one-or-more:" + constraint.id, constraint.minimum_first,
                                          state[first.resource].children, first.action);
        add_ordering(state, one_action(state, enough), actions_of(then.resource, then.action),
                     flags | RelationFlag::UnrunnableFirstBlocks, id);
    } else {
        order_tasks(state, first.resource, first.action, then.resource, then.action, flags, id);
    }
    if (!constraint.symmetrical) return;

    const std::string_view undo_first = inverse_of(first.action);
    const std::string_view undo_then = inverse_of(then.action);
    if (undo_first.empty() || undo_then.empty()) return;
    RelationFlags undone = flags_of(constraint.kind, undo_first, true, Direction::Inverse);
    if (constraint.restarts_then) undone.set(RelationFlag::ThenImpliesFirst);
    order_tasks(state, then.resource, undo_then, first.resource, undo_first, undone, id);
}

// ---- sets -----------------------------------------------------------------------------------------------------

void order_sequence(WorkingState& state, OrderingId id, const Set& set) {
    if (!set.sequential) return;
    const RelationFlags flags = flags_of(set.kind, set.action, set.symmetrical, Direction::Configured);
    for (std::size_t index = 1; index < set.resources.size(); ++index) {
        order_tasks(state, set.resources[index - 1], set.action, set.resources[index], set.action, flags, id);
    }
}

void order_each_with_each(WorkingState& state, OrderingId id, const Set& set) {
    for (auto first = set.resources.begin(); first != set.resources.end(); ++first) {
        for (auto then = std::next(first); then != set.resources.end(); ++then) {
            order_tasks(state, *first, set.action, *then, set.action, RelationFlag::Serialize, id);
        }
    }
}

void order_inverse_sequence(WorkingState& state, OrderingId id, const Set& set) {
    const std::string_view undo = inverse_of(set.action);
    if (!set.symmetrical || !set.sequential || undo.empty()) return;
    const RelationFlags flags = flags_of(set.kind, undo, true, Direction::Inverse);
    for (std::size_t index = 1; index < set.resources.size(); ++index) {
        order_tasks(state, set.resources[index], undo, set.resources[index - 1], undo, flags, id);
    }
}

/// (Pacemaker: unpack_order_set)
void order_within(WorkingState& state, OrderingId id, const Set& set) {
    if (set.resources.size() == 1) return;
    if (set.kind == Kind::Serialize) {
        order_each_with_each(state, id, set);
    } else {
        order_sequence(state, id, set);
    }
    order_inverse_sequence(state, id, set);
}

/// The members of a set that stand for it towards another: all, or the one at the end that meets the other set.
std::vector<ResourceId> outward_members(const Set& set, bool last) {
    if (!set.sequential_outwards || set.resources.empty()) return set.resources;
    return {last ? set.resources.back() : set.resources.front()};
}

/// (Pacemaker: order_rsc_sets)
void order_between(WorkingState& state, OrderingId id, const Set& first, const Set& then, Direction direction) {
    const OrderingConstraint& constraint = state.cluster.orderings[id];
    const bool inverse = direction == Direction::Inverse;
    const std::string_view first_action = inverse ? inverse_of(first.action) : std::string_view(first.action);
    const std::string_view then_action = inverse ? inverse_of(then.action) : std::string_view(then.action);
    if (first_action.empty() || then_action.empty()) return;
    const RelationFlags flags = flags_of(constraint.kind, first_action, constraint.symmetrical, direction);

    const bool goes_down = first_action == task::stop || first_action == task::demote;
    if (!first.require_all && !goes_down) {
        const ActionId enough = enough_of(state, id, "one-or-more:" + first.id, 1, first.resources, first_action);
        for (const ResourceId resource : then.resources) {
            add_ordering(state, one_action(state, enough), actions_of(resource, then_action),
                         flags | RelationFlag::UnrunnableFirstBlocks, id);
        }
        return;
    }
    for (const ResourceId one : outward_members(first, !inverse)) {
        for (const ResourceId other : outward_members(then, inverse)) {
            order_tasks(state, one, first_action, other, then_action, flags, id);
        }
    }
}

void order_sets(WorkingState& state, OrderingId id) {
    const OrderingConstraint& constraint = state.cluster.orderings[id];
    const Set* previous = nullptr;
    for (const Set& set : constraint.sets) {
        order_within(state, id, set);
        if (previous != nullptr) {
            order_between(state, id, *previous, set, Direction::Configured);
            if (constraint.symmetrical) order_between(state, id, set, *previous, Direction::Inverse);
        }
        previous = &set;
    }
}

// ---- anti-colocation ------------------------------------------------------------------------------------------

std::vector<std::string_view> tasks_that_leave(Role role) {
    if (role == Role::Promoted) return {task::demote};
    if (role == Role::Unpromoted) return {task::stop, task::promote};
    return {task::stop};
}

std::vector<std::string_view> tasks_that_take(Role role) {
    if (role == Role::Promoted) return {task::promote};
    if (role == Role::Unpromoted) return {task::start, task::demote};
    return {task::start};
}

/// One leaves a node before the other takes it. (Pacemaker: anti_colocation_order)
void order_change(WorkingState& state, ResourceId leaving, Role leaving_role, ResourceId taking, Role taking_role) {
    for (const std::string_view leave : tasks_that_leave(leaving_role)) {
        for (const std::string_view take : tasks_that_take(taking_role)) {
            order_tasks(state, leaving, leave, taking, take, RelationFlag::IfRequiredOnSameNode);
        }
    }
}

void keep_apart(WorkingState& state, const Colocation& colocation) {
    if (!colocation.score.is_minus_infinity()) return;
    const auto& [dependent, primary] = std::tie(colocation.dependent, colocation.primary);
    order_change(state, dependent, colocation.dependent_role, primary, colocation.primary_role);
    order_change(state, primary, colocation.primary_role, dependent, colocation.dependent_role);
}

} // namespace

void add_configured_orderings(WorkingState& state) {
    const auto& colocations = state.cluster.colocations;
    auto colocation = colocations.begin();
    const auto keep_apart_before = [&](std::uint32_t sequence) {
        for (; colocation != colocations.end() && colocation->sequence < sequence; ++colocation) {
            keep_apart(state, *colocation);
        }
    };
    for (const OrderingId id : state.cluster.orderings.ids()) {
        keep_apart_before(state.cluster.orderings[id].sequence);
        if (state.cluster.orderings[id].sets.empty()) {
            order_pair(state, id);
        } else {
            order_sets(state, id);
        }
    }
    keep_apart_before(std::numeric_limits<std::uint32_t>::max());
}

} // namespace placement

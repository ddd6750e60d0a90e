#include "schedule/state/orderings.h"

#include <fmt/format.h>

#include "placement/diagnostic.h"
#include "schedule/state/resources.h"

namespace placement {

namespace {

std::string_view task_of(const WorkingState& state, const ActionReference& end) {
    if (end.action) return state.actions[end.action].task;
    return end.key.notification == NotificationKind::None ? end.key.task : task::notify;
}

/// What orders two resources' stops and starts orders the live migration that may take their place.
void order_migration_equivalents(WorkingState& state, const ActionReference& first_end,
                                 const ActionReference& then_end, OrderingId constraint) {
    const ResourceId first = first_end.resource;
    const ResourceId then = then_end.resource;
    if (!first || !then || first == then || is_within(state, first, then) || is_within(state, then, first)) {
        return;
    }
    const bool first_migratable = state.resource(first).migratable;
    if (!state.resource(then).migratable) return;
    const std::string_view first_task = task_of(state, first_end);
    const std::string_view then_task = task_of(state, then_end);
    const bool then_half_migrated = state[then].partial_migration_target.valid();
    const RelationFlags unless_migrated =
        first_migratable ? RelationFlag::Ordered | RelationFlag::IfFirstUnmigratable : RelationFlags(RelationFlag::Ordered);

    const auto order = [&](std::string_view before, std::string_view after, RelationFlags flags) {
        order_tasks(state, first, before, then, after, flags, constraint);
    };
    if (first_task == task::start && then_task == task::start) {
        if (first_migratable) {
            order(task::migrate_from, task::migrate_to, RelationFlag::Ordered);
        }
        order(task::start, task::migrate_to, unless_migrated);
    } else if (first_task == task::stop && then_task == task::stop) {
        order(task::stop, task::migrate_to, unless_migrated);
        if (then_half_migrated) order(task::stop, task::migrate_from, unless_migrated);
    } else if (first_task == task::promote && then_task == task::start) {
        order(task::promote, task::migrate_to, RelationFlag::Ordered);
    } else if (first_task == task::demote && then_task == task::stop) {
        order(task::demote, task::migrate_to, RelationFlag::Ordered);
        if (then_half_migrated) {
            order(task::demote, task::migrate_from, RelationFlag::Ordered);
        }
    }
}

} // namespace

ActionReference one_action(const WorkingState& state, ActionId action) {
    return {state.actions[action].resource, action, state.actions[action].key};
}

void add_ordering(WorkingState& state, const ActionReference& first, const ActionReference& then,
                  RelationFlags flags, OrderingId constraint) {
    if (state.orderings.size() >= state.options.most_relations) {
        throw LimitReached(fmt::format("there would be more than {} orderings of resources' actions (limit)",
                                       state.options.most_relations));
    }
    state.orderings.push_back({first, then, flags, constraint});
    order_migration_equivalents(state, first, then, constraint);
}

void order_tasks(WorkingState& state, ResourceId first, std::string_view first_task, ResourceId then,
                 std::string_view then_task, RelationFlags flags, OrderingId constraint) {
    add_ordering(state, actions_of(first, first_task), actions_of(then, then_task), flags, constraint);
}

} // namespace placement

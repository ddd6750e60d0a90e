#pragma once

#include <string_view>

#include "schedule/state/working_state.h"

/// Orderings between actions that may not exist yet; they become relations when all actions are known.
namespace placement {

/// The actions that the resource has for this task.
inline ActionReference actions_of(ResourceId resource, std::string_view task) { return {resource, {}, {task}}; }
inline ActionReference actions_of(ResourceId resource, const ActionKey& key) { return {resource, {}, key}; }
/// One action; with `resource`, the resource that it counts for.
ActionReference one_action(const WorkingState& state, ActionId action);

/// Keeps the ordering for later, and adds what it means for a migration that takes the place of stop and start.
/// (Pacemaker: pcmk__new_ordering, pcmk__order_migration_equivalents)
void add_ordering(WorkingState& state, const ActionReference& first, const ActionReference& then, RelationFlags flags,
                  OrderingId constraint = {});
/// Of two resources' tasks. (Pacemaker: pcmk__order_resource_actions)
void order_tasks(WorkingState& state, ResourceId first, std::string_view first_task, ResourceId then,
                 std::string_view then_task, RelationFlags flags, OrderingId constraint = {});

} // namespace placement

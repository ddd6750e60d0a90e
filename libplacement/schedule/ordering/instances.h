#pragma once

#include <string_view>
#include <vector>

#include "schedule/state/working_state.h"

/// What clones and bundles have in common.
namespace placement {

/// The task by which a part of a resource does what the whole's task stands for: a primitive's "start" for "running";
/// empty for a task that no part has. (Pacemaker: get_complex_task)
std::string_view task_of_part(const WorkingState& state, ResourceId part, std::string_view whole_task);

/// The flags of a collective resource's pseudo-action, summed up from `instances`. May change the action itself.
/// (Pacemaker: pcmk__collective_action_flags)
ActionFlags collective_action_flags(WorkingState& state, ActionId action, const std::vector<ResourceId>& instances,
                                    NodeId node);

} // namespace placement

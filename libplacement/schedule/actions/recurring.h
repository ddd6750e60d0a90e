#pragma once

#include <string_view>

#include "schedule/state/working_state.h"

namespace placement {

/// The resource's recurring operations, in the role that it will have and, for role="Stopped", where it will not run.
/// (Pacemaker: pcmk__create_recurring_actions)
void create_recurring_actions(WorkingState& state, ResourceId primitive);

/// Cancels a recurring operation that runs on the node. (Pacemaker: pcmk__schedule_cancel)
void schedule_cancel(WorkingState& state, ResourceId resource, std::string_view call_id, std::string_view task,
                     std::uint32_t interval_ms, NodeId node);

/// (Pacemaker: pcmk__reschedule_recurring)
void reschedule_recurring(WorkingState& state, ResourceId resource, std::string_view task, std::uint32_t interval_ms,
                          NodeId node);

/// (Pacemaker: pcmk__action_is_recurring)
bool is_recurring(const Action& action);

} // namespace placement

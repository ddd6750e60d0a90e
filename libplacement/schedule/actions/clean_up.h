#pragma once

#include "schedule/state/working_state.h"

/// Forgetting failures and history.
namespace placement {

/// Whether the resource itself has failed on the node; failures that have expired do not count.
bool has_failures(const WorkingState& state, ResourceId resource, NodeId node);
/// (Pacemaker: pe__clear_failcount)
ActionId clear_fail_count(WorkingState& state, ResourceId resource, NodeId node);
/// (Pacemaker: pe__clear_resource_history)
void clear_history(WorkingState& state, ResourceId resource, NodeId node);
/// Deletes the resource's history on the node between its stop and its start. (Pacemaker: pcmk__schedule_cleanup)
void schedule_clean_up(WorkingState& state, ResourceId resource, NodeId node, bool optional);
/// (Pacemaker: clear_failcounts_if_removed, for all resources)
void clear_fail_counts_of_removed(WorkingState& state);

} // namespace placement

#pragma once

#include <string_view>

#include "schedule/state/fencing.h"
#include "schedule/state/working_state.h"

namespace placement {

/// Fencing of what is unclean, and shutdown of what asked for it. (Pacemaker: schedule_fencing_and_shutdowns)
void schedule_fencing_and_shutdowns(WorkingState& state);

/// Unfences the node for the resource, or every node where it is allowed. `dependent` comes after it.
/// (Pacemaker: trigger_unfencing)
void trigger_unfencing(WorkingState& state, ResourceId resource, NodeId node, std::string_view reason,
                       ActionId dependent);
/// Whether the node has been unfenced since it joined. (Pacemaker: pcmk__node_unfenced)
bool is_unfenced(const WorkingState& state, NodeId node);
/// (Pacemaker: pcmk__order_vs_unfencing)
void order_after_unfencing(WorkingState& state, ResourceId resource, NodeId node, ActionId action,
                           RelationFlags flags);
/// A remote node that has failed and must be fenced before its resources may start elsewhere.
/// (Pacemaker: pcmk__is_failed_remote_node)
bool is_failed_remote_node(const WorkingState& state, NodeId node);

} // namespace placement

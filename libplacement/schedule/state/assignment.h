#pragma once

#include "schedule/state/working_state.h"

/// The doors through which resources come to nodes and leave them again.
namespace placement {

/// Assigns the resource (all primitives below it) to the node, or to none. Unless forced, a node that cannot run it
/// counts as none. With `stop_if_none`, a resource without a node will be stopped, and what actions it has change
/// accordingly. Returns whether the node is another one than before. (Pacemaker: pcmk__assign_resource)
bool assign_to(WorkingState& state, ResourceId resource, NodeId node, bool force, bool stop_if_none);

/// Takes the assignment back, as if it had never been tried. (Pacemaker: pcmk__unassign_resource)
void unassign(WorkingState& state, ResourceId resource);

} // namespace placement

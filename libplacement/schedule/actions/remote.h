#pragma once

#include "schedule/state/working_state.h"

namespace placement {

/// Actions on remote nodes wait for their connections. (Pacemaker: pcmk__order_remote_connection_actions)
void order_remote_connection_actions(WorkingState& state);

/// The cluster node that an action on a remote node goes through, or none. (Pacemaker: pcmk__connection_host_for_action)
NodeId connection_host(const WorkingState& state, const Action& action);

/// The resource of the container that the node is in, is the resource or in it. (Pacemaker:
/// pcmk__rsc_corresponds_to_guest)
bool corresponds_to_guest(const WorkingState& state, ResourceId resource, NodeId node);

} // namespace placement

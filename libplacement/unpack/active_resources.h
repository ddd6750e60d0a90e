#pragma once

#include "placement/cluster.h"
#include "unpack/status_context.h"

namespace placement {

/// The resource is active on the node: what follows for its ancestors, for the node's priority, and for a resource that
/// is active on more nodes than one. (Pacemaker: native_add_running)
void add_active_node(StatusContext& context, ResourceId resource, NodeId node, bool failed);

} // namespace placement

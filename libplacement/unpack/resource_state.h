#pragma once

#include "placement/cluster.h"
#include "unpack/status_context.h"

namespace placement {

/// Once a resource's history on a node has been read: where it is known and active, and what its failures demand of the
/// resource and the node. (Pacemaker: process_rsc_state)
void apply_resource_state(StatusContext& context, ResourceId resource, NodeId node, OnFail on_fail);

} // namespace placement

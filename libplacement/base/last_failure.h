#pragma once

#include <string>

#include "placement/cluster.h"

namespace placement {

/// The last failure that the node's history has of the primitive; null where there is none.
const OperationHistory* last_failure(const Cluster& cluster, ResourceId primitive, NodeId node);

/// "its monitor failed (exit status 7: not running)"; "it failed" for null.
std::string failure_text(const OperationHistory* failure);

} // namespace placement

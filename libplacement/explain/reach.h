#pragma once

#include <vector>

#include "placement/schedule.h"

namespace placement {

/// Whether to speak of the node at all where it is told why none of the primitives runs there: a bundle's guest node is for what
/// the bundle has put there, and no remote node ever runs a fencing device or a remote connection.
bool is_within_reach(const Schedule& schedule, const std::vector<ResourceId>& primitives, NodeId node);

} // namespace placement

#pragma once

#include <algorithm>

#include "placement/cluster.h"

namespace placement {

/// Whether the primitive is active on several nodes. Where fencing is not needed, nodes that are no safe place to be active on do
/// not count. (Pacemaker: is_multiply_active)
inline bool is_multiply_active(const Cluster& cluster, const Resource& resource) {
    if (!resource.is_primitive()) return false;
    const bool needs_fencing = resource.requirement == Requires::Fencing || resource.requirement == Requires::Unfencing;
    const auto counts = [&](NodeId id) { return needs_fencing || (cluster.nodes[id].online && !cluster.nodes[id].unclean); };
    return std::ranges::count_if(resource.active_nodes, counts) > 1;
}

} // namespace placement

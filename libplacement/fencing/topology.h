#pragma once

#include <map>
#include <vector>

#include "placement/cluster.h"

namespace placement {

/// The levels that the fencing topology has for a node, by index; levels of one index are one. Empty where it has none.
/// (Pacemaker: find_topology_for_host, fenced_register_level)
std::map<std::int32_t, std::vector<const FencingLevel*>> levels_of(const Cluster& cluster, const Node& node);

} // namespace placement

#pragma once

#include <set>
#include <string>
#include <vector>

#include "placement/cluster.h"
#include "placement/difference.h"

namespace placement {

/// What protects the services whatever happens, where it differs: the recurring monitors of each resource that both have, and
/// who can fence each node that both have, with every cluster node as a member.
std::vector<Deviation> protection_deviations(const Cluster& before, const Cluster& after);

/// The resources whose recurring monitors differ.
std::set<std::string> watched_otherwise(const Cluster& before, const Cluster& after);

} // namespace placement

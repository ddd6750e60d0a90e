#pragma once

#include <vector>

#include "placement/schedule.h"
#include "render/json.h"

namespace placement {

/// A resource's place, choice and scores on these nodes, as an explanation has them (docs/json.md). The schedule needs a ledger.
Json explained_json(const Schedule& schedule, ResourceId id, const std::vector<NodeId>& nodes);
/// The nodes on which it might run.
std::vector<NodeId> nodes_in_reach(const Schedule& schedule, ResourceId resource);

} // namespace placement

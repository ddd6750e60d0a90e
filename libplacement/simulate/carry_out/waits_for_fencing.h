#pragma once

#include <vector>

#include "placement/carry_out.h"
#include "placement/explain.h"

/// Fencing that fails, and what stands still because of it.
namespace placement {

/// The fencings that failed in a transition, as it was carried out.
std::vector<SettledCluster::FailedFencing> failed_fencing_in(const CarriedOut& carried_out);

/// The failing fencings that an action of the resource, or of what is in it, comes after. The code of each obstacle is
/// "fencing-fails".
std::vector<Obstacle> waits_for_fencing(const Schedule& schedule, ResourceId resource,
                                        const std::vector<SettledCluster::FailedFencing>& failed);

} // namespace placement

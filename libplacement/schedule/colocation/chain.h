#pragma once

#include <vector>

#include "schedule/state/working_state.h"

namespace placement {

/// The resources that mandatory colocations hold together with this one, itself among them; collective resources and
/// their members both. Utilization counts them together. (Pacemaker: colocated_resources)
std::vector<ResourceId> colocated_resources(const WorkingState& state, ResourceId resource);

} // namespace placement

#pragma once

#include "placement/repair.h"
#include "placement/scenario.h"

namespace placement {

/// What the repaired CIB does otherwise than the scenario's own, now, when it is committed, and under every single failure; the
/// scenario's events do not count.
RepairEffect effect_of(const Scenario& scenario, const Cib& repaired);

} // namespace placement

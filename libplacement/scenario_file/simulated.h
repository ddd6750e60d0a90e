#pragma once

#include "base/stop.h"
#include "placement/stop.h"

namespace placement {

/// simulate(), which ends with Stopped where it is to end.
inline Outcome simulated(const Scenario& scenario, StopFlag stop) {
    return stop == nullptr ? simulate(scenario) : simulate(scenario, *stop);
}

} // namespace placement

#pragma once

#include "base/stop.h"
#include "placement/carry_out.h"

namespace placement {

/// settle(), until somebody ends it.
SettledCluster settle(const Cib& cib, Schedule scheduled, Time at, const SettleOptions& options, StopFlag stop);

} // namespace placement

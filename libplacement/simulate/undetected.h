#pragma once

#include "placement/scenario.h"
#include "simulate/standing.h"

namespace placement {

/// The process that dies, and whether a recurring monitor tells the cluster; where none does, a note says so. Throws as the
/// event does.
DeadProcess dying_process(const Cluster& cluster, const ResourceFails& event, Diagnostics& notes);

} // namespace placement

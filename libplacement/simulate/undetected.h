#pragma once

#include <optional>

#include "placement/scenario.h"
#include "simulate/standing.h"

namespace placement {

/// The resource's failure, where no recurring monitor would tell the cluster; then nothing is recorded, and a note says so.
/// Throws as the event does.
std::optional<DeadProcess> missed_failure(const Cluster& cluster, const ResourceFails& event, Diagnostics& notes);

} // namespace placement

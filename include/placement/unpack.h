#pragma once

#include <memory>
#include <optional>

#include "placement/cib.h"
#include "placement/cluster.h"
#include "placement/time.h"

namespace placement {

/// Parses a Cib into the model, as it stands at `now`, to be scheduled by the release's rules; without one, by those of
/// cluster_release(). What is odd is in
/// Cluster::diagnostics; throws InputError for a CIB that cannot be used (a feature set newer than the reference's, say). (Pacemaker: cluster_status)
std::shared_ptr<const Cluster> unpack(const Cib& cib, Time now, std::optional<Release> release = default_release);

} // namespace placement

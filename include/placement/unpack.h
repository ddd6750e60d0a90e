#pragma once

#include <memory>
#include <optional>

#include "placement/cib.h"
#include "placement/cluster.h"
#include "placement/time.h"

namespace [[gnu::visibility("default")]] placement {

/// Parses a Cib into the model as of the time `now`, to be scheduled by the rules of `release`; without one, by those of
/// cluster_release(). A `behavior` counts in place of the release's. Problems become Cluster::diagnostics; throws InputError
/// for a CIB that cannot be used (such as one with a feature set newer than the reference's). (Pacemaker: cluster_status)
std::shared_ptr<const Cluster> unpack(const Cib& cib, Time now, std::optional<Release> release = default_release,
                                      const std::optional<Behavior>& behavior = {});

} // namespace placement

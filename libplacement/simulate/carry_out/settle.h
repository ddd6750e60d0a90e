#pragma once

#include <functional>
#include <optional>

#include "base/stop.h"
#include "placement/carry_out.h"

namespace placement {

/// What else changes with what a transition has done, from the cluster before it to the one after it, whose CIB this is; nothing
/// where nothing does.
using Followed = std::function<std::optional<Cib>(const Cluster& before, const Cluster& after, const Cib& cib)>;

/// settle(), until somebody ends it.
SettledCluster settle(const Cib& cib, Schedule scheduled, Time at, const SettleOptions& options, StopFlag stop,
                      const Followed& follow = {});

} // namespace placement

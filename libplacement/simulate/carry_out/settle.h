#pragma once

#include <functional>
#include <optional>

#include "base/stop.h"
#include "placement/carry_out.h"

namespace placement {

/// Whether the transition that is scheduled for the CIB would change anything, and not only tell or try.
bool has_something_to_do(const Cib& cib, const Schedule& scheduled, const CarryOutOptions& options);

/// What else changes with what a transition has done, from the cluster before it to the one after it, whose CIB this is; nothing
/// where nothing does.
using Followed = std::function<std::optional<Cib>(const Cluster& before, const Cluster& after, const Cib& cib)>;

/// settle(), until somebody ends it.
SettledCluster settle(const Cib& cib, Schedule scheduled, Time at, const SettleOptions& options, StopFlag stop,
                      const Followed& follow = {});

} // namespace placement

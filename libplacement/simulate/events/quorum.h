#pragma once

#include <optional>
#include <string>

#include "cib/edit.h"
#include "placement/scenario.h"

namespace placement {

struct Quorum {
    bool have = false;
    std::string explanation;
};

/// Whether another set of cluster nodes are members.
bool membership_differs(const Cluster& recorded, const Cluster& after);

/// Quorum after the events. `recorded` is the state in which they began, `after` the one in which the nodes stand as the
/// events left them; its own have_quorum is not read.
Quorum quorum_after(const Cluster& recorded, const Cluster& after, std::optional<QuorumRule> rule);

/// Where the coordinator is gone, another member takes over. Which one is decided by an election that the CIB does not
/// foretell; the first one online stands for it. Whether that changes the CIB.
bool elect_coordinator(const Cluster& before, const Cluster& after, CibEdit& edit);

} // namespace placement

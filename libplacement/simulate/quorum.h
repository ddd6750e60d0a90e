#pragma once

#include <optional>
#include <string>

#include "placement/scenario.h"

namespace placement {

struct Quorum {
    bool have = false;
    std::string explanation;
};

/// Quorum after the events. `recorded` is the state that the CIB came with, `after` the one in which the nodes stand as
/// the events left them; its own have_quorum is not read.
Quorum quorum_after(const Cluster& recorded, const Cluster& after, bool membership_changed,
                    std::optional<QuorumRule> rule);

} // namespace placement

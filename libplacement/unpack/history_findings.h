#pragma once

#include <memory>
#include <string>
#include <vector>

#include "cib/state_element.h"
#include "placement/cluster.h"
#include "unpack/unpack.h"

/// What a node's histories mean by the configuration alone, found once for all states that have them.
namespace placement {

struct HistoryFinding {
    /// Whose history it is; none where that depends on the rest of the state.
    ResourceId owner;
    Conformity conformity = Conformity::Unknown;
    /// The resource was not running when it was probed, and nothing else follows.
    bool not_running = false;
    /// What target-role allows the owner at most; Unknown for anything.
    Role allowed_role = Role::Unknown;
};

struct HistoryFindings {
    std::shared_ptr<const void> configuration; ///< ReadConfiguration::recalled
    std::string feature_set;                   ///< that digests are of where no other is recorded
    std::vector<HistoryFinding> histories;     ///< for each of StateElement::histories()
};

/// Of a <node_state>; null where the configuration was not recalled, and will hardly be asked again.
std::shared_ptr<const HistoryFindings> findings_of(const UnpackContext& context, const StateElement& node_state);

} // namespace placement

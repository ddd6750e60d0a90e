#pragma once

#include <cstddef>
#include <unordered_set>

#include "placement/action.h"
#include "placement/ids.h"

namespace placement {

/// Which keys a resource's actions have, on which nodes. Nearly all resources have a few actions, which are searched; a resource
/// with very many is asked here first whether there is anything to search for.
class ActionIndex {
public:
    /// From this number of actions on they are noted.
    static constexpr std::size_t many = 32;

    /// For an action, and for one that got its node later.
    void add(const ActionKey& key, NodeId node);
    /// Whether there may be an action with the key that is on the node or on none yet; without a node, on any.
    bool may_have(const ActionKey& key, NodeId node) const;

private:
    std::unordered_set<std::size_t> known_; ///< empty: nothing is noted
};

} // namespace placement

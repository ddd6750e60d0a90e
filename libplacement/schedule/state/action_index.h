#pragma once

#include <cstddef>
#include <unordered_map>
#include <vector>

#include "placement/action.h"
#include "placement/ids.h"

namespace placement {

/// Where among a resource's actions those with a key are. Nearly all resources have a few actions, which are searched through;
/// of a resource with very many, only these candidates are.
class ActionIndex {
public:
    /// From this number of actions on they are indexed.
    static constexpr std::size_t many = 32;

    bool empty() const { return by_key_.empty(); }
    /// For a new action.
    void add(const ActionKey& key, NodeId node, ActionId action);
    /// For one that had no node before.
    void add_node(const ActionKey& key, NodeId node, ActionId action);
    /// All actions with the key that are on the node or were on none once, oldest first; without a node, those on any. There may be
    /// others among them.
    std::vector<ActionId> candidates(const ActionKey& key, NodeId node) const;

private:
    std::unordered_multimap<std::size_t, ActionId> by_key_;
};

} // namespace placement

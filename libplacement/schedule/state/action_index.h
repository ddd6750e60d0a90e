#pragma once

#include <cstddef>
#include <string_view>
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
    void add(const Action& action, ActionId id);
    /// For one that had no node before.
    void add_node(const Action& action, ActionId id);
    /// For one that had another task before.
    void add_task(const Action& action, ActionId id);
    /// All actions with the key that are on the node or were on none once, oldest first; without a node, those on any. There may be
    /// others among them.
    std::vector<ActionId> candidates(const ActionKey& key, NodeId node) const;
    /// The newest action that had the task on the node, or on any without one; none if there was none. It may have another task by
    /// now, and then an older one may still have it.
    ActionId newest_with_task(std::string_view task, NodeId node) const;

private:
    struct Place {
        std::string_view task;
        std::size_t node;

        friend bool operator==(const Place&, const Place&) = default;
    };
    struct PlaceHash {
        std::size_t operator()(const Place& place) const;
    };

    void note_newest(const Place& place, ActionId id);

    std::unordered_multimap<std::size_t, ActionId> by_key_;
    std::unordered_map<Place, ActionId, PlaceHash> newest_;
};

} // namespace placement

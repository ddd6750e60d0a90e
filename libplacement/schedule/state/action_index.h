#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "placement/action.h"
#include "placement/ids.h"

namespace placement {

/// Where among a resource's actions those with a key are. Nearly all resources have a few actions, which are searched through;
/// of a resource with very many, only these candidates are. A resource that is probed on many nodes has very many, so that an
/// entry is small: what it stands for is known by its hash alone.
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
    /// now, or be another action altogether, and then an older one may still have it.
    ActionId newest_with_task(std::string_view task, NodeId node) const;

private:
    struct Entry {
        std::uint32_t hash = 0;
        ActionId action;

        friend auto operator<=>(const Entry&, const Entry&) = default;
    };

    void note(const ActionKey& key, std::size_t node, ActionId id);
    void note_newest(std::string_view task, std::size_t node, ActionId id);

    std::vector<Entry> by_key_; ///< by key and node, sorted
    std::vector<Entry> newest_; ///< by task and node, each once, sorted
};

} // namespace placement

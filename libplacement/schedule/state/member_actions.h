#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <string_view>
#include <tuple>
#include <vector>

#include "placement/action.h"
#include "placement/ids.h"

namespace placement {

/// The newest action of each member with a task, for groups with very many members. A group is related with each of its members,
/// and each of these relations asks for all of them: they are looked for once, and again when actions were made or changed.
class MemberActions {
public:
    /// From this number of members on they are kept.
    static constexpr std::size_t many = 16;

    /// In the members' order; a none stands, at the place of the first, for all that have none. What is handed out stays as it is.
    using List = std::shared_ptr<const std::vector<ActionId>>;

    /// `find` says what a member has; `changes` counts what may have changed its answers.
    template <typename Find>
    List of(ResourceId group, const std::vector<ResourceId>& members, std::string_view task, NodeId node, std::size_t changes,
            const Find& find) {
        if (changes != changes_) known_.clear();
        changes_ = changes;
        List& known = known_[{group, node, task}];
        if (!known) known = listed(members, find);
        return known;
    }

private:
    template <typename Find>
    static List listed(const std::vector<ResourceId>& members, const Find& find) {
        auto actions = std::make_shared<std::vector<ActionId>>();
        bool any_without = false;
        for (const ResourceId member : members) {
            const ActionId action = find(member);
            if (action || !any_without) actions->push_back(action);
            any_without = any_without || !action;
        }
        return actions;
    }

    std::size_t changes_ = 0;
    std::map<std::tuple<ResourceId, NodeId, std::string_view>, List> known_;
};

} // namespace placement

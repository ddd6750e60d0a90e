#include "schedule/state/action_index.h"

#include <algorithm>
#include <functional>
#include <limits>
#include <string_view>

namespace placement {

namespace {

constexpr std::size_t any_node = std::numeric_limits<std::size_t>::max();
constexpr std::size_t no_node = any_node - 1;

std::size_t mixed(std::size_t hash, std::size_t value) {
    return hash ^ (value + 0x9e3779b97f4a7c15ULL + (hash << 6) + (hash >> 2));
}

std::size_t hash_of(const ActionKey& key) {
    std::size_t hash = std::hash<std::string_view>()(key.task);
    hash = mixed(hash, key.interval_ms);
    return mixed(hash, static_cast<std::size_t>(key.notification));
}

} // namespace

std::size_t ActionIndex::PlaceHash::operator()(const Place& place) const {
    return mixed(std::hash<std::string_view>()(place.task), place.node);
}

void ActionIndex::add(const Action& action, ActionId id) {
    by_key_.emplace(mixed(hash_of(action.key), any_node), id);
    note_newest({action.task, any_node}, id);
    add_node(action, id);
}

void ActionIndex::add_node(const Action& action, ActionId id) {
    const std::size_t node = action.node ? action.node.index() : no_node;
    by_key_.emplace(mixed(hash_of(action.key), node), id);
    note_newest({action.task, node}, id);
}

void ActionIndex::add_task(const Action& action, ActionId id) {
    note_newest({action.task, any_node}, id);
    if (action.node) note_newest({action.task, action.node.index()}, id);
}

void ActionIndex::note_newest(const Place& place, ActionId id) {
    ActionId& newest = newest_[place];
    if (!newest || newest.index() < id.index()) newest = id;
}

ActionId ActionIndex::newest_with_task(std::string_view task, NodeId node) const {
    const auto found = newest_.find({task, node ? node.index() : any_node});
    return found == newest_.end() ? ActionId::none() : found->second;
}

std::vector<ActionId> ActionIndex::candidates(const ActionKey& key, NodeId node) const {
    std::vector<ActionId> found;
    const auto append = [&](std::size_t place) {
        const auto [begin, end] = by_key_.equal_range(mixed(hash_of(key), place));
        for (auto each = begin; each != end; ++each) found.push_back(each->second);
    };
    if (node) {
        append(node.index());
        append(no_node);
    } else {
        append(any_node);
    }
    std::sort(found.begin(), found.end());
    found.erase(std::unique(found.begin(), found.end()), found.end());
    return found;
}

} // namespace placement

#include "schedule/state/action_index.h"

#include <algorithm>
#include <functional>
#include <limits>
#include <string_view>

namespace placement {

namespace {

constexpr std::size_t any_node = std::numeric_limits<std::size_t>::max();
constexpr std::size_t no_node = any_node - 1;

std::uint64_t mixed(std::uint64_t hash, std::uint64_t value) {
    return hash ^ (value + 0x9e3779b97f4a7c15ULL + (hash << 6) + (hash >> 2));
}

std::uint32_t folded(std::uint64_t hash) { return static_cast<std::uint32_t>(hash ^ (hash >> 32U)); }

std::uint32_t hash_of(const ActionKey& key, std::size_t node) {
    std::uint64_t hash = std::hash<std::string_view>()(key.task);
    hash = mixed(hash, key.interval_ms);
    hash = mixed(hash, static_cast<std::size_t>(key.notification));
    return folded(mixed(hash, node));
}

std::uint32_t hash_of(std::string_view task, std::size_t node) {
    return folded(mixed(std::hash<std::string_view>()(task), node));
}

} // namespace

void ActionIndex::add(const Action& action, ActionId id) {
    note(action.key, any_node, id);
    note_newest(action.task, any_node, id);
    add_node(action, id);
}

void ActionIndex::add_node(const Action& action, ActionId id) {
    const std::size_t node = action.node ? action.node.index() : no_node;
    note(action.key, node, id);
    note_newest(action.task, node, id);
}

void ActionIndex::add_task(const Action& action, ActionId id) {
    note_newest(action.task, any_node, id);
    if (action.node) note_newest(action.task, action.node.index(), id);
}

void ActionIndex::note(const ActionKey& key, std::size_t node, ActionId id) {
    const Entry entry{hash_of(key, node), id};
    by_key_.insert(std::ranges::upper_bound(by_key_, entry), entry);
}

void ActionIndex::note_newest(std::string_view task, std::size_t node, ActionId id) {
    const std::uint32_t hash = hash_of(task, node);
    const auto place = std::ranges::lower_bound(newest_, hash, {}, &Entry::hash);
    if (place == newest_.end() || place->hash != hash) {
        newest_.insert(place, Entry{hash, id});
    } else if (place->action < id) {
        place->action = id;
    }
}

ActionId ActionIndex::newest_with_task(std::string_view task, NodeId node) const {
    const std::uint32_t hash = hash_of(task, node ? node.index() : any_node);
    const auto found = std::ranges::lower_bound(newest_, hash, {}, &Entry::hash);
    return found == newest_.end() || found->hash != hash ? ActionId::none() : found->action;
}

std::vector<ActionId> ActionIndex::candidates(const ActionKey& key, NodeId node) const {
    std::vector<ActionId> found;
    const auto append = [&](std::size_t place) {
        const std::uint32_t hash = hash_of(key, place);
        for (auto each = std::ranges::lower_bound(by_key_, hash, {}, &Entry::hash); each != by_key_.end() && each->hash == hash;
             ++each) {
            found.push_back(each->action);
        }
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

#include "schedule/state/action_index.h"

#include <functional>
#include <limits>

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

void ActionIndex::add(const ActionKey& key, NodeId node) {
    const std::size_t hash = hash_of(key);
    known_.insert(mixed(hash, any_node));
    known_.insert(mixed(hash, node ? node.index() : no_node));
}

bool ActionIndex::may_have(const ActionKey& key, NodeId node) const {
    if (known_.empty()) return true;
    const std::size_t hash = hash_of(key);
    if (!node) return known_.contains(mixed(hash, any_node));
    return known_.contains(mixed(hash, node.index())) || known_.contains(mixed(hash, no_node));
}

} // namespace placement

#include "fencing/topology.h"

#include <algorithm>
#include <optional>
#include <tuple>

#include "base/text.h"
#include "unpack/regular_expression.h"

namespace placement {

namespace {

/// Levels with the same key are of one entry: it is named by the target, else by the pattern, else by the attribute.
std::tuple<std::string, std::string, std::string, std::string> key_of(const FencingLevel& level) {
    if (!level.target.empty()) return {level.target, "", "", ""};
    if (!level.target_pattern.empty()) return {"", level.target_pattern, "", ""};
    return {"", "", level.target_attribute, level.target_value};
}

bool has_attribute(const Node& node, const std::string& name, const std::string& value) {
    const auto found = node.attributes.find(name);
    return found != node.attributes.end() && found->second == value;
}

/// (Pacemaker: topology_matches)
bool is_for(const FencingLevel& level, const Node& node) {
    if (!level.target.empty()) return equals_ignoring_case(level.target, node.name);
    if (level.target_pattern.empty()) {
        return !level.target_attribute.empty() && has_attribute(node, level.target_attribute, level.target_value);
    }
    const auto pattern = RegularExpression::compile(level.target_pattern);
    return pattern && pattern->match(node.name);
}

/// An entry by the node's own name goes before all others; of these, the first of the configuration stands for the one that
/// the fencer happens to find.
const FencingLevel* entry_for(const Cluster& cluster, const Node& node) {
    const auto& levels = cluster.fencing_levels;
    const auto named = std::ranges::find(levels, node.name, &FencingLevel::target);
    if (named != levels.end()) return &*named;
    const auto found = std::ranges::find_if(levels, [&](const FencingLevel& level) { return is_for(level, node); });
    return found == levels.end() ? nullptr : &*found;
}

} // namespace

std::map<std::int32_t, std::vector<const FencingLevel*>> levels_of(const Cluster& cluster, const Node& node) {
    std::map<std::int32_t, std::vector<const FencingLevel*>> levels;
    const FencingLevel* const entry = entry_for(cluster, node);
    if (entry == nullptr) return levels;
    for (const FencingLevel& level : cluster.fencing_levels) {
        if (key_of(level) == key_of(*entry)) levels[level.index].push_back(&level);
    }
    return levels;
}

} // namespace placement

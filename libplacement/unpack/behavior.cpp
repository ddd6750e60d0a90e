#include "placement/behavior.h"

#include <algorithm>
#include <array>

#include "placement/cluster.h"
#include "placement/comparisons.h"

namespace placement {

namespace {

template <bool (*is)(const Resource&)>
bool any_resource(const Cluster& cluster) {
    return std::any_of(cluster.resources.begin(), cluster.resources.end(), is);
}

bool is_group(const Resource& resource) { return resource.is_group(); }
bool is_plain_clone(const Resource& resource) { return resource.is_clone() && !resource.clone().promotable; }
bool is_bundle(const Resource& resource) { return resource.is_bundle(); }

bool has_remote_nodes(const Cluster& cluster) {
    return std::any_of(cluster.nodes.begin(), cluster.nodes.end(), [](const Node& node) { return node.is_remote(); });
}

bool uses_utilization(const Cluster& cluster) {
    return cluster.options.placement_strategy != PlacementStrategy::Default;
}

/// What a cluster may have, and the releases whose own scheduler was asked about that and not about everything
/// (docs/releases.md). Primitives and promotable clones were compared with all of these.
struct ComparedFeature {
    const char* words;
    bool (*is_in)(const Cluster&);
    std::span<const Release> checked_for = {};
};

constexpr std::array compared_in_part{Release::v1_1_10};

constexpr std::array kinds{
    ComparedFeature{"groups", any_resource<is_group>, compared_in_part},
    ComparedFeature{"clones that are not promotable", any_resource<is_plain_clone>, compared_in_part},
    ComparedFeature{"bundles", any_resource<is_bundle>},
    ComparedFeature{"remote and guest nodes", has_remote_nodes},
    ComparedFeature{"tickets", [](const Cluster& cluster) { return !cluster.ticket_constraints.empty(); }},
    ComparedFeature{"utilization", uses_utilization},
};

} // namespace

std::vector<std::string> unchecked_kinds(const Cluster& cluster) {
    std::vector<std::string> unchecked;
    if (comparison_of(cluster.release) != nullptr) return unchecked;
    for (const ComparedFeature& kind : kinds) {
        const bool checked = std::ranges::find(kind.checked_for, cluster.release) != kind.checked_for.end();
        if (!checked && kind.is_in(cluster)) unchecked.emplace_back(kind.words);
    }
    return unchecked;
}

} // namespace placement

#include "explain/reach.h"

#include <algorithm>

#include "placement/explain_choice.h"

namespace placement {

namespace {

bool is_part_of_bundle(const Cluster& cluster, ResourceId id) {
    for (; id; id = cluster.resources[id].parent) {
        if (cluster.resources[id].is_bundle()) return true;
    }
    return false;
}

void add_primitives(const Cluster& cluster, ResourceId id, std::vector<ResourceId>& primitives) {
    if (cluster.resources[id].is_primitive()) primitives.push_back(id);
    for (const ResourceId child : cluster.resources[id].children) add_primitives(cluster, child, primitives);
}

} // namespace

bool is_within_reach(const Schedule& schedule, const std::vector<ResourceId>& primitives, NodeId node) {
    const Cluster& cluster = *schedule.cluster;
    if (!cluster.nodes[node].is_remote()) return true;
    const auto listed = [&](ResourceId id) { return schedule.scores[id][node].listed; };
    if (std::ranges::any_of(primitives, listed)) return true;
    if (is_part_of_bundle(cluster, cluster.nodes[node].connection)) return false;
    return !std::ranges::all_of(primitives, [&](ResourceId id) {
        const Resource& resource = cluster.resources[id];
        return resource.standard == "stonith" || static_cast<bool>(resource.remote_node);
    });
}

bool is_within_reach(const Schedule& schedule, ResourceId resource, NodeId node) {
    std::vector<ResourceId> primitives;
    add_primitives(*schedule.cluster, resource, primitives);
    return is_within_reach(schedule, primitives, node);
}

} // namespace placement

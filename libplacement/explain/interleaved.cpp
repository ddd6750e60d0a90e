#include "explain/interleaved.h"

#include <algorithm>

#include <fmt/format.h>

#include "explain/words.h"

namespace placement {

namespace {

bool has_something_on(const Schedule& schedule, ResourceId id, NodeId node) {
    const Resource& resource = schedule.cluster->resources[id];
    const Placement& placement = schedule.placements[id];
    if (resource.is_primitive()) return placement.node == node && placement.role != Role::Stopped;
    return std::ranges::any_of(resource.children, [&](ResourceId child) { return has_something_on(schedule, child, node); });
}

} // namespace

std::optional<Obstacle> missing_partner(const Schedule& schedule, ResourceId instance, NodeId node) {
    const Cluster& cluster = *schedule.cluster;
    const ResourceId then = cluster.top(instance);
    if (!cluster.resources[then].is_clone() || !cluster.resources[then].clone().interleave) return std::nullopt;
    for (const OrderingConstraint& ordering : cluster.orderings) {
        if (ordering.kind != OrderingConstraint::Kind::Mandatory || ordering.then.resource != then || !ordering.first.resource)
            continue;
        const Resource& first = cluster.resources[ordering.first.resource];
        if (!(first.is_clone() || first.is_bundle()) || has_something_on(schedule, ordering.first.resource, node)) continue;
        Obstacle obstacle;
        obstacle.code = "ordering";
        obstacle.constraint = ordering.id;
        obstacle.position = ordering.position;
        obstacle.text = fmt::format("{} is interleaved with {}, which has no instance there (ordering {})",
                                    cluster.resources[then].id, first.id, place_of(ordering.id, ordering.position));
        return obstacle;
    }
    return std::nullopt;
}

} // namespace placement

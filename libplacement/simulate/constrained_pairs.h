#pragma once

#include "placement/cluster.h"

namespace placement {

/// The resources that colocations and orderings connect, two by two; those in a set of an ordering each with the next.
template <typename Visit>
void each_constrained_pair(const Cluster& cluster, const Visit& visit) {
    for (const Colocation& each : cluster.colocations) visit(each.dependent, each.primary);
    for (const OrderingConstraint& each : cluster.orderings) {
        if (each.first.resource && each.then.resource) visit(each.first.resource, each.then.resource);
        ResourceId before = ResourceId::none();
        for (const OrderingConstraint::Set& set : each.sets) {
            for (const ResourceId resource : set.resources) {
                if (before) visit(before, resource);
                before = resource;
            }
        }
    }
}

} // namespace placement

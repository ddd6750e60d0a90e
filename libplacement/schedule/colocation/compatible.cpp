#include "schedule/colocation/compatible.h"

#include "schedule/colocation/effect.h"
#include "schedule/state/nodes.h"
#include "schedule/state/resources.h"

namespace placement {

namespace {

ResourceId instance_on(const WorkingState& state, ResourceId collective, NodeId node, const Compatibility& how) {
    const auto find = [&](const std::vector<ResourceId>& instances) {
        for (const ResourceId instance : instances) {
            if (is_on(state, instance, node, how)) return instance;
        }
        return ResourceId::none();
    };
    return state.resource(collective).is_bundle() ? find(instances_of(state, collective))
                                                  : find(state[collective].children);
}

NodeId place(const WorkingState& state, ResourceId resource, bool current) {
    return current ? current_location(state, resource) : assigned_location(state, resource);
}

} // namespace

bool counts_as_primary(const WorkingState& state, ResourceId instance) {
    return state.cluster.behavior.blocked_instances_count || !is_blocked(state, instance);
}

bool is_on(const WorkingState& state, ResourceId instance, NodeId node, const Compatibility& how) {
    const NodeId instance_node = place(state, instance, how.current);
    if (!instance_node || (how.by_attribute == nullptr && instance_node != node)) return false;
    if (how.role != Role::Unknown &&
        how.role != (how.current ? current_role(state, instance) : next_role(state, instance))) {
        return false;
    }
    if (!counts_as_primary(state, instance)) return false;
    if (how.by_attribute == nullptr) return true;
    return same_value(colocation_value(state, instance_node, *how.by_attribute, instance),
                      colocation_value(state, node, *how.by_attribute, instance));
}

ResourceId compatible_instance(const WorkingState& state, ResourceId resource, ResourceId collective,
                               const Compatibility& how) {
    if (const NodeId node = place(state, resource, how.current)) return instance_on(state, collective, node, how);
    for (const NodeId node : nodes_by_preference(state, state.scores[resource], NodeId::none())) {
        if (const ResourceId instance = instance_on(state, collective, node, how)) return instance;
    }
    return ResourceId::none();
}

} // namespace placement

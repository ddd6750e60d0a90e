#include "schedule/colocation/effect.h"

#include "base/text.h"
#include "schedule/state/nodes.h"
#include "schedule/state/resources.h"

namespace placement {

namespace {

/// A bundle's container has the role of what it contains.
ResourceId role_holder(const WorkingState& state, ResourceId resource) {
    const bool has_role = state.resource(resource).container_of_replica && state.cluster.behavior.containers_have_roles;
    if (!has_role) return resource;
    const Resource& bundle = state.resource(state.cluster.top(resource, true));
    if (!bundle.is_bundle()) return resource;
    for (const BundleReplica& replica : bundle.bundle().replicas) {
        if (replica.container == resource && replica.child) return replica.child;
    }
    return resource;
}

bool wrong_role(const WorkingState& state, const Colocation& colocation, Role wanted, ResourceId holder) {
    const bool other_roles = state.cluster.behavior.negative_colocations_mean_other_roles && colocation.score < Score();
    return wanted != Role::Unknown && (wanted == state[holder].next_role) == other_roles;
}

} // namespace

ColocationEffect effect_of(const WorkingState& state, ResourceId dependent, ResourceId primary,
                           const Colocation& colocation, bool preview) {
    if (!preview && state[primary].unassigned) return ColocationEffect::Nothing;

    const ResourceId dependent_holder = role_holder(state, dependent);
    const ResourceId primary_holder = role_holder(state, primary);
    const ResourceId parent = state.resource(dependent_holder).parent;
    if (colocation.dependent_role >= Role::Unpromoted && parent && state.resource(parent).promotable &&
        !state[dependent_holder].unassigned) {
        return ColocationEffect::Role;
    }
    if (!preview && !state[dependent].unassigned) return ColocationEffect::Nothing;
    if (wrong_role(state, colocation, colocation.dependent_role, dependent_holder)) return ColocationEffect::Nothing;
    if (wrong_role(state, colocation, colocation.primary_role, primary_holder)) return ColocationEffect::Nothing;
    return ColocationEffect::Location;
}

bool has_influence(const WorkingState& state, const Colocation& colocation, ResourceId primary) {
    if (!state.cluster.behavior.influence_counts) return true;
    const auto& active = state.resource(primary).active_nodes;
    const bool of_connection = state.resource(colocation.dependent).remote_nesting_allowed;
    if (of_connection && !state.cluster.behavior.active_containers_follow_connections && !state[primary].failed && active.size() == 1) {
        return false;
    }
    return colocation.influence || active.empty();
}

Role role_of_holder(const WorkingState& state, ResourceId resource) {
    return state[role_holder(state, resource)].next_role;
}

const std::string* colocation_value(const WorkingState& state, NodeId node, const Colocation& colocation,
                                    ResourceId resource) {
    if (!node) return nullptr;
    if (!state.cluster.behavior.contained_resources_have_attributes_of_host) {
        return node_attribute(state, node, colocation.node_attribute, "", true);
    }
    if (state.node(node).is_guest()) {
        const Resource& outermost = state.resource(state.cluster.top(resource, true));
        if (outermost.is_bundle() && is_bundle_node(state, node) &&
            state.cluster.top(resource) == outermost.bundle().child) {
            return node_attribute(state, node, colocation.node_attribute, "host", true);
        }
    }
    return node_attribute(state, node, colocation.node_attribute, attribute_target(state.resource(resource)), true);
}

bool same_value(const std::string* left, const std::string* right) {
    if (left == nullptr || right == nullptr) return left == right;
    return equals_ignoring_case(*left, *right);
}

} // namespace placement

#include "schedule/colocation/apply.h"
#include "schedule/colocation/compatible.h"
#include "schedule/state/assignment.h"
#include "schedule/state/nodes.h"
#include "schedule/state/resources.h"

namespace placement {

namespace {

/// Where a bundle node really is.
NodeId host_of(const WorkingState& state, NodeId node) {
    if (!node || !state.cluster.behavior.containers_have_roles || !is_bundle_node(state, node)) return node;
    return assigned_location(state, state.resource(state.node(node).connection).launcher);
}

ResourceId container_on(const WorkingState& state, const Bundle& bundle, NodeId host) {
    if (!host) return ResourceId::none();
    for (const BundleReplica& replica : bundle.replicas) {
        if (is_on(state, replica.container, host, {})) return replica.container;
    }
    return ResourceId::none();
}

ResourceId compatible_container(const WorkingState& state, ResourceId dependent, const Bundle& bundle) {
    const NodeId host = host_of(state, assigned_location(state, dependent));
    if (host) return container_on(state, bundle, host);
    for (const NodeId node : nodes_by_preference(state, state.scores[dependent], NodeId::none())) {
        if (const ResourceId container = container_on(state, bundle, host_of(state, node))) return container;
    }
    return ResourceId::none();
}

bool plays_role(const WorkingState& state, const BundleReplica& replica, Role role) {
    return role < Role::Promoted || (replica.child && state[replica.child].next_role >= Role::Promoted);
}

PrimaryNodes container_hosts(const WorkingState& state, const Bundle& bundle, Role role) {
    PrimaryNodes hosts;
    for (const BundleReplica& replica : bundle.replicas) {
        Score score;
        const NodeId host = assigned_location(state, replica.container, &score);
        if (!host || is_blocked(state, replica.container) || !plays_role(state, replica, role)) continue;
        hosts.insert(hosts.begin(), {host, score});
    }
    return hosts;
}

} // namespace

/// (Pacemaker: pcmk__bundle_apply_coloc_score)
Score apply_with_bundle(WorkingState& state, ResourceId dependent, ResourceId primary, ColocationId id) {
    const Colocation& colocation = state.colocations[id];
    if (state[primary].unassigned) return Score();
    const Bundle& bundle = state.resource(primary).bundle();
    const bool mandatory = colocation.score.is_plus_infinity();

    const Resource& whole_dependent = state.resource(colocation.dependent);
    if (whole_dependent.is_clone() || whole_dependent.is_bundle()) {
        if (const ResourceId container = compatible_container(state, dependent, bundle)) {
            return apply_colocation(state, dependent, container, id);
        }
        if (mandatory) assign_to(state, dependent, NodeId::none(), true, true);
        return Score();
    }
    if (mandatory) {
        keep_to_nodes(state, dependent, container_hosts(state, bundle, colocation.primary_role), false, id, primary);
        return Score();
    }
    Score change;
    for (const BundleReplica& replica : bundle.replicas) {
        change += apply_with_primary(state, dependent, replica.container, id);
    }
    return change;
}

} // namespace placement

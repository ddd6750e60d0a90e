#include "schedule/colocation/built_in.h"

#include "schedule/state/colocation_lists.h"
#include "schedule/state/instances.h"
#include "schedule/state/resources.h"
#include "schedule/state/scores.h"

namespace placement {

namespace {

Colocation built_in(std::string id, ResourceId dependent, ResourceId primary, Score score, bool influence) {
    Colocation colocation;
    colocation.id = std::move(id);
    colocation.dependent = dependent;
    colocation.primary = primary;
    colocation.score = score;
    colocation.node_attribute = "#uname";
    colocation.influence = influence;
    colocation.configured = false;
    return colocation;
}

/// Bans the resource from every listed node that `unwanted` picks.
template <typename Test>
void ban_from(WorkingState& state, ResourceId resource, const Test& unwanted) {
    for (const NodeId node : state.nodes.ids()) {
        if (!state.scores[resource][node].listed || !unwanted(state.node(node))) continue;
        set_score(state, resource, node, Score::minus_infinity(), because(CauseKind::Guest));
    }
}

void avoid_remote_nodes(WorkingState& state, ResourceId resource) {
    ban_from(state, resource, [](const Node& node) { return node.connection.valid(); });
}

void follow_launcher(WorkingState& state, ResourceId resource) {
    const Resource& configured = state.resource(resource);
    const ResourceId launcher = configured.launcher;
    ResourceId connection;
    if (configured.remote_connection) {
        if (!configured.remote_nesting_allowed) avoid_remote_nodes(state, launcher);
    } else {
        connection = guest_connection(state, launcher);
    }
    if (connection) {
        ban_from(state, resource, [&](const Node& node) { return node.connection != connection; });
        return;
    }
    const Score score = configured.remote_nesting_allowed ? Score(10000) : Score::infinity();
    add_colocation(state, built_in("#resource-with-container", resource, launcher, score, true));
}

void visit(WorkingState& state, ResourceId resource);

void visit_primitive(WorkingState& state, ResourceId resource) {
    const Resource& configured = state.resource(resource);
    if (!state[resource].managed) return;
    if (configured.launcher) follow_launcher(state, resource);
    if (configured.remote_connection || configured.fencing_device) avoid_remote_nodes(state, resource);
}

void visit_group(WorkingState& state, ResourceId group) {
    const bool colocated = state.resource(group).group().colocated;
    ResourceId previous;
    for (const ResourceId member : state[group].children) {
        visit(state, member);
        if (previous && colocated) {
            add_colocation(state, built_in("#group-members", member, previous, Score::infinity(),
                                           state.resource(member).critical));
        }
        previous = member;
    }
}

void visit_clone(WorkingState& state, ResourceId clone) {
    if (state.resource(clone).clone().ordered) sort_by_instance_number(state, state[clone].children);
    for (const ResourceId instance : state[clone].children) visit(state, instance);
}

void visit_bundle(WorkingState& state, ResourceId bundle) {
    const Bundle& parts = state.resource(bundle).bundle();
    for (const BundleReplica& replica : parts.replicas) {
        visit(state, replica.container);
        if (replica.ip) {
            visit(state, replica.ip);
            add_colocation(state, built_in("#ip-with-container", replica.ip, replica.container, Score::infinity(), true));
        }
        if (replica.remote) visit(state, replica.remote);
    }
    if (parts.child) visit(state, parts.child);
}

void visit(WorkingState& state, ResourceId resource) {
    const Resource& configured = state.resource(resource);
    if (configured.is_group()) return visit_group(state, resource);
    if (configured.is_clone()) return visit_clone(state, resource);
    if (configured.is_bundle()) return visit_bundle(state, resource);
    visit_primitive(state, resource);
}

} // namespace

void add_built_in_colocations(WorkingState& state) {
    for (const ResourceId top : state.cluster.top_resources) visit(state, top);
}

} // namespace placement

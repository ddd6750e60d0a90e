#include <algorithm>

#include "base/merge_sort.h"
#include "schedule/assignment/assign.h"
#include "schedule/state/colocation_lists.h"
#include "schedule/state/report.h"
#include "schedule/state/resources.h"
#include "schedule/state/scores.h"

namespace placement {

namespace {

/// A connection into a container that itself is on a remote node needs that node's connection.
void follow_remote_host(WorkingState& state, const BundleReplica& replica) {
    const NodeId host = state[replica.container].assigned_node;
    if (!host || !state.node(host).is_remote()) return;
    Colocation colocation;
    colocation.id = "#replica-remote-with-host-remote";
    colocation.dependent = replica.remote;
    colocation.primary = state.node(host).connection;
    colocation.score = Score::infinity();
    colocation.node_attribute = "#uname";
    colocation.configured = false;
    add_colocation(state, std::move(colocation));
}

/// What is inside a container runs in that container or not at all.
void keep_child_inside(WorkingState& state, const BundleReplica& replica) {
    for (const NodeId node : state.nodes.ids()) {
        if (!state.scores[replica.child][node].listed) continue;
        if (node != replica.node) {
            set_score(state, replica.child, node, Score::minus_infinity(), because(CauseKind::Guest));
        } else if (!threshold_reached(state, replica.child, node)) {
            set_score(state, replica.child, node, Score::infinity(), because(CauseKind::Guest));
        }
    }
}

void assign_replica(WorkingState& state, const BundleReplica& replica, NodeId preferred, bool stop_if_none) {
    if (replica.ip) assign(state, replica.ip, preferred, stop_if_none);
    if (replica.remote) {
        follow_remote_host(state, replica);
        assign(state, replica.remote, preferred, stop_if_none);
    }
    if (!replica.child) return;
    keep_child_inside(state, replica);
    const ResourceId contained = state.resource(replica.child).parent;
    state[contained].assigning = true;
    assign(state, replica.child, replica.node, stop_if_none);
    state[contained].assigning = false;
}

void assign_contained(WorkingState& state, const Bundle& bundle, NodeId preferred, bool stop_if_none) {
    for (const NodeId node : state.nodes.ids()) {
        if (!state.scores[bundle.child][node].listed) continue;
        const bool inside = std::any_of(bundle.replicas.begin(), bundle.replicas.end(),
                                        [node](const BundleReplica& replica) { return replica.node == node; });
        set_score(state, bundle.child, node, inside ? Score() : Score::minus_infinity(), because(CauseKind::Guest));
    }
    assign(state, bundle.child, preferred, stop_if_none);
}

/// How deep, and how often in all, a bundle may be assigned within its own assignment. Pacemaker itself has no limit, and
/// no end where the bundle is colocated with what it contains.
constexpr int deepest = 12;
constexpr int most_nested = 400;

bool enter(WorkingState& state, ResourceId id) {
    ResourceState& bundle = state[id];
    if (bundle.entered >= deepest || bundle.nested >= most_nested) {
        state.diagnostics.push_back({Severity::Error, "assignment-loop",
                                     "bundle `" + state.resource(id).id +
                                         "` is colocated with what it contains itself; Pacemaker would recurse without "
                                         "end here, so these scores are a guess",
                                     state.resource(id).position});
        return false;
    }
    if (bundle.entered > 0) ++bundle.nested;
    ++bundle.entered;
    return true;
}

} // namespace

/// (Pacemaker: pcmk__bundle_assign)
void assign_bundle(WorkingState& state, ResourceId bundle, NodeId preferred, bool stop_if_none) {
    if (!enter(state, bundle)) return;
    state[bundle].assigning = true;
    report_scores(state, bundle, ReportedScore::By::Bundle);

    std::vector<ResourceId> containers = instances_of(state, bundle);
    merge_sort(containers,
               [&](ResourceId left, ResourceId right) { return compare_instances(state, left, right); });
    const Bundle& parts = state.resource(bundle).bundle();
    assign_instances(state, bundle, containers, static_cast<std::int32_t>(parts.replicas.size()),
                     parts.replicas_per_host);
    for (const BundleReplica& replica : parts.replicas) assign_replica(state, replica, preferred, stop_if_none);
    if (parts.child) assign_contained(state, parts, preferred, stop_if_none);
    --state[bundle].entered;
    state[bundle].assigning = false;
    state[bundle].unassigned = false;
}

} // namespace placement

#include "schedule/state/fencing.h"

#include <string>

namespace placement {

namespace {

bool all_hosts_online(const WorkingState& state, ResourceId connection) {
    const NodeTable& hosts = state.scores[connection];
    for (const NodeId host : hosts.ids()) {
        if (hosts[host].listed && !state.nodes[host].online) return false;
    }
    return true;
}

} // namespace

void require_fencing(WorkingState& state, NodeId node, std::string_view reason) {
    const Node& configured = state.node(node);
    if (configured.is_guest()) {
        const ResourceId container = state.resource(configured.connection).launcher;
        if (state[container].managed) state[container].failed = true;
        return;
    }
    state.nodes[node].unclean = true;
    for (const Schedule::Fencing& known : state.fencing) {
        if (known.node == node) return;
    }
    state.fencing.push_back({node, std::string(reason), can_fence(state, node)});
}

bool can_fence(const WorkingState& state, NodeId node) {
    const Cluster& cluster = state.cluster;
    const Node& configured = state.node(node);
    if (configured.is_guest()) {
        const ResourceId container = state.resource(configured.connection).launcher;
        for (const NodeId host : state.resource(container).active_nodes) {
            if (!state.nodes[host].online && !can_fence(state, host)) return false;
        }
        return true;
    }
    if (!cluster.options.fencing_enabled || !cluster.have_fencing_devices) return false;
    if (cluster.have_quorum || cluster.options.no_quorum_policy == NoQuorumPolicy::Ignore) return true;
    if (!state.nodes[node].online) return false;
    return !configured.is_remote() || cluster.options.fence_remote_without_quorum ||
           all_hosts_online(state, configured.connection);
}

} // namespace placement

#include "unpack/resource_state.h"

#include <algorithm>
#include <string>

#include <fmt/format.h>

#include "unpack/active_resources.h"
#include "unpack/status_wishes.h"

namespace placement {

namespace {

/// What is known of an anonymous instance is known of its clone.
void mark_known(Cluster& cluster, ResourceId resource_id, NodeId node) {
    if (cluster.resources[resource_id].role == Role::Unknown) return;
    for (ResourceId id = resource_id; id; id = cluster.resources[id].parent) {
        Resource& resource = cluster.resources[id];
        auto& known = resource.known_nodes;
        if (std::find(known.begin(), known.end(), node) == known.end()) known.push_back(node);
        if (resource.unique) break;
    }
}

/// A lost node on which the resource may still be active.
void fence_if_lost(StatusContext& context, ResourceId resource_id, NodeId node_id) {
    Cluster& cluster = context.cluster;
    Resource& resource = cluster.resources[resource_id];
    Node& node = cluster.nodes[node_id];
    if (node.online || node.maintenance || !resource.managed) return;
    if (node.is_guest()) {
        mark_failed(resource);
    } else if (!cluster.options.fencing_enabled) {
        return;
    } else if (node.is_remote() && node.connection && !cluster.resources[node.connection].failed) {
        // Nobody knows: the connection may come back elsewhere, and probes would tell.
        node.seen = false;
        fence_node(context, node_id,
                   fmt::format("{} is active there (fencing will be revoked if remote connection can be re-established "
                               "elsewhere)",
                               resource.id));
        return;
    }
    fence_node(context, node_id, fmt::format("{} is thought to be active there", resource.id));
}

void restart_container(StatusContext& context, ResourceId resource_id, NodeId node, bool active) {
    Resource& resource = context.cluster.resources[resource_id];
    mark_failed(resource);
    if (resource.launcher && is_bundled(context.cluster, resource_id)) {
        context.containers_to_stop.insert(context.containers_to_stop.begin(), resource.launcher);
    } else if (resource.launcher) {
        require_stop(context, resource.launcher, node);
    } else if (active) {
        require_stop(context, resource_id, node);
    }
}

/// The remote node that the connection leads to, or none.
NodeId remote_node_of(const Cluster& cluster, const Resource& resource) {
    return resource.remote_connection ? cluster.find_node(resource.id) : NodeId();
}

void reset_remote(StatusContext& context, ResourceId resource_id, NodeId node, bool active) {
    Cluster& cluster = context.cluster;
    Resource& resource = cluster.resources[resource_id];
    mark_failed(resource);
    if (cluster.options.fencing_enabled) {
        const NodeId remote = remote_node_of(cluster, resource);
        const bool is_remote = remote && cluster.nodes[remote].is_remote() && !cluster.nodes[remote].is_guest();
        if (is_remote && !cluster.nodes[remote].remote_was_fenced) {
            fence_node(context, remote, "remote connection is unrecoverable");
        }
    }
    if (active) require_stop(context, resource_id, node);
    if (resource.remote_reconnect_ms > 0) set_next_role(resource, Role::Stopped, "remote reset");
}

void answer_failure(StatusContext& context, ResourceId resource_id, NodeId node_id, OnFail on_fail, bool active) {
    Resource& resource = context.cluster.resources[resource_id];
    Node& node = context.cluster.nodes[node_id];
    switch (on_fail) {
        case OnFail::Ignore: break;
        case OnFail::Demote:
            resource.failed = true;
            require_demote(context, resource_id, node_id);
            break;
        case OnFail::FenceNode: fence_node(context, node_id, fmt::format("{} failed there", resource.id)); break;
        case OnFail::StandbyNode:
            node.standby = true;
            node.standby_on_failure = true;
            break;
        case OnFail::Block: block(resource); break;
        case OnFail::Ban:
            add_score(context, resource_id, node_id, Score::minus_infinity(), "__action_migration_auto__");
            break;
        case OnFail::Stop: set_next_role(resource, Role::Stopped, "on-fail=stop"); break;
        case OnFail::Restart:
            if (active) {
                mark_failed(resource);
                require_stop(context, resource_id, node_id);
            }
            break;
        case OnFail::RestartContainer: restart_container(context, resource_id, node_id, active); break;
        case OnFail::ResetRemote: reset_remote(context, resource_id, node_id, active); break;
    }
}

void mark_after_failure(Resource& resource, OnFail on_fail) {
    switch (on_fail) {
        case OnFail::Ignore: break;
        case OnFail::Demote:
        case OnFail::Block: resource.failed = true; break;
        default: mark_failed(resource); break;
    }
}

} // namespace

void apply_resource_state(StatusContext& context, ResourceId resource_id, NodeId node_id, OnFail on_fail) {
    Cluster& cluster = context.cluster;
    Resource& resource = cluster.resources[resource_id];
    const bool active = resource.role > Role::Stopped;
    const bool had_failed = on_fail != OnFail::Ignore;

    mark_known(cluster, resource_id, node_id);
    if (active) fence_if_lost(context, resource_id, node_id);
    if (cluster.nodes[node_id].unclean) on_fail = OnFail::Ignore; // fencing is the answer
    answer_failure(context, resource_id, node_id, on_fail, active);

    if (resource.failed && resource.remote_connection) {
        // What a failed connection leads to must not be taken for a node that was never seen.
        const NodeId remote = cluster.find_node(resource.id);
        if (remote && cluster.nodes[remote].unclean) cluster.nodes[remote].seen = true;
    }

    if (active) {
        add_active_node(context, resource_id, node_id, had_failed);
        mark_after_failure(resource, on_fail);
    } else if (resource.history_id.find(':') != std::string::npos) {
        resource.history_id.clear();
    } else {
        relax_stop(context, resource_id, node_id);
    }

    // The source of a migration that is half done is still where the resource is.
    const bool may_be_elsewhere = context.cluster.behavior.newer_states_end_migrations;
    if (may_be_elsewhere && resource.role == Role::Stopped && !resource.active_nodes.empty() &&
        resource.partial_migration_target && resource.partial_migration_source == node_id) {
        resource.role = Role::Started;
    }
}

} // namespace placement

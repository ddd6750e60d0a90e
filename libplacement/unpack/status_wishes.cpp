#include "unpack/status_wishes.h"
#include "base/preparation.h"

#include <algorithm>
#include <utility>

namespace placement {

namespace {

/// The fake connection of a guest whose container is configured no more.
bool is_dangling_guest(const Cluster& cluster, const Node& node) {
    if (!node.is_remote() || !node.connection) return false;
    const Resource& connection = cluster.resources[node.connection];
    return !connection.launcher && connection.removed_launched;
}

/// Whether a wish has put the node in the resource's table.
bool joined_by_wish(const Cluster& cluster, ResourceId resource, NodeId node) {
    return std::any_of(preparation_of(cluster).wishes.begin(), preparation_of(cluster).wishes.end(), [&](const Wish& wish) {
        return wish.kind == Wish::Kind::AddScore && wish.resource == resource && wish.node == node;
    });
}

/// Whether the whole of what a connection may run on is there to be asked.
bool all_hosts_online(const Cluster& cluster, ResourceId connection) {
    for (const NodeId host : cluster.nodes.ids()) {
        if (cluster.nodes[host].online) continue;
        const auto& row = cluster.initial_nodes[connection];
        const bool listed = host.index() < row.size() && row[host].listed;
        if (listed || joined_by_wish(cluster, connection, host)) return false;
    }
    return true;
}

/// `asked`: the guests whose hosts are being asked; a history can make two guests each other's host.
bool can_fence(const Cluster& cluster, NodeId node_id, std::vector<NodeId>& asked) {
    const Node& node = cluster.nodes[node_id];
    const Options& options = cluster.options;
    if (node.is_guest()) {
        if (std::find(asked.begin(), asked.end(), node_id) != asked.end()) return true;
        asked.push_back(node_id);
        const Resource& container = cluster.resources[cluster.resources[node.connection].launcher];
        return std::all_of(container.active_nodes.begin(), container.active_nodes.end(), [&](NodeId host) {
            return cluster.nodes[host].online || can_fence(cluster, host, asked);
        });
    }
    if (!options.fencing_enabled || !cluster.have_fencing_devices) return false;
    if (cluster.have_quorum || options.no_quorum_policy == NoQuorumPolicy::Ignore) return true;
    if (!node.online) return false;
    if (node.is_remote() && !options.fence_remote_without_quorum && node.connection) {
        return all_hosts_online(cluster, node.connection);
    }
    return true;
}

void fail_guest_container(Cluster& cluster, Node& node) {
    Resource& container = cluster.resources[cluster.resources[node.connection].launcher];
    if (container.failed || !container.managed) return;
    node.remote_needs_reset = true;
    mark_failed(container);
}

Wish& add_wish(StatusContext& context, Wish::Kind kind, ResourceId resource, NodeId node) {
    Wish wish;
    wish.kind = kind;
    wish.resource = resource;
    wish.node = node;
    return change_preparation(context.cluster).wishes.emplace_back(std::move(wish));
}

void add_score_to_one(StatusContext& context, ResourceId resource, NodeId node, Score score, std::string_view reason) {
    Wish& wish = add_wish(context, Wish::Kind::AddScore, resource, node);
    wish.score = score;
    wish.reason = reason;
}

/// Instances that are made later do not take part, so that each descendant has its own wish.
void add_score_to_all(StatusContext& context, ResourceId resource, NodeId node, Score score, std::string_view reason) {
    for (const ResourceId child : context.cluster.resources[resource].children) {
        add_score_to_all(context, child, node, score, reason);
    }
    add_score_to_one(context, resource, node, score, reason);
}

} // namespace

bool can_fence(const Cluster& cluster, NodeId node) {
    std::vector<NodeId> asked;
    return can_fence(cluster, node, asked);
}

void wish_fencing_action(StatusContext& context, NodeId node, std::string reason, bool priority_delay) {
    Wish& wish = add_wish(context, Wish::Kind::FenceNode, {}, node);
    wish.reason = std::move(reason);
    wish.priority_delay = priority_delay;
}

void fence_node(StatusContext& context, NodeId node_id, std::string reason, bool priority_delay) {
    Cluster& cluster = context.cluster;
    Node& node = cluster.nodes[node_id];
    if (node.is_guest()) {
        fail_guest_container(cluster, node);
    } else if (is_dangling_guest(cluster, node)) {
        mark_failed(cluster.resources[node.connection]);
    } else if (node.is_remote()) {
        const bool unmanaged = node.connection && !cluster.resources[node.connection].managed;
        if (!unmanaged) node.remote_needs_reset = true;
        node.unclean = true;
        wish_fencing_action(context, node_id, std::move(reason), false);
    } else if (!node.unclean) {
        node.unclean = true;
        wish_fencing_action(context, node_id, std::move(reason), priority_delay);
    }
}

void add_score(StatusContext& context, ResourceId resource, NodeId node, Score score, std::string_view reason) {
    if (node) return add_score_to_all(context, resource, node, score, reason);
    for (const NodeId any : context.cluster.nodes.ids()) add_score_to_all(context, resource, any, score, reason);
}

void ban_everywhere(StatusContext& context, ResourceId resource, std::string_view reason) {
    for (const NodeId node : context.cluster.nodes.ids()) {
        add_score_to_one(context, resource, node, Score::minus_infinity(), reason);
    }
}

Wish& wish_action(StatusContext& context, Wish::Kind kind, ResourceId resource, NodeId node) {
    Wish& wish = add_wish(context, kind, resource, node);
    wish.optional = !context.cluster.resources[resource].managed;
    return wish;
}

void require_stop(StatusContext& context, ResourceId resource, NodeId node_id) {
    const bool optional = wish_action(context, Wish::Kind::RequireStop, resource, node_id).optional;
    context.required_stops.insert({resource, node_id});
    const Node& node = context.cluster.nodes[node_id];
    const bool reachable = node.online || (node.is_guest() && !node.remote_needs_reset);
    if (!reachable && !optional && !node.unclean) fence_node(context, node_id, "stop is unrunnable");
}

void require_demote(StatusContext& context, ResourceId resource, NodeId node) {
    wish_action(context, Wish::Kind::RequireDemote, resource, node);
}

void relax_stop(StatusContext& context, ResourceId resource, NodeId node) {
    if (context.required_stops.contains({resource, node})) {
        add_wish(context, Wish::Kind::RelaxStop, resource, node);
    }
}

void set_next_role(Resource& resource, Role role, std::string_view reason) {
    if (resource.next_role == role) return;
    resource.next_role = role;
    resource.next_role_reason = reason;
}

void set_active(Cluster& cluster, ResourceId resource) {
    const bool promotable = cluster.resources[cluster.top(resource)].promotable;
    cluster.resources[resource].role = promotable ? Role::Unpromoted : Role::Started;
}

void mark_failed(Resource& resource) {
    resource.failed = true;
    resource.stop_if_failed = true;
}

void block(Resource& resource) {
    resource.managed = false;
    resource.blocked = true;
}

} // namespace placement

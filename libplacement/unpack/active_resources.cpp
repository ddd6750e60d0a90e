#include "unpack/active_resources.h"

#include <algorithm>

#include "base/multiply_active.h"
#include "unpack/status_wishes.h"

namespace placement {

namespace {

/// A node is worth what runs on it, and the host of a guest what runs in the guest. (Pacemaker: native_priority_to_node)
void add_priority(Cluster& cluster, const Resource& resource, NodeId node_id) {
    if (resource.priority == 0) return;
    const std::int64_t added = std::int64_t{resource.priority} + (resource.role == Role::Promoted ? 1 : 0);
    const auto raise = [&](NodeId id) {
        Node& node = cluster.nodes[id];
        node.priority = static_cast<std::int32_t>(std::clamp<std::int64_t>(node.priority + added, INT32_MIN, INT32_MAX));
    };
    raise(node_id);
    const Node& node = cluster.nodes[node_id];
    if (!node.is_guest()) return;
    for (const NodeId host : cluster.resources[cluster.resources[node.connection].launcher].active_nodes) raise(host);
}

void block_with_siblings(Cluster& cluster, Resource& resource) {
    block(resource);
    if (!resource.parent) return;
    const Resource& parent = cluster.resources[resource.parent];
    if ((!parent.is_group() && !parent.is_bundle()) || parent.multiple_active != MultipleActive::Block) return;
    for (const ResourceId sibling : parent.children) block(cluster.resources[sibling]);
}

void handle_multiply_active(StatusContext& context, ResourceId resource_id) {
    Resource& resource = context.cluster.resources[resource_id];
    switch (resource.multiple_active) {
    case MultipleActive::StopOnly: ban_everywhere(context, resource_id, "multiple-active"); break;
    case MultipleActive::Block: block_with_siblings(context.cluster, resource); break;
    case MultipleActive::StopStart:
    case MultipleActive::StopUnexpected: break;
    }
}

} // namespace

void add_active_node(StatusContext& context, ResourceId resource_id, NodeId node_id, bool failed) {
    Cluster& cluster = context.cluster;
    Resource& resource = cluster.resources[resource_id];
    Node& node = cluster.nodes[node_id];
    if (std::find(resource.active_nodes.begin(), resource.active_nodes.end(), node_id) != resource.active_nodes.end()) {
        return;
    }
    resource.active_nodes.push_back(node_id);
    if (resource.is_primitive()) {
        node.active_resources.push_back(resource_id);
        if (!failed) add_priority(cluster, resource, node_id);
        if (node.maintenance) {
            resource.managed = false;
            resource.maintenance = true;
        }
    }
    if (!resource.managed) {
        add_score(context, resource_id, node_id, Score::infinity(), "not_managed_default");
        if (!node.online && !cluster.behavior.unmanaged_count_for_parents_offline) return;
        for (ResourceId parent = resource.parent; parent; parent = cluster.resources[parent].parent) {
            cluster.resources[parent].active_nodes.push_back(node_id);
        }
        return;
    }
    if (is_multiply_active(cluster, resource)) handle_multiply_active(context, resource_id);
    if (resource.parent) add_active_node(context, resource.parent, node_id, false);
}

} // namespace placement

#include "unpack/removed_resources.h"

#include <fmt/format.h>

#include "unpack/history_owner.h"
#include "unpack/status_wishes.h"

namespace placement {

ResourceId add_removed_resource_of(StatusContext& context, NodeId node, std::string_view id, const StateElement& lrm_resource) {
    Cluster& cluster = context.cluster;
    const Position position = context.unpacking.position(lrm_resource);
    const std::string node_name = cluster.nodes[node].name; // adding a resource may add its node
    const ResourceId resource = add_removed_resource(context.unpacking, id, lrm_resource);
    if (!resource) {
        context.unpacking.error("unusable-history", position,
                                fmt::format("the history of `{}` on `{}` is ignored: no such resource is configured, "
                                            "and the history does not say what it was",
                                            id, node_name));
        return {};
    }
    index_resource(context, resource);
    context.unpacking.note("removed-resource", position,
                           fmt::format("`{}` is in the history of `{}`, but not in the configuration", id, node_name));
    if (!cluster.options.stop_removed_resources) {
        cluster.resources[resource].managed = false;
    } else {
        add_score(context, resource, {}, Score::minus_infinity(), "__removed_do_not_run__");
    }
    return resource;
}

void reconnect_with_launcher(StatusContext& context, const StateElement& lrm_resource) {
    Cluster& cluster = context.cluster;
    const auto container = attribute(lrm_resource, "container");
    const auto id = attribute(lrm_resource, "id");
    if (!container || !id) return;
    const ResourceId launcher = find_resource_by_any_id(context, *container);
    const ResourceId launched = find_resource_by_any_id(context, *id);
    if (!launcher || !launched || launcher == launched) return;
    Resource& resource = cluster.resources[launched];
    if (resource.launcher || !resource.removed_launched) return;
    resource.launcher = launcher;
    cluster.resources[launcher].launched.push_back(launched);
    if (!resource.remote_node) return;
    Node& node = cluster.nodes[resource.remote_node]; // may be a configured member of the connection's name
    if (node.kind == NodeKind::Remote) node.kind = NodeKind::Guest;
}

} // namespace placement

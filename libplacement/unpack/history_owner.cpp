#include "unpack/history_owner.h"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>

namespace placement {

namespace {

template <typename Name>
ResourceId lookup(const ResourcesByName& resources, const Name& id) {
    const auto found = resources.find(id);
    return found == resources.end() ? ResourceId() : found->second;
}

template <typename Name>
ResourceId find_by_id(const StatusContext& context, const Name& id) {
    const auto configured = context.unpacking.names->find(id);
    return configured == context.unpacking.names->end() ? lookup(context.added_resources, id) : configured->second.resource;
}

template <typename Name>
ResourceId find_by_any_id(const StatusContext& context, const Name& id) {
    const ResourceId found = find_by_id(context, id);
    if (found && !context.cluster.resources[found].removed) return found;
    // What was removed comes after all that is configured.
    const ResourceId renamed = lookup(context.renamed_resources, id);
    return renamed ? renamed : found;
}

/// The first node on which the instance is active or about to be; none if it is free. (Pacemaker: native_location)
NodeId first_location(const Cluster& cluster, ResourceId instance) {
    const Resource& resource = cluster.resources[instance];
    if (resource.children.empty()) {
        return resource.active_nodes.empty() ? resource.pending_node : resource.active_nodes.front();
    }
    for (const ResourceId child : resource.children) {
        if (const NodeId node = first_location(cluster, child)) return node;
    }
    return {};
}

/// The resource itself or the descendant with the id, as configured or with the instance's number.
ResourceId find_descendant(const Cluster& cluster, ResourceId root, std::string_view id) {
    const Resource& resource = cluster.resources[root];
    if (resource.id == id || resource.xml_id == id) return root;
    for (const ResourceId child : resource.children) {
        if (const ResourceId found = find_descendant(cluster, child, id)) return found;
    }
    return {};
}

/// What the instances of an anonymous clone have to offer for a history on a node.
struct Offer {
    ResourceId active;   ///< known to be there, but without a history of this member yet
    ResourceId inactive; ///< the first that is nowhere
    bool several = false; ///< the node has the member's history twice: each more is one too many
};

Offer search_instances(const StatusContext& context, NodeId node, ResourceId clone, std::string_view id) {
    const Cluster& cluster = context.cluster;
    Offer offer;
    for (const ResourceId instance : cluster.resources[clone].children) {
        if (offer.active) break;
        if (const NodeId location = first_location(cluster, instance)) {
            if (location != node) continue;
            const ResourceId member = find_descendant(cluster, instance, id);
            if (!member) continue;
            if (cluster.resources[member].active_nodes.empty()) {
                offer.active = member;
            } else {
                offer.several = true;
            }
        } else if (!offer.several && !offer.inactive && !cluster.resources[instance].blocked) {
            const ResourceId member = find_descendant(cluster, instance, id);
            if (!member) continue;
            const NodeId pending = cluster.resources[member].pending_node;
            if (!pending || pending == node) offer.inactive = member;
        }
    }
    return offer;
}

/// An instance for every node of the cluster. (Pacemaker: pe__is_universal_clone)
bool is_universal(const Cluster& cluster, ResourceId clone) {
    return cluster.resources[clone].clone().clone_max == static_cast<std::int64_t>(cluster.nodes.size());
}

ResourceId add_instance_for(StatusContext& context, ResourceId clone, std::string_view id) {
    const ResourceId instance = add_clone_instance(context.unpacking, clone);
    if (!instance) return {};
    index_resource(context, instance);
    return find_descendant(context.cluster, instance, id);
}

ResourceId find_instance(StatusContext& context, NodeId node_id, ResourceId clone, std::string_view id) {
    const Cluster& cluster = context.cluster;
    const Offer offer = search_instances(context, node_id, clone, id);
    ResourceId found = offer.active;
    if (!found && !offer.several) found = offer.inactive;
    // An instance on a lost node must not take the place of one that runs, unless there are enough.
    const Node& node = cluster.nodes[node_id];
    if (found && !needs_fencing(cluster.resources[found]) && (!node.online || node.unclean) && !node.is_guest() &&
        !is_universal(cluster, clone)) {
        found = {};
    }
    return found ? found : add_instance_for(context, clone, id);
}

ResourceId child_in_replica(const Cluster& cluster, ResourceId bundle, NodeId node) {
    for (const BundleReplica& replica : cluster.resources[bundle].bundle().replicas) {
        if (replica.node == node) return replica.child;
    }
    return {};
}

void add_names(const Cluster& cluster, const std::vector<ResourceId>& resources, ResourcesById& names) {
    for (const ResourceId id : resources) {
        const auto [name, added] = names.emplace(cluster.resources[id].id, ResourceById{id});
        if (!added) name->second.alone = false;
        add_names(cluster, cluster.resources[id].children, names);
    }
}

} // namespace

std::shared_ptr<const ResourcesById> names_of(const Cluster& cluster) {
    auto names = std::make_shared<ResourcesById>();
    add_names(cluster, cluster.top_resources, *names);
    return names;
}

void index_resource(StatusContext& context, ResourceId resource) {
    context.added_resources.emplace(context.cluster.resources[resource].id, resource);
    const std::vector<ResourceId> children = context.cluster.resources[resource].children;
    for (const ResourceId child : children) index_resource(context, child);
}

ResourceId find_resource_by_any_id(const StatusContext& context, std::string_view id) {
    return find_by_any_id(context, id);
}

ResourceId find_history_owner(StatusContext& context, NodeId node, const HashedName& history) {
    Cluster& cluster = context.cluster;
    const std::string_view history_id = history.name;
    ResourceId found = find_by_any_id(context, history);
    ResourceId parent;
    if (!found) {
        found = find_by_id(context, std::string_view(fmt::format("{}:0", without_instance_number(history_id))));
        if (found && cluster.resources[found].unique) found = {};
    } else if (!cluster.resources[found].is_primitive()) {
        return {};
    }
    if (found) parent = cluster.top(found);

    if (parent && is_anonymous_clone(cluster, parent)) {
        if (is_bundled(cluster, parent)) {
            found = child_in_replica(cluster, cluster.resources[parent].parent, node);
        } else {
            found = find_instance(context, node, parent, without_instance_number(history_id));
        }
    }
    if (found && cluster.resources[found].id != history_id && cluster.resources[found].history_id != history_id) {
        cluster.resources[found].history_id = history_id;
        context.renamed_resources.insert_or_assign(std::string(history_id), found);
    }
    return found;
}

} // namespace placement

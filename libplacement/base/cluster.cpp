#include "placement/cluster.h"

#include "base/text.h"

namespace placement {

std::string_view text(Role role) {
    switch (role) {
        case Role::Unknown: return "Unknown";
        case Role::Stopped: return "Stopped";
        case Role::Started: return "Started";
        case Role::Unpromoted: return "Unpromoted";
        case Role::Promoted: return "Promoted";
    }
    return "Unknown";
}

NodeId Cluster::find_node(std::string_view name) const {
    const auto found = node_by_name.find(to_lower(name));
    return found == node_by_name.end() ? NodeId::none() : found->second;
}

ResourceId Cluster::find_resource(std::string_view id) const {
    if (const auto found = resource_by_id.find(std::string(id)); found != resource_by_id.end()) return found->second;
    ResourceId match;
    for (const ResourceId resource : resources.ids()) {
        if (resources[resource].xml_id != id) continue;
        if (match) return ResourceId::none();
        match = resource;
    }
    return match;
}

ResourceId Cluster::top(ResourceId resource, bool include_bundle) const {
    while (resources[resource].parent) {
        const ResourceId parent = resources[resource].parent;
        if (!include_bundle && resources[parent].is_bundle()) break;
        resource = parent;
    }
    return resource;
}

const FailCount* Cluster::fail_count(ResourceId resource, NodeId node) const {
    for (const FailCount& entry : fail_counts) {
        if (entry.resource == resource && entry.node == node) return &entry;
    }
    return nullptr;
}

} // namespace placement

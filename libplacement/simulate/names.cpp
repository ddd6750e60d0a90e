#include <algorithm>

#include "base/text.h"
#include "placement/cluster.h"
#include "placement/ids.h"
#include "placement/scenario.h"

namespace placement {

NodeId require_node(const Cluster& cluster, const std::string& name) {
    if (const NodeId node = cluster.find_node(name)) return node;
    std::vector<std::string> names;
    for (const Node& node : cluster.nodes) names.push_back(node.name);
    throw UnknownName("node", name, nearest_names(name, names));
}

std::vector<ResourceId> require_resources(const Cluster& cluster, const std::string& name) {
    std::vector<ResourceId> found;
    for (const ResourceId resource : cluster.resources.ids()) {
        if (cluster.resources[resource].xml_id == name) found.push_back(resource);
    }
    if (!found.empty()) return found;
    if (const ResourceId resource = cluster.find_resource(name)) return {resource};
    std::vector<std::string> names;
    for (const Resource& resource : cluster.resources) {
        for (const std::string& each : {resource.xml_id, resource.id}) {
            if (std::ranges::find(names, each) == names.end()) names.push_back(each);
        }
    }
    throw UnknownName("resource", name, nearest_names(name, names));
}

} // namespace placement

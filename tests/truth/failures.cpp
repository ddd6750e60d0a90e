#include "truth/failures.h"

#include <algorithm>
#include <stdexcept>

#include "simulate/events/events.h"

namespace placement::truth {

namespace {

/// The name under which the node keeps the resource's history.
std::string recorded_name(const Cluster& cluster, ResourceId resource, NodeId node) {
    for (const ResourceHistory& history : cluster.histories) {
        if (history.resource == resource && history.node == node) return std::string(history.xml_id);
    }
    return cluster.resources[resource].id;
}

Failure node_failure(const std::string& node) {
    return {"node " + node, {NodeFails{node}}, {{Injection::Kind::NodeFails, node}}};
}

Failure resource_failure(const std::string& resource, const std::string& node, const std::string& operation) {
    return {"resource " + resource + '@' + node,
            {ResourceFails{resource, node}},
            {{Injection::Kind::OperationResult, operation}}};
}

bool is_there(const Node& node) { return node.online && !node.unclean; }

/// Several instances on one node are told apart by their numbers.
std::string name_on(const Cluster& cluster, const Resource& resource, NodeId node) {
    const auto namesakes = std::ranges::count_if(cluster.resources, [&](const Resource& other) {
        return other.xml_id == resource.xml_id && std::ranges::find(other.active_nodes, node) != other.active_nodes.end();
    });
    return namesakes == 1 ? resource.xml_id : resource.id;
}

} // namespace

std::vector<Failure> single_failures(const Cluster& cluster) {
    std::vector<Failure> failures{{"-", {}, {}}};
    for (const Node& node : cluster.nodes) {
        if (!node.is_remote() && is_there(node)) failures.push_back(node_failure(node.name));
    }
    for (const ResourceId id : cluster.resources.ids()) {
        const Resource& resource = cluster.resources[id];
        if (!resource.is_primitive() || resource.role == Role::Stopped) continue;
        for (const NodeId node : resource.active_nodes) {
            const std::string& name = cluster.nodes[node].name;
            if (!is_there(cluster.nodes[node])) continue;
            const std::uint32_t interval_ms = watching_interval_ms(cluster, id, node);
            if (interval_ms == 0) continue; // nobody would notice
            const OperationResult result{recorded_name(cluster, id, node), "monitor", interval_ms, name, 7};
            failures.push_back(resource_failure(name_on(cluster, resource, node), name, text(result)));
        }
    }
    return failures;
}

Failure parse_failure(const std::string& event, const std::string& options) {
    if (event == "-") return {"-", {}, {}};
    const std::size_t space = event.find(' ');
    const std::string what = event.substr(0, space);
    if (what == "node") return node_failure(event.substr(space + 1));
    const std::size_t at = event.rfind('@');
    if (what != "resource" || at == std::string::npos || !options.starts_with("-i ")) {
        throw std::runtime_error("`" + event + "` with `" + options + "` is not a failure");
    }
    return resource_failure(event.substr(space + 1, at - space - 1), event.substr(at + 1), options.substr(3));
}

} // namespace placement::truth

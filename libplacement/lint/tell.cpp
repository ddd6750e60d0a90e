#include "lint/tell.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "base/text.h"
#include "cib/elements.h"

namespace placement {

namespace {

const std::string nothing;

void collect(const Element& top, std::string_view name, std::vector<const Element*>& found) {
    for (const Element& child : top.children) {
        if (child.name == name) found.push_back(&child);
        collect(child, name, found);
    }
}

void collect_resources(const Element& top, std::vector<const Element*>& found) {
    for (const Element& child : top.children) {
        if (!names_resource(child.name)) continue;
        found.push_back(&child);
        collect_resources(child, found);
    }
}

} // namespace

std::string listed(const std::vector<std::string>& names) {
    std::string text;
    for (std::size_t i = 0; i < names.size(); ++i) {
        text += fmt::format("{}`{}`", i == 0 ? "" : i + 1 == names.size() ? " and " : ", ", names[i]);
    }
    return text;
}

std::string perhaps_meant(std::string_view name, const std::vector<std::string>& candidates) {
    const std::vector<std::string> nearest = nearest_names(name, candidates, 1);
    return nearest.empty() ? std::string() : fmt::format("; did you mean `{}`?", nearest.front());
}

std::vector<const Element*> elements_named(const Element& top, std::string_view name) {
    std::vector<const Element*> found;
    collect(top, name, found);
    return found;
}

std::vector<const Element*> resource_elements(const Element& configuration) {
    std::vector<const Element*> found;
    if (const Element* const resources = configuration.child("resources")) collect_resources(*resources, found);
    return found;
}

std::vector<const Element*> constraint_elements(const Element& configuration) {
    std::vector<const Element*> found;
    if (const Element* const constraints = configuration.child("constraints")) {
        for (const Element& child : constraints->children) found.push_back(&child);
    }
    return found;
}

std::vector<const Element*> pairs_in(const Element& element, std::string_view set) {
    std::vector<const Element*> found;
    for (const Element* const each : element.all(set)) {
        for (const Element* const pair : each->all("nvpair")) found.push_back(pair);
    }
    return found;
}

std::vector<ResourceId> configured_resources(const Cluster& cluster) {
    std::vector<ResourceId> found;
    std::set<std::string> seen;
    for (const ResourceId id : cluster.resources.ids()) {
        const Resource& resource = cluster.resources[id];
        // What a bundle or a guest node implies stands nowhere under its own name.
        const bool implied = resource.launcher && resource.remote_connection;
        if (resource.removed || implied || resource.container_of_replica || !resource.position.known()) continue;
        if (seen.insert(resource.xml_id).second) found.push_back(id);
    }
    return found;
}

std::vector<ResourceId> configured_primitives(const Cluster& cluster) {
    std::vector<ResourceId> found = configured_resources(cluster);
    std::erase_if(found, [&](ResourceId id) { return !cluster.resources[id].is_primitive(); });
    return found;
}

bool can_be_promoted(const Cluster& cluster, ResourceId resource) {
    for (ResourceId id = resource; id; id = cluster.resources[id].parent) {
        const Resource& each = cluster.resources[id];
        if (each.is_clone() && each.clone().promotable) return true;
        if (each.is_bundle() && each.bundle().promoted_max > 0) return true;
    }
    return false;
}

bool is_within(const Cluster& cluster, ResourceId inner, ResourceId outer) {
    for (ResourceId id = inner; id; id = cluster.resources[id].parent) {
        if (id == outer) return true;
    }
    return false;
}

ResourceId group_around(const Cluster& cluster, ResourceId resource) {
    const ResourceId parent = cluster.resources[resource].parent;
    return parent && cluster.resources[parent].is_group() ? parent : ResourceId();
}

const NameValuePair* find_parameter(const Resource& resource, std::string_view name) {
    for (const AttributeSet& set : resource.parameters) {
        const auto found = std::ranges::find(set.pairs, name, &NameValuePair::name);
        if (found != set.pairs.end()) return &*found;
    }
    return nullptr;
}

const std::string& meta(const Resource& resource, std::string_view name) {
    const auto found = resource.meta.find(name);
    return found == resource.meta.end() ? nothing : found->second;
}

bool is_kept_stopped(const Cluster& cluster, ResourceId resource) {
    for (ResourceId id = resource; id; id = cluster.resources[id].parent) {
        if (equals_ignoring_case(meta(cluster.resources[id], "target-role"), "stopped")) return true;
    }
    return false;
}

std::vector<NodeId> cluster_nodes(const Cluster& cluster) {
    std::vector<NodeId> found;
    for (const NodeId id : cluster.nodes.ids()) {
        if (!cluster.nodes[id].is_remote()) found.push_back(id);
    }
    return found;
}

std::string agent_name(const Resource& resource) {
    std::string name = resource.standard;
    if (!resource.provider.empty()) name += ":" + resource.provider;
    return name + ":" + resource.agent;
}

} // namespace placement

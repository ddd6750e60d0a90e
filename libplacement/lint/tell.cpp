#include "lint/tell.h"

#include <algorithm>
#include <set>
#include <span>
#include <tuple>

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

std::string first_listed(std::vector<std::string> names) {
    const std::size_t count = names.size();
    if (count <= 4) return listed(names);
    names.resize(3);
    std::string text;
    for (const std::string& name : names) text += fmt::format("{}`{}`", text.empty() ? "" : ", ", name);
    return fmt::format("{} and {} more", text, count - 3);
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
        if (!each.is_bundle()) continue;
        // By promoted-max, or by its own meta attribute, which its implicit clone has from it.
        const bool promotable = std::ranges::any_of(each.children, [&](ResourceId child) {
            return cluster.resources[child].is_clone() && cluster.resources[child].clone().promotable;
        });
        if (promotable || each.bundle().promoted_max > 0 || is_true(meta(each, "promotable"))) return true;
    }
    return false;
}

bool is_within(const Cluster& cluster, ResourceId inner, ResourceId outer) {
    for (ResourceId id = inner; id; id = cluster.resources[id].parent) {
        if (id == outer) return true;
    }
    return false;
}

bool is_in_bundle(const Cluster& cluster, ResourceId resource) {
    for (ResourceId id = cluster.resources[resource].parent; id; id = cluster.resources[id].parent) {
        if (cluster.resources[id].is_bundle()) return true;
    }
    return false;
}

bool is_service(const Resource& resource) { return !resource.fencing_device && !resource.remote_connection; }

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

namespace {

/// What runs where.
std::set<std::tuple<std::string, NodeId, Role>> running_in(const Cluster& cluster) {
    std::set<std::tuple<std::string, NodeId, Role>> found;
    for (const Resource& resource : cluster.resources) {
        if (!resource.is_primitive()) continue;
        for (const NodeId node : resource.active_nodes) found.insert({resource.id, node, resource.role});
    }
    return found;
}

bool does_something(const SettledCluster::Round& round) {
    return std::ranges::any_of(round.carried_out.steps,
                               [](const CarriedOutStep& step) { return step.kind == CarriedOutStep::Kind::Resource; });
}

/// A failure, a resource in several places or a lost node is on record, which nothing in the CIB takes away but a cluster would.
bool remembers_trouble(const SettledCluster::Round& round) {
    const Cluster& cluster = *round.schedule.cluster;
    return std::any_of(cluster.nodes.begin(), cluster.nodes.end(), [](const Node& node) { return node.unclean; }) ||
           std::any_of(cluster.resources.begin(), cluster.resources.end(), [](const Resource& resource) {
               return resource.failed || (resource.is_primitive() && resource.active_nodes.size() > 1);
           });
}

} // namespace

bool goes_round(const SettledCluster& settled) {
    if (settled.end != SettledCluster::End::Cycle || settled.cycle_begin >= settled.rounds.size()) return false;
    const std::span<const SettledCluster::Round> circle =
        std::span<const SettledCluster::Round>(settled.rounds).subspan(settled.cycle_begin);
    const auto first = running_in(*circle.front().schedule.cluster);
    if (std::ranges::any_of(circle, [&](const SettledCluster::Round& round) { return running_in(*round.schedule.cluster) != first; })) {
        return true;
    }
    return std::ranges::any_of(circle, does_something) && std::ranges::none_of(circle, remembers_trouble);
}

std::string agent_name(const Resource& resource) {
    std::string name = resource.standard;
    if (!resource.provider.empty()) name += ":" + resource.provider;
    return name + ":" + resource.agent;
}

} // namespace placement

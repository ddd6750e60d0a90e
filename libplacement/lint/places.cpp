#include "lint/places.h"

#include <algorithm>
#include <map>

#include "lint/tell.h"

namespace placement {

namespace {

std::set<std::string> permanent_attributes(const Element& configuration) {
    std::set<std::string> names;
    const Element* const nodes = configuration.child("nodes");
    if (nodes == nullptr) return names;
    for (const Element* const node : nodes->all("node")) {
        for (const Element* const pair : pairs_in(*node, "instance_attributes")) names.insert(pair->get("name"));
    }
    return names;
}

bool is_conditional(const Element& rule, const std::set<std::string>& permanent) {
    if (!elements_named(rule, "date_expression").empty() || rule.find("id-ref") != nullptr) return true;
    if (rule.find("score-attribute") != nullptr) return true;
    return std::ranges::any_of(elements_named(rule, "expression"), [&](const Element* expression) {
        const std::string& name = expression->get("attribute");
        return !name.starts_with('#') && !permanent.contains(name);
    });
}

bool in_bundle_of(const Cluster& cluster, ResourceId resource, ResourceId bundle) {
    return is_within(cluster, resource, bundle);
}

ResourceId bundle_around(const Cluster& cluster, ResourceId resource) {
    for (ResourceId id = resource; id; id = cluster.resources[id].parent) {
        if (cluster.resources[id].is_bundle()) return id;
    }
    return ResourceId();
}

/// It, or something in it, is for cluster nodes alone.
bool brings_nodes_or_fences(const Cluster& cluster, ResourceId id) {
    const Resource& resource = cluster.resources[id];
    if (resource.fencing_device || resource.remote_connection) return true;
    return std::ranges::any_of(resource.children, [&](ResourceId child) { return brings_nodes_or_fences(cluster, child); });
}

bool launches(const Cluster& cluster, ResourceId id) {
    const Resource& resource = cluster.resources[id];
    if (!resource.launched.empty() || resource.is_bundle()) return true;
    return std::ranges::any_of(resource.children, [&](ResourceId child) { return launches(cluster, child); });
}

} // namespace

std::set<std::string> conditional_locations(const LintSubject& subject) {
    const std::set<std::string> permanent = permanent_attributes(subject.configuration());
    std::set<std::string> ids;
    for (const Element* const constraint : constraint_elements(subject.configuration())) {
        if (constraint->name != "rsc_location") continue;
        for (const Element* const rule : constraint->all("rule")) {
            if (!is_conditional(*rule, permanent)) continue;
            ids.insert(constraint->get("id"));
            ids.insert(rule->get("id"));
        }
    }
    return ids;
}

bool kind_fits(const Cluster& cluster, ResourceId resource, NodeId on) {
    const Node& node = cluster.nodes[on];
    if (!node.is_remote()) return true;
    if (brings_nodes_or_fences(cluster, resource)) return false;
    if (!node.is_guest()) return true;
    if (launches(cluster, resource)) return false;
    const ResourceId launcher = node.connection ? cluster.resources[node.connection].launcher : ResourceId();
    const ResourceId bundle = launcher ? bundle_around(cluster, launcher) : ResourceId();
    return !bundle || in_bundle_of(cluster, resource, bundle);
}

Places places_of(const LintSubject& subject, ResourceId resource) {
    const Cluster& cluster = subject.cluster();
    const std::set<std::string> conditional = conditional_locations(subject);
    std::map<NodeId, Score> scores;
    std::set<NodeId> listed_nodes;
    Places places;
    for (const LocationConstraint& each : cluster.locations) {
        if (each.resource != resource || each.role_filter != Role::Unknown || each.node_health) continue;
        if (conditional.contains(each.id)) {
            places.conditional = true;
            continue;
        }
        bool bans = false;
        for (const auto& [node, score] : each.nodes) {
            scores[node] += score;
            listed_nodes.insert(node);
            bans = bans || score.is_minus_infinity();
        }
        if (bans) places.bans.push_back(&each);
    }
    for (const NodeId node : cluster.nodes.ids()) {
        if (!kind_fits(cluster, resource, node)) continue;
        const bool open = cluster.options.symmetric_cluster || listed_nodes.contains(node);
        if (open && !scores[node].is_minus_infinity()) places.left.insert(node);
    }
    return places;
}

} // namespace placement

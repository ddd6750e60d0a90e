#include "repair/bans.h"

#include <algorithm>
#include <map>
#include <vector>

#include "placement/edit.h"

namespace placement {

namespace {

using NodeIds = std::set<NodeId>;

/// From each resource to those that it must be with.
std::map<ResourceId, std::set<ResourceId>> mandatory_companions(const Cluster& cluster) {
    std::map<ResourceId, std::set<ResourceId>> companions;
    for (const Colocation& each : cluster.colocations) {
        if (each.dependent && each.primary && each.score.is_plus_infinity())
            companions[cluster.top(each.dependent)].insert(cluster.top(each.primary));
    }
    return companions;
}

} // namespace

Bans::Bans(const Cluster& cluster, const CibEdit& edit) : cluster_(cluster), edit_(edit) { find_homeless(); }

void Bans::find_homeless() {
    if (!cluster_.options.symmetric_cluster) return; // what has no node is what nobody has given one yet
    std::map<ResourceId, NodeIds> banned;
    for (const LocationConstraint& location : cluster_.locations) {
        const bool any_role = location.role_filter == Role::Unknown || location.role_filter == Role::Started;
        if (location.node_health || !any_role || !location.resource) continue;
        for (const LocationConstraint::NodeScore& each : location.nodes) {
            if (each.score.is_minus_infinity()) banned[cluster_.top(location.resource)].insert(each.node);
        }
    }
    const auto companions = mandatory_companions(cluster_);
    for (const ResourceId id : cluster_.top_resources) {
        std::set<ResourceId> together{id};
        std::vector<ResourceId> waiting{id};
        NodeIds nowhere;
        while (!waiting.empty()) {
            const ResourceId each = waiting.back();
            waiting.pop_back();
            if (const auto found = banned.find(each); found != banned.end())
                nowhere.insert(found->second.begin(), found->second.end());
            const auto found = companions.find(each);
            if (found == companions.end()) continue;
            for (const ResourceId next : found->second) {
                if (together.insert(next).second) waiting.push_back(next);
            }
        }
        if (nowhere.size() == cluster_.nodes.size()) homeless_.insert(together.begin(), together.end());
    }
}

bool Bans::is_ban(const LocationConstraint& location) const {
    const auto is_minus_infinity = [](const LocationConstraint::NodeScore& each) { return each.score.is_minus_infinity(); };
    return std::ranges::any_of(location.nodes, is_minus_infinity) || edit_.does_constraint_ban(location.id);
}

bool Bans::protects(const LocationConstraint& location) const {
    if (is_left_by_command(location.id)) return false;
    return std::ranges::any_of(cluster_.locations, [&](const LocationConstraint& each) {
        if (each.id != location.id || !each.resource || !is_ban(each)) return false;
        return !cluster_.resources[each.resource].fencing_device && !homeless_.contains(cluster_.top(each.resource));
    });
}

} // namespace placement

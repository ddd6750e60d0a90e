#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include <fmt/format.h>

#include "lint/places.h"
#include "lint/rules.h"
#include "lint/tell.h"

namespace placement {

namespace {

// ---- together and apart ---------------------------------------------------------------------------------------

/// A resource in a role; of different roles different instances may be meant, so that these are different things.
using RoleOf = std::pair<ResourceId, Role>;

Role known_role(Role role) { return role == Role::Started || role == Role::Unknown ? Role::Unknown : role; }

bool plain(const Colocation& colocation) {
    return colocation.configured && (colocation.node_attribute.empty() || colocation.node_attribute == "#uname");
}

/// What mandatory colocations tie together. Clones are on many nodes, and being with one of them does not tie two others.
class Ties {
public:
    explicit Ties(const Cluster& cluster) : cluster_(cluster) {
        for (const Colocation& each : cluster.colocations) {
            if (!plain(each) || !each.score.is_plus_infinity()) continue;
            const RoleOf primary{each.primary, known_role(each.primary_role)};
            if (in_one_place(primary)) ties_[{each.dependent, known_role(each.dependent_role)}].emplace_back(primary, &each);
        }
    }

    /// The colocations by which `from` must be with `to`, in order; none where it need not.
    std::vector<const Colocation*> way(RoleOf from, RoleOf to) const {
        std::set<RoleOf> seen;
        std::vector<const Colocation*> path;
        if (find(from, to, seen, path)) return path;
        return {};
    }

private:
    /// There is one of it at a time: no clone, or the promoted instance where at most one is.
    bool in_one_place(RoleOf thing) const {
        const Resource& top = cluster_.resources[cluster_.top(thing.first, true)];
        if (top.is_bundle()) return false;
        return !top.is_clone() || (thing.second == Role::Promoted && top.clone().promoted_max == 1);
    }

    bool find(RoleOf from, RoleOf to, std::set<RoleOf>& seen, std::vector<const Colocation*>& path) const {
        if (!seen.insert(from).second) return false;
        const auto next = ties_.find(from);
        if (next == ties_.end()) return false;
        for (const auto& [primary, colocation] : next->second) {
            path.push_back(colocation);
            if (primary == to || find(primary, to, seen, path)) return true;
            path.pop_back();
        }
        return false;
    }

    const Cluster& cluster_;
    std::map<RoleOf, std::vector<std::pair<RoleOf, const Colocation*>>> ties_;
};

void contradicting_colocations(const LintSubject& subject, Findings& findings) {
    const Cluster& cluster = subject.cluster();
    const Ties ties(cluster);
    std::set<std::string> told;
    for (const Colocation& apart : cluster.colocations) {
        if (!plain(apart) || !apart.score.is_minus_infinity()) continue;
        const RoleOf one{apart.dependent, known_role(apart.dependent_role)};
        const RoleOf other{apart.primary, known_role(apart.primary_role)};
        std::vector<const Colocation*> way = ties.way(one, other);
        if (way.empty()) way = ties.way(other, one);
        if (way.empty() || !told.insert(apart.id).second) continue;
        std::vector<std::string> names;
        std::vector<RelatedPlace> places;
        for (const Colocation* const each : way) {
            names.push_back(each->id);
            places.push_back({"must run together", each->position});
        }
        tell(findings, apart.position,
             fmt::format("`{}` keeps `{}` and `{}` apart, but they must run together because of {}", apart.id,
                         cluster.resources[apart.dependent].xml_id, cluster.resources[apart.primary].xml_id, listed(names)),
             std::move(places));
    }
}

// ---- places ---------------------------------------------------------------------------------------------------

std::vector<RelatedPlace> places_of_bans(const Places& places) {
    std::vector<RelatedPlace> related;
    for (const LocationConstraint* const ban : places.bans) {
        related.push_back({fmt::format("`{}` bans it", ban->id), ban->position});
    }
    return related;
}

void no_node_left(const LintSubject& subject, Findings& findings) {
    const Cluster& cluster = subject.cluster();
    if (cluster.nodes.size() == 0) return;
    for (const ResourceId id : configured_resources(cluster)) {
        // What is in a group or clone has the places of the whole, unless it has bans of its own.
        const Places places = places_of(subject, id);
        if (!places.left.empty() || (places.conditional && !cluster.options.symmetric_cluster)) continue;
        const Resource& resource = cluster.resources[id];
        if (is_in_bundle(cluster, id)) continue;
        if (resource.parent && places.bans.empty()) continue;
        if (resource.parent && !cluster.options.symmetric_cluster) continue;
        if (is_kept_stopped(cluster, id)) continue;
        tell(findings, resource.position,
             places.bans.empty()
                 ? fmt::format("`{}` cannot run on any node: with symmetric-cluster=false it needs a location constraint", resource.xml_id)
                 : fmt::format("`{}` cannot run on any node: location constraints ban it from all of them", resource.xml_id),
             places_of_bans(places));
    }
}

void contradicting_locations(const LintSubject& subject, Findings& findings) {
    const Cluster& cluster = subject.cluster();
    // What is so at one time and not at another may well overrule something.
    const std::set<std::string> conditional = conditional_locations(subject);
    std::map<std::tuple<ResourceId, NodeId, Role>, const LocationConstraint*> musts;
    for (const LocationConstraint& each : cluster.locations) {
        for (const auto& [node, score] : each.nodes) {
            if (score.is_plus_infinity()) musts.try_emplace({each.resource, node, each.role_filter}, &each);
        }
    }
    std::set<std::string> told;
    for (const LocationConstraint& each : cluster.locations) {
        for (const auto& [node, score] : each.nodes) {
            const auto must = musts.find({each.resource, node, each.role_filter});
            if (!score.is_minus_infinity() || must == musts.end() || each.node_health || conditional.contains(each.id)) continue;
            if (!told.insert(each.id).second) continue;
            tell(findings, each.position,
                 fmt::format("`{}` bans `{}` from {}, but `{}` requires it there with INFINITY; the ban wins", each.id,
                             cluster.resources[each.resource].xml_id, cluster.nodes[node].name, must->second->id),
                 {{"requires it there", must->second->position}});
        }
    }
}

void no_common_node(const LintSubject& subject, Findings& findings) {
    const Cluster& cluster = subject.cluster();
    std::set<std::string> told;
    for (const Colocation& each : cluster.colocations) {
        if (!plain(each) || !each.score.is_plus_infinity()) continue;
        const Places one = places_of(subject, cluster.top(each.dependent, true));
        const Places other = places_of(subject, cluster.top(each.primary, true));
        if (one.left.empty() || other.left.empty()) continue; // no-node-left tells
        if (!cluster.options.symmetric_cluster && (one.conditional || other.conditional)) continue;
        // A bundle's containers are on the hosts, what is in it is on its own nodes.
        if (cluster.resources[cluster.top(each.dependent, true)].is_bundle() ||
            cluster.resources[cluster.top(each.primary, true)].is_bundle()) {
            continue;
        }
        const bool common = std::ranges::any_of(one.left, [&](NodeId node) { return other.left.contains(node); });
        if (common || !told.insert(each.id).second) continue;
        std::vector<RelatedPlace> related = places_of_bans(one);
        for (RelatedPlace& place : places_of_bans(other)) related.push_back(std::move(place));
        tell(findings, each.position,
             fmt::format("`{}` must run with `{}` (`{}`), but location constraints leave them no node in common",
                         cluster.resources[each.dependent].xml_id, cluster.resources[each.primary].xml_id, each.id),
             std::move(related));
    }
}

void needs_what_is_disabled(const LintSubject& subject, Findings& findings) {
    const Cluster& cluster = subject.cluster();
    std::set<std::string> told;
    const auto check = [&](const std::string& id, Position position, ResourceId needs, ResourceId needed, const char* how) {
        if (!needs || !needed || is_kept_stopped(cluster, needs) || !is_kept_stopped(cluster, needed) || !told.insert(id).second) return;
        tell(findings, position,
             fmt::format("`{}` must {} `{}` (`{}`), which is disabled (target-role)", cluster.resources[needs].xml_id, how,
                         cluster.resources[needed].xml_id, id),
             {{"the disabled resource", cluster.resources[needed].position}});
    };
    for (const Colocation& each : cluster.colocations) {
        if (plain(each) && each.score.is_plus_infinity()) check(each.id, each.position, each.dependent, each.primary, "run with");
    }
    for (const OrderingConstraint& each : cluster.orderings) {
        if (!each.sets.empty() || each.kind != OrderingConstraint::Kind::Mandatory) continue;
        if (each.first.action != "start" && each.first.action != "promote") continue;
        if (each.then.action != "start" && each.then.action != "promote") continue;
        check(each.id, each.position, each.then.resource, each.first.resource, "start after");
    }
}

} // namespace

void add_contradiction_rules(LintRules& rules) {
    rules.push_back({"contradicting-colocations", "contradictions", Severity::Error,
                     "two resources that must run together and must be kept apart",
                     "A colocation of INFINITY, possibly through other resources, requires the two on the same node; a colocation "
                     "of -INFINITY forbids it. One of them can never run while the other does.",
                     "Remove one of the constraints, or give it a finite score.", contradicting_colocations});
    rules.push_back({"contradicting-locations", "contradictions", Severity::Error,
                     "a resource that one constraint requires on a node and another bans from it",
                     "-INFINITY wins: the resource never runs on the node, and the INFINITY has no effect. Often `crm resource "
                     "move` or `pcs resource ban` left one of the two behind.",
                     "Remove the one that is no longer needed.", contradicting_locations});
    rules.push_back({"no-node-left", "contradictions", Severity::Error, "a resource that cannot run on any node",
                     "Location constraints of -INFINITY ban it from every node, or the cluster is opt-in "
                     "(`symmetric-cluster=false`) and no constraint allows a node.",
                     "Allow a node; or disable the resource (`target-role=Stopped`) to make the intention clear.", no_node_left});
    rules.push_back({"no-common-node", "contradictions", Severity::Error,
                     "two resources that must run together but have no node in common",
                     "The dependent can never run: location constraints leave no node where both resources are allowed.",
                     "Allow both on at least one node.", no_common_node});
    rules.push_back({"needs-what-is-disabled", "contradictions", Severity::Warning,
                     "a resource that depends on a disabled resource",
                     "A mandatory colocation or ordering keeps the resource stopped as long as the other one is disabled, "
                     "although it is not disabled itself. `crm_mon` shows it as Stopped without a reason.",
                     "Enable the other resource, or disable both.", needs_what_is_disabled});
}

} // namespace placement

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "base/digraph.h"
#include "lint/rules.h"
#include "lint/tell.h"

namespace placement {

namespace {

// ---- cycles ---------------------------------------------------------------------------------------------------

void colocation_cycle(const LintSubject& subject, Findings& findings) {
    const Cluster& cluster = subject.cluster();
    Digraph graph(cluster.resources.size());
    std::map<Digraph::Edge, const Colocation*> edges;
    for (const Colocation& each : cluster.colocations) {
        const ResourceId dependent = cluster.top(each.dependent, true);
        const ResourceId primary = cluster.top(each.primary, true);
        if (!each.configured || dependent == primary) continue;
        graph.add_edge(dependent.index(), primary.index());
        edges.try_emplace({dependent.index(), primary.index()}, &each);
    }
    for (const std::vector<Digraph::Vertex>& cycle : graph.shortest_cycles()) {
        std::vector<RelatedPlace> places;
        std::vector<std::string> names;
        for (std::size_t i = 0; i < cycle.size(); ++i) {
            const Colocation& each = *edges.at({cycle[i], cycle[(i + 1) % cycle.size()]});
            names.push_back(each.id);
            places.push_back({fmt::format("`{}`: `{}` with `{}`", each.id, cluster.resources[each.dependent].xml_id,
                                          cluster.resources[each.primary].xml_id),
                              each.position});
        }
        const Position position = places.front().position; // arguments may be evaluated in any order
        tell(findings, position, fmt::format("the colocations {} go in a circle", listed(names)), std::move(places));
    }
}

// ---- groups ---------------------------------------------------------------------------------------------------

bool runs_now(const Outcome& now, const std::string& resource) {
    return std::ranges::any_of(now.resources, [&](const ResourceOutcome& each) {
        return each.id == resource && !each.before.empty() && !each.before.front().node.empty();
    });
}

/// A monitor of the member fails, and it starts nowhere any more.
Proof member_is_broken(const LintSubject& subject, const std::string& member, const std::string& node) {
    Proof scenario;
    scenario.release = subject.release();
    scenario.events = {ResourceFails{member, node}};
    for (const Node& each : subject.cluster().nodes) {
        if (each.online) scenario.failing.push_back({member, "start", 0, each.name, 1});
    }
    return scenario;
}

void group_takes_along(const LintSubject& subject, Findings& findings) {
    const Cluster& cluster = subject.cluster();
    std::set<std::string> told;
    for (const Colocation& each : cluster.colocations) {
        const Resource& group = cluster.resources[each.primary];
        if (!each.configured || !each.score.is_plus_infinity() || !group.is_group() || group.children.size() < 2) continue;
        const std::string& dependent = cluster.resources[each.dependent].xml_id;
        if (!told.insert(each.id).second || !runs_now(subject.now(), dependent)) continue;
        const Resource& member = cluster.resources[group.children.back()];
        if (member.active_nodes.empty()) continue;
        Proof proof = member_is_broken(subject, member.xml_id, cluster.nodes[member.active_nodes.front()].name);
        const Outcome outcome = subject.run(proof);
        if (outcome.resource(dependent).fate != Fate::Lost) continue;
        proof.shows = fmt::format("`{}` is stopped when `{}` fails and cannot be started again", dependent, member.xml_id);
        proof.lost = outcome.lost();
        proof.kept_down_by = outcome.resource(dependent).kept_down_by;
        tell(findings, each.position,
             fmt::format("`{}` is stopped with the group `{}` when only its last member `{}` fails for good", dependent, group.xml_id,
                         member.xml_id),
             {{"the group's last member", member.position}})
            .proof = std::move(proof);
    }
}

// ---- what belongs together ------------------------------------------------------------------------------------

/// The outermost resources that an ordering names.
std::set<ResourceId> named_by(const Cluster& cluster, const OrderingConstraint& ordering) {
    std::set<ResourceId> found;
    for (const ResourceId id : {ordering.first.resource, ordering.then.resource}) {
        if (id) found.insert(cluster.top(id, true));
    }
    for (const OrderingConstraint::Set& set : ordering.sets) {
        for (const ResourceId id : set.resources) found.insert(cluster.top(id, true));
    }
    return found;
}

void colocated_but_unordered(const LintSubject& subject, Findings& findings) {
    const Cluster& cluster = subject.cluster();
    std::vector<std::set<ResourceId>> ordered;
    for (const OrderingConstraint& each : cluster.orderings) ordered.push_back(named_by(cluster, each));
    std::set<std::string> told;
    for (const Colocation& each : cluster.colocations) {
        if (!each.configured || !each.score.is_plus_infinity()) continue;
        const ResourceId dependent = cluster.top(each.dependent, true);
        const ResourceId primary = cluster.top(each.primary, true);
        const bool both = std::ranges::any_of(ordered, [&](const std::set<ResourceId>& names) {
            return names.contains(dependent) && names.contains(primary);
        });
        if (both || dependent == primary || !told.insert(each.id).second) continue;
        tell(findings, each.position, fmt::format("`{}` must be with `{}` (`{}`), but nothing orders them",
                                                  cluster.resources[dependent].xml_id, cluster.resources[primary].xml_id, each.id));
    }
}

void colocation_without_role(const LintSubject& subject, Findings& findings) {
    const Cluster& cluster = subject.cluster();
    for (const Colocation& each : cluster.colocations) {
        const bool any_role = each.primary_role == Role::Unknown || each.primary_role == Role::Started;
        if (!each.configured || !each.score.is_plus_infinity() || !any_role || !can_be_promoted(cluster, each.primary)) continue;
        for (const OrderingConstraint& order : cluster.orderings) {
            const bool after_promotion = order.first.action == "promote" && order.first.resource == each.primary;
            if (!after_promotion || order.then.resource != each.dependent) continue;
            tell(findings, each.position,
                 fmt::format("`{}` starts after `{}` is promoted (`{}`), but may be with any instance of it: `{}` has no role",
                             cluster.resources[each.dependent].xml_id, cluster.resources[each.primary].xml_id, order.id, each.id),
                 {{"the ordering", order.position}});
            break;
        }
    }
}

} // namespace

void add_colocation_rules(LintRules& rules) {
    rules.push_back({"colocation-cycle", "colocation", Severity::Error, "colocations that go in a circle",
                     "A dependent is placed after its primary. In a circle nobody is first: Pacemaker breaks it somewhere, by the order "
                     "of the configuration, and what is placed then is not what any one of the constraints says.",
                     "Take one of the constraints away; a pair needs one colocation, of the one that must follow.", colocation_cycle});
    rules.push_back({"group-takes-along", "colocation", Severity::Note, "a resource that stops when a group's last member fails",
                     "What must be with a group must be with all of it: when its last and perhaps least important member cannot run, "
                     "the dependent is stopped, too. The scenario that is attached was run.",
                     "Colocate with the member that is really needed, or take the other one out of the group, or set `critical=false` "
                     "for it.",
                     group_takes_along});
    rules.push_back({"colocated-but-unordered", "colocation", Severity::Note, "resources that must be together, and start in any order",
                     "A colocation says where, not when: the dependent may start before its primary, and the primary may stop first. "
                     "For an address beside a server that is fine, for a file system below one it is not.",
                     "Add an ordering where the one needs the other to start.", colocated_but_unordered});
    rules.push_back({"colocation-without-role", "colocation", Severity::Warning,
                     "a resource that waits for a promotion, and may be where nothing is promoted",
                     "The ordering waits for a promotion, so the promoted instance is meant; but the colocation has no role, and any "
                     "instance satisfies it.",
                     "Set `with-rsc-role=Promoted` on the colocation.", colocation_without_role});
}

} // namespace placement

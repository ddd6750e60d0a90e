#include <algorithm>
#include <array>
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
        tell(findings, position, fmt::format("the colocations {} form a cycle", listed(names)), std::move(places));
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
             fmt::format("`{}` is stopped when just `{}`, the last member of the group `{}`, fails permanently", dependent,
                         member.xml_id, group.xml_id),
             {{"the group's last member", member.position}})
            .proof = std::move(proof);
    }
}

// ---- what belongs together ------------------------------------------------------------------------------------

/// What is ordered with what, if over several constraints, by the outermost resources.
class Ordered {
public:
    explicit Ordered(const Cluster& cluster) : cluster_(cluster) {
        for (const OrderingConstraint& each : cluster.orderings) {
            if (each.sets.empty()) add(each.first.resource, each.then.resource);
            for (std::size_t i = 0; i < each.sets.size(); ++i) add_set(each, i);
        }
    }

    bool either_way(ResourceId one, ResourceId other) const { return leads(one, other) || leads(other, one); }

private:
    void add(ResourceId first, ResourceId then) {
        if (first && then) after_[cluster_.top(first, true)].insert(cluster_.top(then, true));
    }

    void add_set(const OrderingConstraint& ordering, std::size_t number) {
        const OrderingConstraint::Set& set = ordering.sets[number];
        for (std::size_t i = 1; set.sequential && i < set.resources.size(); ++i) add(set.resources[i - 1], set.resources[i]);
        if (number == 0) return;
        for (const ResourceId first : ordering.sets[number - 1].resources) {
            for (const ResourceId then : set.resources) add(first, then);
        }
    }

    bool leads(ResourceId from, ResourceId to) const {
        std::set<ResourceId> seen{from};
        std::vector<ResourceId> next{from};
        while (!next.empty()) {
            const auto found = after_.find(next.back());
            next.pop_back();
            if (found == after_.end()) continue;
            for (const ResourceId then : found->second) {
                if (then == to) return true;
                if (seen.insert(then).second) next.push_back(then);
            }
        }
        return false;
    }

    const Cluster& cluster_;
    std::map<ResourceId, std::set<ResourceId>> after_;
};

/// Agents of addresses and their like, which need nobody and which nobody must wait for.
bool is_address_agent(std::string_view agent) {
    constexpr std::array<std::string_view, 9> parts{"IPaddr", "IPv6addr", "IPsrcaddr", "-vip", "vip-", "move-ip", "azure-lb", "SendArp", "VIP"};
    return std::ranges::any_of(parts, [agent](std::string_view part) { return agent.find(part) != std::string_view::npos; });
}

/// It is of addresses alone.
bool is_address(const Cluster& cluster, ResourceId id) {
    const Resource& resource = cluster.resources[id];
    if (resource.is_primitive()) return is_address_agent(resource.agent);
    return !resource.children.empty() && !resource.is_bundle() &&
           std::ranges::all_of(resource.children, [&](ResourceId child) { return is_address(cluster, child); });
}

void colocated_but_unordered(const LintSubject& subject, Findings& findings) {
    const Cluster& cluster = subject.cluster();
    const Ordered ordered(cluster);
    std::set<std::string> told;
    for (const Colocation& each : cluster.colocations) {
        if (!each.configured || !each.score.is_plus_infinity()) continue;
        const ResourceId dependent = cluster.top(each.dependent, true);
        const ResourceId primary = cluster.top(each.primary, true);
        if (dependent == primary || ordered.either_way(dependent, primary)) continue;
        if (is_address(cluster, dependent) || is_address(cluster, primary)) continue;
        if (!told.insert(each.id).second) continue;
        tell(findings, each.position, fmt::format("`{}` must run with `{}` (`{}`), but no ordering says which one starts first",
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
                 fmt::format("`{}` starts after `{}` is promoted (`{}`), but can run with any instance of it: `{}` has no role",
                             cluster.resources[each.dependent].xml_id, cluster.resources[each.primary].xml_id, order.id, each.id),
                 {{"the ordering", order.position}});
            break;
        }
    }
}

} // namespace

void add_colocation_rules(LintRules& rules) {
    rules.push_back({"colocation-cycle", "colocation", Severity::Error, "colocations that form a cycle",
                     "Pacemaker places a dependent after its primary, but in a cycle there is no first resource. It breaks the "
                     "cycle at a point that depends on the order of the configuration, and the resulting placement follows none "
                     "of the constraints exactly.",
                     "Remove one of the constraints. A pair needs only one colocation, of the resource that must follow the "
                     "other.", colocation_cycle});
    rules.push_back({"group-takes-along", "colocation", Severity::Note,
                     "a resource that stops when the last member of a group fails",
                     "A resource that is colocated with a group needs the whole group. When the last and perhaps least important "
                     "member cannot run, the dependent stops, too. The attached scenario was simulated.",
                     "Colocate with the member that is really needed; or move the other member out of the group, or set "
                     "`critical=false` for it.", group_takes_along});
    rules.push_back({"colocated-but-unordered", "colocation", Severity::Note,
                     "resources that must run together but start in any order",
                     "A colocation determines where a resource runs, not when: the dependent may start before its primary, and "
                     "the primary may stop first. That is wrong for a file system below a server. It is harmless for an IP "
                     "address beside one, so colocations of addresses are not reported.",
                     "Add an ordering if one resource needs the other to start.", colocated_but_unordered});
    rules.push_back({"colocation-without-role", "colocation", Severity::Warning,
                     "a resource that waits for a promotion but can run where nothing is promoted",
                     "The ordering waits for a promotion, so the promoted instance is meant. But the colocation has no role, and "
                     "any instance satisfies it.",
                     "Set `with-rsc-role=Promoted` on the colocation.", colocation_without_role});
}

} // namespace placement

#include <algorithm>
#include <cstdlib>
#include <map>
#include <set>
#include <tuple>

#include <fmt/format.h>

#include "base/text.h"
#include "lint/places.h"
#include "lint/rules.h"
#include "lint/tell.h"

namespace placement {

namespace {

// ---- what can never matter ------------------------------------------------------------------------------------

/// Each configured colocation once; those of resource sets stand for their constraint.
std::vector<const Colocation*> configured_colocations(const Cluster& cluster) {
    std::vector<const Colocation*> found;
    for (const Colocation& colocation : cluster.colocations) {
        if (colocation.configured) found.push_back(&colocation);
    }
    return found;
}

void zero_score(const LintSubject& subject, Findings& findings) {
    const Cluster& cluster = subject.cluster();
    for (const Element* const constraint : constraint_elements(subject.configuration())) {
        const std::string* const score = constraint->find("score");
        if (score == nullptr) continue;
        const ParsedScore parsed = parse_score(*score);
        if (!parsed.valid || parsed.score != Score()) continue;
        // A location of 0 opens the node in a cluster that is not symmetric, and may be about probes.
        const bool opens = constraint->name == "rsc_location" && !cluster.options.symmetric_cluster;
        const bool about_probes = constraint->find("resource-discovery") != nullptr;
        if (opens || about_probes || (constraint->name != "rsc_location" && constraint->name != "rsc_colocation")) continue;
        tell(findings, constraint->position, fmt::format("`{}` has a score of 0, which has no effect", constraint->get("id")));
    }
}

std::string sides(const Cluster& cluster, ResourceId first, ResourceId second) {
    return fmt::format("`{}` and `{}`", cluster.resources[first].xml_id, cluster.resources[second].xml_id);
}

void duplicate_colocations(const Cluster& cluster, Findings& findings) {
    std::map<std::tuple<ResourceId, ResourceId, Role, Role, std::string>, const Colocation*> seen;
    for (const Colocation* const each : configured_colocations(cluster)) {
        const auto [place, fresh] = seen.try_emplace(
            {each->dependent, each->primary, each->dependent_role, each->primary_role, each->node_attribute}, each);
        if (fresh || place->second->id == each->id) continue;
        tell(findings, each->position,
             fmt::format("the colocations `{}` and `{}` are both between {}; their scores add up", place->second->id, each->id,
                         sides(cluster, each->dependent, each->primary)),
             {{"the first one", place->second->position}});
    }
}

void duplicate_orderings(const Cluster& cluster, Findings& findings) {
    std::map<std::tuple<ResourceId, std::string, ResourceId, std::string>, const OrderingConstraint*> seen;
    for (const OrderingConstraint& each : cluster.orderings) {
        if (!each.sets.empty() || !each.first.resource) continue;
        const auto [place, fresh] =
            seen.try_emplace({each.first.resource, each.first.action, each.then.resource, each.then.action}, &each);
        if (fresh || place->second->id == each.id) continue;
        tell(findings, each.position,
             fmt::format("the orderings `{}` and `{}` are both between {}", place->second->id, each.id,
                         sides(cluster, each.first.resource, each.then.resource)),
             {{"the first one", place->second->position}});
    }
}

void duplicate_constraint(const LintSubject& subject, Findings& findings) {
    duplicate_colocations(subject.cluster(), findings);
    duplicate_orderings(subject.cluster(), findings);
}

std::size_t place_in(const Resource& group, ResourceId member) {
    return static_cast<std::size_t>(std::ranges::find(group.children, member) - group.children.begin());
}

void implied_by_group(const LintSubject& subject, Findings& findings) {
    const Cluster& cluster = subject.cluster();
    const auto same_group = [&](ResourceId left, ResourceId right) {
        const ResourceId group = left ? group_around(cluster, left) : ResourceId();
        return left != right && group && right && group_around(cluster, right) == group ? group : ResourceId();
    };
    const auto add = [&](const std::string& id, Position position, ResourceId group) {
        tell(findings, position, fmt::format("`{}` is redundant: the group `{}` already implies it", id, cluster.resources[group].xml_id),
             {{"the group", cluster.resources[group].position}});
    };
    for (const Colocation* const each : configured_colocations(cluster)) {
        const ResourceId group = same_group(each->dependent, each->primary);
        if (!group || !cluster.resources[group].group().colocated || each->score < Score()) continue;
        const Resource& members = cluster.resources[group];
        if (place_in(members, each->dependent) > place_in(members, each->primary)) add(each->id, each->position, group);
    }
    for (const OrderingConstraint& each : cluster.orderings) {
        if (!each.sets.empty()) continue;
        const ResourceId group = same_group(each.first.resource, each.then.resource);
        if (!group || !cluster.resources[group].group().ordered || each.first.action != "start") continue;
        const Resource& members = cluster.resources[group];
        if (each.then.action == "start" && place_in(members, each.first.resource) < place_in(members, each.then.resource)) {
            add(each.id, each.position, group);
        }
    }
}

void within_itself(const LintSubject& subject, Findings& findings) {
    const Cluster& cluster = subject.cluster();
    const auto nested = [&](ResourceId left, ResourceId right) {
        return left && right && (is_within(cluster, left, right) || is_within(cluster, right, left));
    };
    std::set<std::string> told;
    for (const Colocation* const each : configured_colocations(cluster)) {
        if (!nested(each->dependent, each->primary) || !told.insert(each->id).second) continue;
        tell(findings, each->position, fmt::format("the colocation `{}` is between {}, but one of them is or contains the other", each->id,
                                                   sides(cluster, each->dependent, each->primary)));
    }
    for (const OrderingConstraint& each : cluster.orderings) {
        if (!each.sets.empty() || !nested(each.first.resource, each.then.resource)) continue;
        // Of one and the same resource different actions may be ordered.
        if (each.first.resource == each.then.resource && each.first.action != each.then.action) continue;
        tell(findings, each.position, fmt::format("the ordering `{}` is between {}, but one of them is or contains the other", each.id,
                                                  sides(cluster, each.first.resource, each.then.resource)));
    }
}

void role_never_had(const LintSubject& subject, Findings& findings) {
    const Cluster& cluster = subject.cluster();
    std::set<std::pair<std::string, ResourceId>> told;
    const auto check = [&](const std::string& id, Position position, ResourceId resource, Role role) {
        if (!resource || (role != Role::Promoted && role != Role::Unpromoted) || can_be_promoted(cluster, resource)) return;
        if (!told.insert({id, resource}).second) return;
        tell(findings, position, fmt::format("`{}` uses the role {} of `{}`, which is not promotable", id, text(role),
                                             cluster.resources[resource].xml_id),
             {{"the resource", cluster.resources[resource].position}});
    };
    for (const Colocation* const each : configured_colocations(cluster)) {
        check(each->id, each->position, each->dependent, each->dependent_role);
        check(each->id, each->position, each->primary, each->primary_role);
    }
    for (const LocationConstraint& each : cluster.locations) check(each.id, each.position, each.resource, each.role_filter);
    const auto role_of = [](const std::string& action) {
        return action == "promote" || action == "demote" ? Role::Promoted : Role::Unknown;
    };
    for (const OrderingConstraint& each : cluster.orderings) {
        check(each.id, each.position, each.first.resource, role_of(each.first.action));
        check(each.id, each.position, each.then.resource, role_of(each.then.action));
        for (const OrderingConstraint::Set& set : each.sets) {
            for (const ResourceId resource : set.resources) check(each.id, set.position, resource, role_of(set.action));
        }
    }
}

void overruled_location(const LintSubject& subject, Findings& findings) {
    const Cluster& cluster = subject.cluster();
    std::map<std::pair<ResourceId, NodeId>, const LocationConstraint*> bans;
    const std::set<std::string> conditional = conditional_locations(subject);
    for (const LocationConstraint& each : cluster.locations) {
        if (each.role_filter != Role::Unknown || each.node_health || conditional.contains(each.id)) continue;
        for (const auto& [node, score] : each.nodes) {
            if (score.is_minus_infinity()) bans.try_emplace({each.resource, node}, &each);
        }
    }
    std::set<std::string> told;
    for (const LocationConstraint& each : cluster.locations) {
        if (each.nodes.empty() || each.node_health) continue;
        const LocationConstraint* ban = nullptr;
        const bool everywhere = std::ranges::all_of(each.nodes, [&](const LocationConstraint::NodeScore& entry) {
            const auto found = bans.find({each.resource, entry.node});
            if (entry.score.is_infinite() || found == bans.end()) return false;
            ban = found->second;
            return true;
        });
        if (!everywhere || !told.insert(each.id).second) continue;
        tell(findings, each.position, fmt::format("the location constraint `{}` has no effect: `{}` bans `{}` there with -INFINITY",
                                                  each.id, ban->id, cluster.resources[each.resource].xml_id),
             {{"the ban", ban->position}});
    }
}

void rule_without_nodes(const LintSubject& subject, Findings& findings) {
    const Cluster& cluster = subject.cluster();
    const std::set<std::string> conditional = conditional_locations(subject);
    std::set<std::string> effective;
    for (const LocationConstraint& each : cluster.locations) {
        if (!each.nodes.empty()) effective.insert(each.id);
    }
    for (const Element* const constraint : constraint_elements(subject.configuration())) {
        if (constraint->name != "rsc_location") continue;
        for (const Element* const rule : constraint->all("rule")) {
            if (effective.contains(constraint->get("id")) || effective.contains(rule->get("id"))) continue;
            // What depends on the time or on what agents find may well pass on no node while all is well.
            if (conditional.contains(rule->get("id")) || conditional.contains(constraint->get("id"))) continue;
            tell(findings, rule->position, fmt::format("the rule of the location constraint `{}` matches no node",
                                                       constraint->get("id")));
        }
    }
}

void location_of_member(const LintSubject& subject, Findings& findings) {
    const Cluster& cluster = subject.cluster();
    std::set<std::string> told;
    for (const LocationConstraint& each : cluster.locations) {
        const ResourceId group = group_around(cluster, each.resource);
        if (!group || each.node_health || !told.insert(each.id).second) continue;
        tell(findings, each.position,
             fmt::format("the location constraint `{}` is on `{}`, a member of the group `{}`, and affects the whole group", each.id,
                         cluster.resources[each.resource].xml_id, cluster.resources[group].xml_id),
             {{"the group", cluster.resources[group].position}});
    }
}

void infinity_as_number(const LintSubject& subject, Findings& findings) {
    for (const char* const kind : {"rsc_location", "rsc_colocation", "rule", "resource_set"}) {
        for (const Element* const element : elements_named(subject.configuration(), kind)) {
            const std::string& score = element->get("score");
            const auto number = parse_integer(score);
            if (!number || std::abs(*number) < Score::infinite_value) continue;
            tell(findings, element->position, fmt::format("the score {} of `{}` means {}", score, element->get("id"),
                                                          *number > 0 ? "INFINITY" : "-INFINITY"));
        }
    }
}

} // namespace

void add_constraint_rules(LintRules& rules) {
    rules.push_back({"zero-score", "constraints", Severity::Warning, "a constraint with a score of 0",
                     "The constraint has no effect: Pacemaker ignores a colocation with a score of 0, and a location score of 0 "
                     "adds nothing in a cluster where resources can run on any node by default. Often INFINITY was meant, or a "
                     "command was run without a score.",
                     "Set the intended score, or remove the constraint.", zero_score});
    rules.push_back({"duplicate-constraint", "constraints", Severity::Warning,
                     "two constraints between the same resources and roles",
                     "The scores of two colocations add up, and the stricter of two orderings applies. Changing one of the "
                     "constraints does not have the effect that you expect.",
                     "Keep one of them.", duplicate_constraint});
    rules.push_back({"implied-by-group", "constraints", Severity::Note, "a constraint between members of the same group",
                     "The members of a group are already colocated and ordered, in the order in which they are listed. The "
                     "constraint has no effect as long as the group exists.",
                     "Remove the constraint.", implied_by_group});
    rules.push_back({"within-itself", "constraints", Severity::Warning,
                     "a constraint between a resource and itself or a part of itself",
                     "A resource is always on the same node as itself, and a group or clone is where its members are. Such a "
                     "constraint either has no effect or can never be satisfied.",
                     "Remove it, or name the resource that was meant.", within_itself});
    rules.push_back({"role-never-had", "constraints", Severity::Error,
                     "a constraint on a promoted role that the resource never has",
                     "Only instances of a promotable clone or bundle are promoted. A mandatory colocation with the promoted role "
                     "of any other resource keeps the dependent stopped permanently, and an ordering after its promotion blocks "
                     "the resource that waits.",
                     "Remove the role, or make the clone promotable (`promotable=true`).", role_never_had});
    rules.push_back({"overruled-location", "constraints", Severity::Warning, "a location constraint that a ban overrules",
                     "-INFINITY overrules every other score, including INFINITY. If one constraint bans the resource from a node, "
                     "the others for that node have no effect.",
                     "Remove one of the two.", overruled_location});
    rules.push_back({"rule-without-nodes", "constraints", Severity::Note, "a location rule that matches no node",
                     "The constraint has no effect: no node has the name, the kind or the permanent attributes that its rule "
                     "tests.",
                     "Check what the rule tests, or remove the constraint if it is no longer needed.", rule_without_nodes});
    rules.push_back({"location-of-member", "constraints", Severity::Note, "a location constraint on a member of a group",
                     "The members of a group stay together, so the constraint moves the whole group although it names only one "
                     "member. The scores of several members add up, often unexpectedly.",
                     "Apply the constraint to the group.", location_of_member});
    rules.push_back({"infinity-as-number", "constraints", Severity::Note, "a score of a million or more",
                     "A score of 1,000,000 or more is INFINITY. What looks like a strong preference is mandatory: a ban or a "
                     "requirement.",
                     "Write INFINITY or -INFINITY if you mean it, or a smaller number if you do not.", infinity_as_number});
}

} // namespace placement

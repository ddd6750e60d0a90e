#include <algorithm>
#include <array>
#include <map>
#include <set>

#include <fmt/format.h>

#include "base/digraph.h"
#include "base/text.h"
#include "lint/rules.h"
#include "lint/tell.h"

namespace placement {

namespace {

// ---- cycles ---------------------------------------------------------------------------------------------------

/// What a step from one action to the next is from.
struct Step {
    const OrderingConstraint* constraint = nullptr; ///< null: it comes built in
    std::string built_in;
    Position position;
};

/// The actions of all resources, each with its beginning and its end: what is in a group begins after the group does, and ends
/// before it.
class ActionGraph {
public:
    explicit ActionGraph(const Cluster& cluster)
        : cluster_(cluster), resources_(configured_resources(cluster)), graph_(resources_.size() * per_resource) {
        for (std::size_t i = 0; i < resources_.size(); ++i) index_[cluster.resources[resources_[i]].xml_id] = i;
        add_built_in();
        for (const OrderingConstraint& each : cluster.orderings) add(each);
    }

    /// The steps of each cycle in which a constraint has a part.
    std::vector<std::vector<Step>> cycles() const {
        std::vector<std::vector<Step>> found;
        for (const std::vector<Digraph::Vertex>& cycle : graph_.shortest_cycles()) {
            std::vector<Step> steps;
            for (std::size_t i = 0; i < cycle.size(); ++i) {
                const Step& step = steps_.at({cycle[i], cycle[(i + 1) % cycle.size()]});
                if (step.constraint != nullptr || !step.built_in.empty()) steps.push_back(step);
            }
            found.push_back(std::move(steps));
        }
        return found;
    }

private:
    static constexpr std::array<std::string_view, 4> actions{"start", "stop", "promote", "demote"};
    static constexpr std::size_t per_resource = actions.size() * 2;

    std::optional<Digraph::Vertex> vertex(ResourceId resource, std::string_view action, bool end) const {
        const auto found = index_.find(cluster_.resources[resource].xml_id);
        const auto which = std::ranges::find(actions, action);
        if (found == index_.end() || which == actions.end()) return std::nullopt;
        return found->second * per_resource + static_cast<std::size_t>(which - actions.begin()) * 2 + (end ? 1 : 0);
    }

    void add(std::optional<Digraph::Vertex> from, std::optional<Digraph::Vertex> to, const Step& step) {
        if (!from || !to) return;
        graph_.add_edge(*from, *to);
        steps_.try_emplace({*from, *to}, step);
    }

    void add_built_in() {
        for (const ResourceId id : resources_) {
            const Resource& resource = cluster_.resources[id];
            for (const std::string_view action : actions) {
                add(vertex(id, action, false), vertex(id, action, true), {});
                if (!resource.parent) continue;
                add(vertex(resource.parent, action, false), vertex(id, action, false), {});
                add(vertex(id, action, true), vertex(resource.parent, action, true), {});
            }
            add(vertex(id, "start", true), vertex(id, "promote", false), {});
            add(vertex(id, "demote", true), vertex(id, "stop", false), {});
            if (resource.is_group() && resource.group().ordered) add_members(resource);
        }
    }

    void add_members(const Resource& group) {
        for (std::size_t i = 1; i < group.children.size(); ++i) {
            const ResourceId first = group.children[i - 1];
            const ResourceId then = group.children[i];
            const Step step{nullptr, fmt::format("the group `{}` starts `{}` before `{}`", group.xml_id,
                                                 cluster_.resources[first].xml_id, cluster_.resources[then].xml_id),
                            group.position};
            add(vertex(first, "start", true), vertex(then, "start", false), step);
            add(vertex(then, "stop", true), vertex(first, "stop", false), step);
        }
    }

    void add(const OrderingConstraint& constraint) {
        if (constraint.kind == OrderingConstraint::Kind::Serialize) return;
        const Step step{&constraint, {}, constraint.position};
        if (constraint.sets.empty()) {
            if (!constraint.first.resource || !constraint.then.resource) return;
            add(vertex(constraint.first.resource, constraint.first.action, true),
                vertex(constraint.then.resource, constraint.then.action, false), step);
            return;
        }
        for (std::size_t i = 0; i < constraint.sets.size(); ++i) add_set(constraint, i, step);
    }

    void add_set(const OrderingConstraint& constraint, std::size_t number, const Step& step) {
        const OrderingConstraint::Set& set = constraint.sets[number];
        for (std::size_t i = 1; set.sequential && i < set.resources.size(); ++i) {
            add(vertex(set.resources[i - 1], set.action, true), vertex(set.resources[i], set.action, false), step);
        }
        if (number == 0) return;
        const OrderingConstraint::Set& before = constraint.sets[number - 1];
        for (const ResourceId first : before.resources) {
            for (const ResourceId then : set.resources) {
                add(vertex(first, before.action, true), vertex(then, set.action, false), step);
            }
        }
    }

    const Cluster& cluster_;
    std::vector<ResourceId> resources_;
    std::map<std::string, std::size_t> index_;
    Digraph graph_;
    std::map<Digraph::Edge, Step> steps_;
};

void ordering_cycle(const LintSubject& subject, Findings& findings) {
    if (subject.cluster().orderings.size() == 0) return;
    for (const std::vector<Step>& cycle : ActionGraph(subject.cluster()).cycles()) {
        std::vector<std::string> names;
        std::vector<RelatedPlace> places;
        Position where;
        for (const Step& step : cycle) {
            if (step.constraint != nullptr && std::ranges::find(names, step.constraint->id) == names.end()) {
                names.push_back(step.constraint->id);
                if (!where.known()) where = step.position;
            }
            places.push_back({step.constraint != nullptr ? fmt::format("`{}`", step.constraint->id) : step.built_in, step.position});
        }
        tell(findings, where, fmt::format("the ordering{} {} form{} a cycle{}", names.size() == 1 ? "" : "s", listed(names),
                                          names.size() == 1 ? "s" : "",
                                          names.size() == cycle.size() ? "" : " with the order of a group's members"),
             std::move(places));
    }
}

// ---- guest nodes ----------------------------------------------------------------------------------------------

/// Whether the node is a guest that is there while the resource runs.
bool brings_up(const Cluster& cluster, ResourceId resource, NodeId node) {
    if (!node || !cluster.nodes[node].is_guest()) return false;
    const ResourceId connection = cluster.nodes[node].connection;
    return connection && cluster.resources[connection].launcher == resource;
}

/// What is done on a guest node cannot be waited for by the resource that the guest node is. (Pacemaker:
/// pcmk__disable_invalid_orderings)
void ordering_of_guest(const LintSubject& subject, Findings& findings) {
    const Schedule& schedule = *subject.now().schedule;
    const Cluster& cluster = *schedule.cluster;
    std::set<std::pair<std::string, std::string>> told;
    for (const ActionId id : schedule.actions.ids()) {
        const Action& then = schedule.actions[id];
        if (!then.resource) continue;
        for (const Relation& relation : then.before) {
            const Action& first = schedule.actions[relation.action];
            if (relation.flags != RelationFlags() || !first.resource || !brings_up(cluster, then.resource, first.node)) continue;
            const Resource& needed = cluster.resources[then.resource];
            const Resource& inside = cluster.resources[first.resource];
            if (!told.insert({needed.xml_id, inside.xml_id}).second) continue;
            const bool named = bool(relation.constraint);
            const std::string name = named ? fmt::format("the ordering `{}`", cluster.orderings[relation.constraint].id) : "an ordering";
            tell(findings, named ? cluster.orderings[relation.constraint].position : needed.position,
                 fmt::format("{} is ignored: `{}` would have to wait for `{}` on the guest node {}, which exists only while `{}` runs",
                             name, needed.xml_id, inside.xml_id, cluster.nodes[first.node].name, needed.xml_id),
                 {{fmt::format("`{}`", needed.xml_id), needed.position}, {fmt::format("`{}`", inside.xml_id), inside.position}});
        }
    }
}

// ---- clones ---------------------------------------------------------------------------------------------------

bool many_nodes(const Cluster& cluster, ResourceId resource) {
    const Resource& each = cluster.resources[resource];
    return each.is_clone() && each.clone().clone_max > 1;
}

void clone_not_interleaved(const LintSubject& subject, Findings& findings) {
    const Cluster& cluster = subject.cluster();
    std::set<std::pair<ResourceId, ResourceId>> told;
    for (const OrderingConstraint& each : cluster.orderings) {
        if (!each.sets.empty() || each.kind != OrderingConstraint::Kind::Mandatory || !each.first.resource) continue;
        if (!many_nodes(cluster, each.first.resource) || !many_nodes(cluster, each.then.resource)) continue;
        const Resource& then = cluster.resources[each.then.resource];
        if (then.clone().interleave || !told.insert({each.first.resource, each.then.resource}).second) continue;
        tell(findings, each.position,
             fmt::format("`{}` comes after `{}` (`{}`) and is not interleaved: each of its instances waits for, and stops with, every "
                         "instance of the other clone",
                         then.xml_id, cluster.resources[each.first.resource].xml_id, each.id),
             {{"the clone", then.position}});
    }
}

} // namespace

void add_ordering_rules(LintRules& rules) {
    rules.push_back({"ordering-cycle", "ordering", Severity::Error, "orderings that form a cycle",
                     "Every action in the cycle waits for another one. Pacemaker either drops one of the orderings, so that the "
                     "actual order is unpredictable, or does nothing and the resources stay stopped.",
                     "Remove the constraint that is not needed.", ordering_cycle});
    rules.push_back({"ordering-of-guest", "ordering", Severity::Warning,
                     "a guest node that must wait for a resource that runs on it",
                     "Pacemaker ignores this ordering. A resource on a guest node needs that node, so the resource that creates "
                     "the guest node always starts first.",
                     "Remove the ordering, or keep the resource off the guest node.", ordering_of_guest});
    rules.push_back({"clone-not-interleaved", "ordering", Severity::Warning,
                     "a clone that waits for all instances of another clone",
                     "Without `interleave=true`, each instance depends on the instances of the other clone on all nodes. When a "
                     "node joins or fails, the instances on all other nodes are restarted, too.",
                     "Set `interleave=true` on the clone that comes after, unless each instance really needs all instances of the "
                     "other clone.", clone_not_interleaved});
}

} // namespace placement

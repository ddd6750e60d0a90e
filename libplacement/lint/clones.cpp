#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/text.h"
#include "lint/places.h"
#include "lint/rules.h"
#include "lint/tell.h"

namespace placement {

namespace {

std::vector<ResourceId> clones(const Cluster& cluster) {
    std::vector<ResourceId> found = configured_resources(cluster);
    std::erase_if(found, [&](ResourceId id) { return !cluster.resources[id].is_clone() || is_kept_stopped(cluster, id); });
    return found;
}

/// What the configuration says of the clone's instances, by itself or as a default; a bundle's replicas are no clone's.
bool says_how_many(const Resource& clone) { return !meta(clone, "clone-max").empty(); }

void clone_max_below_nodes(const LintSubject& subject, Findings& findings) {
    const Cluster& cluster = subject.cluster();
    for (const ResourceId id : clones(cluster)) {
        const Resource& clone = cluster.resources[id];
        if (!says_how_many(clone) || is_in_bundle(cluster, id)) continue;
        const std::size_t nodes = places_of(subject, id).left.size();
        const auto instances = static_cast<std::size_t>(std::max(0, clone.clone().clone_max));
        if (instances == 0 || instances >= nodes) continue;
        tell(findings, clone.position, fmt::format("`{}` has {} instance{} (clone-max) for {} nodes: {} {} none", clone.xml_id, instances,
                                                   instances == 1 ? "" : "s", nodes, nodes - instances,
                                                   nodes - instances == 1 ? "node has" : "nodes have"));
    }
}

void clone_max_above_places(const LintSubject& subject, Findings& findings) {
    const Cluster& cluster = subject.cluster();
    for (const ResourceId id : clones(cluster)) {
        const Resource& clone = cluster.resources[id];
        const Places open = places_of(subject, id);
        if (!says_how_many(clone) || is_in_bundle(cluster, id) || open.conditional) continue;
        const std::size_t places = open.left.size() * static_cast<std::size_t>(std::max(1, clone.clone().clone_node_max));
        const auto instances = static_cast<std::size_t>(std::max(0, clone.clone().clone_max));
        if (places == 0 || instances <= places) continue;
        tell(findings, clone.position, fmt::format("`{}` has {} instances (clone-max), but only {} place{} to run them: {} can never run",
                                                   clone.xml_id, instances, places, places == 1 ? "" : "s", instances - places));
    }
}

void more_promoted_than_instances(const LintSubject& subject, Findings& findings) {
    const Cluster& cluster = subject.cluster();
    for (const ResourceId id : clones(cluster)) {
        const Resource& clone = cluster.resources[id];
        if (!clone.clone().promotable || clone.clone().promoted_max <= clone.clone().clone_max) continue;
        tell(findings, clone.position, fmt::format("`{}` may have {} promoted instances (promoted-max), but has {} in all (clone-max)",
                                                   clone.xml_id, clone.clone().promoted_max, clone.clone().clone_max));
    }
}

/// Agents whose documentation asks for notify=true.
constexpr std::array<std::string_view, 5> notified_agents{"ocf:linbit:drbd", "ocf:heartbeat:pgsql", "ocf:heartbeat:pgsqlms",
                                                          "ocf:heartbeat:rabbitmq-cluster", "ocf:rabbitmq:rabbitmq-server-ha"};

void notify_needed(const LintSubject& subject, Findings& findings) {
    const Cluster& cluster = subject.cluster();
    for (const ResourceId id : configured_primitives(cluster)) {
        const Resource& resource = cluster.resources[id];
        const ResourceId top = cluster.top(id, true);
        if (!cluster.resources[top].is_clone() || cluster.resources[top].notify) continue;
        if (std::ranges::find(notified_agents, agent_name(resource)) == notified_agents.end()) continue;
        // Alone it does nothing with what it is told.
        const NameValuePair* const mode = find_parameter(resource, "rep_mode");
        if (resource.agent == "pgsql" && (mode == nullptr || mode->value == "none")) continue;
        tell(findings, cluster.resources[top].position,
             fmt::format("`{}` is a clone of {}, which needs notifications, but notify is not set",
                         cluster.resources[top].xml_id, agent_name(resource)));
    }
}

/// By target-role, or for want of a ticket.
bool is_kept_unpromoted(const Cluster& cluster, ResourceId id) {
    const Resource& clone = cluster.resources[id];
    const auto unpromoted = [&](const Resource& resource) {
        const std::string& target = meta(resource, "target-role");
        return equals_ignoring_case(target, "unpromoted") || equals_ignoring_case(target, "slave") || !resource.managed;
    };
    if (unpromoted(clone)) return true;
    if (std::ranges::any_of(clone.children, [&](ResourceId child) { return unpromoted(cluster.resources[child]); })) return true;
    return std::any_of(cluster.ticket_constraints.begin(), cluster.ticket_constraints.end(), [&](const TicketConstraint& each) {
        return cluster.top(each.resource) == id && !cluster.tickets[each.ticket].granted;
    });
}

void no_promotion_score(const LintSubject& subject, Findings& findings) {
    const Cluster& cluster = subject.cluster();
    const bool without_quorum = !subject.now().quorum && cluster.options.no_quorum_policy != NoQuorumPolicy::Ignore;
    if (!subject.comes_to_rest() || without_quorum || cluster.options.maintenance_mode) return;
    for (const ResourceId id : clones(cluster)) {
        const Resource& clone = cluster.resources[id];
        if (!clone.clone().promotable) continue;
        bool runs = false, promoted = false;
        for (const ResourceOutcome& each : subject.now().resources) {
            if (each.id != clone.xml_id) continue;
            for (const RunningOn& place : each.before) {
                runs = runs || !place.node.empty();
                promoted = promoted || place.role == Role::Promoted;
            }
        }
        if (!runs || promoted || !subject.now().promoted(clone.xml_id).empty() || is_kept_unpromoted(cluster, id)) continue;
        tell(findings, clone.position,
             fmt::format("`{}` runs, but no instance is promoted, and with the recorded promotion scores none will be", clone.xml_id));
    }
}

} // namespace

void add_clone_rules(LintRules& rules) {
    rules.push_back({"clone-max-below-nodes", "clones", Severity::Note, "a clone that leaves a node without an instance",
                     "clone-max is less than the number of nodes that can run the clone. Scores and names decide which node has "
                     "no instance, and resources that must run with an instance cannot run there.",
                     "Remove clone-max (one instance for every node), or ban the clone from the nodes that are not meant to run "
                     "it.", clone_max_below_nodes});
    rules.push_back({"clone-max-above-places", "clones", Severity::Note, "a clone with more instances than places to run",
                     "clone-max is more than the number of nodes that can run the clone, multiplied by clone-node-max. The "
                     "remaining instances stay stopped permanently.",
                     "Lower clone-max, or raise clone-node-max for a clone that is globally unique.", clone_max_above_places});
    rules.push_back({"more-promoted-than-instances", "clones", Severity::Warning, "a promoted-max greater than clone-max",
                     "promoted-max can never be reached. One of the two numbers is wrong.",
                     "Correct promoted-max or clone-max.", more_promoted_than_instances});
    rules.push_back({"notify-needed", "clones", Severity::Error, "a clone whose agent needs notifications but gets none",
                     "Without `notify=true`, the agent cannot set up its replication, and sets no promotion scores or wrong ones. "
                     "It needs notifications to find out which other instances exist and which one is promoted.",
                     "Set the meta attribute `notify=true` on the clone.", notify_needed});
    rules.push_back({"nobody-promoted", "clones", Severity::Warning, "a promotable clone of which no instance will be promoted",
                     "Instances run, but none has a promotion score of 0 or more: the agent has not set a score, or a constraint "
                     "lowers it.",
                     "Run `placement-sim explain CIB CLONE`, and check the agent's log messages.", no_promotion_score});
}

} // namespace placement

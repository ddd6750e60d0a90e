#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "base/text.h"
#include "lint/places.h"
#include "lint/rules.h"
#include "lint/tell.h"
#include "placement/explain.h"
#include "placement/fencing.h"

namespace placement {

namespace {

// ---- resources ------------------------------------------------------------------------------------------------

std::string names_of(const Cluster& cluster, const std::vector<NodeId>& nodes) {
    std::string text;
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        text += (i == 0 ? "" : i + 1 == nodes.size() ? " and " : ", ") + cluster.nodes[nodes[i]].name;
    }
    return text;
}

void active_on_several_nodes(const LintSubject& subject, Findings& findings) {
    const Cluster& cluster = subject.cluster();
    for (const Resource& resource : cluster.resources) {
        if (!resource.is_primitive() || resource.active_nodes.size() < 2 || resource.partial_migration_target) continue;
        tell(findings, resource.position,
             fmt::format("`{}` is active on {} nodes at once: {}", resource.id, resource.active_nodes.size(),
                         names_of(cluster, resource.active_nodes)));
    }
}

void spare_instance(const LintSubject& subject, Findings& findings) {
    const Cluster& cluster = subject.cluster();
    for (const Resource& resource : cluster.resources) {
        if (!resource.removed || !resource.parent || resource.active_nodes.empty()) continue;
        const Resource& clone = cluster.resources[cluster.top(resource.parent, true)];
        tell(findings, clone.position, fmt::format("`{}` is active on {}, but exceeds the clone-max of `{}`: it will be stopped",
                                                   resource.id, names_of(cluster, resource.active_nodes), clone.xml_id));
    }
}

void active_where_not_allowed(const LintSubject& subject, Findings& findings) {
    const Schedule& schedule = *subject.now().schedule;
    const Cluster& cluster = *schedule.cluster;
    if (cluster.options.maintenance_mode) return; // everything stays where it is
    for (const ResourceId id : cluster.resources.ids()) {
        const Resource& resource = cluster.resources[id];
        if (!resource.is_primitive()) continue;
        for (const NodeId node : resource.active_nodes) {
            const bool banned = places_of(subject, cluster.top(id, true)).bans.size() > 0 &&
                                !places_of(subject, cluster.top(id, true)).left.contains(node);
            const bool refused = banned || cluster.nodes[node].standby;
            const bool stays = schedule.placements[id].blocked || !schedule.placements[id].managed;
            if (!refused || !stays || !cluster.nodes[node].online) continue;
            tell(findings, resource.position, fmt::format("`{}` is active on {}, where it is not allowed, and stays there", resource.id,
                                                          cluster.nodes[node].name));
        }
    }
}

bool probe(const OperationHistory& operation) { return operation.task == "monitor" && operation.interval_ms == 0; }

void failed_operation(const LintSubject& subject, Findings& findings) {
    const Cluster& cluster = subject.cluster();
    for (const OperationReference& reference : cluster.failed_operations) {
        const ResourceHistory& history = cluster.histories[reference.history];
        const OperationHistory& operation = history.operations[reference.operation];
        const std::string status = operation.exit_status ? std::to_string(*operation.exit_status) : "unknown";
        const char* then = "";
        if (history.resource && cluster.resources[history.resource].blocked && operation.task == "stop") {
            then = "; the cluster leaves it alone until it is cleaned up";
        }
        tell(findings, operation.position,
             fmt::format("{} of `{}` on {} ended with status {}{}{}", probe(operation) ? "the probe" : fmt::format("a {}", operation.task),
                         history.resource ? cluster.resources[history.resource].id : history.xml_id,
                         cluster.nodes[history.node].name, status,
                         operation.exit_reason.empty() ? "" : fmt::format(" ({})", operation.exit_reason), then));
    }
}

/// Nothing in it is meant to run.
bool is_meant_to_be_down(const Cluster& cluster, ResourceId id) {
    const Resource& resource = cluster.resources[id];
    if (resource.removed || is_kept_stopped(cluster, id) || !resource.managed) return true;
    if (resource.is_clone() && resource.clone().clone_max <= 0) return true;
    return !resource.children.empty() &&
           std::ranges::all_of(resource.children, [&](ResourceId child) { return is_meant_to_be_down(cluster, child); });
}

bool lacks_ticket(const Cluster& cluster, ResourceId top) {
    return std::any_of(cluster.ticket_constraints.begin(), cluster.ticket_constraints.end(), [&](const TicketConstraint& each) {
        const Ticket& ticket = cluster.tickets[each.ticket];
        return cluster.top(each.resource, true) == top && (!ticket.granted || ticket.standby);
    });
}

/// It must be with, or start after, what is meant to be down, or what the site has no ticket for; that is told of these, or as it
/// should be.
bool needs_what_is_down(const Cluster& cluster, ResourceId id, std::set<ResourceId>& seen) {
    const ResourceId top = cluster.top(id, true);
    if (!seen.insert(top).second) return false;
    const auto is_down = [&](ResourceId needed) {
        return needed && (is_meant_to_be_down(cluster, needed) || needs_what_is_down(cluster, needed, seen));
    };
    if (lacks_ticket(cluster, top)) return true;
    for (const Colocation& each : cluster.colocations) {
        const bool needs = each.configured && each.score.is_plus_infinity() && cluster.top(each.dependent, true) == top;
        if (needs && is_down(each.primary)) return true;
    }
    for (const OrderingConstraint& each : cluster.orderings) {
        if (!each.sets.empty() || each.kind != OrderingConstraint::Kind::Mandatory || !each.then.resource) continue;
        if (cluster.top(each.then.resource, true) == top && is_down(each.first.resource)) return true;
    }
    return false;
}

/// Whether it can be judged what the cluster does not do: it does what it can, and comes to rest.
bool does_what_it_can(const LintSubject& subject) {
    const Cluster& cluster = subject.cluster();
    const bool without_quorum = !subject.now().quorum && cluster.options.no_quorum_policy != NoQuorumPolicy::Ignore;
    return subject.comes_to_rest() && !without_quorum && !cluster.options.maintenance_mode && !cluster.options.stop_all_resources;
}

void stays_down(const LintSubject& subject, Findings& findings) {
    if (!does_what_it_can(subject)) return;
    const Cluster& cluster = subject.cluster();
    const Outcome& now = subject.now();
    struct Down {
        std::vector<std::string> names;
        Position position;
        ResourceId first; ///< of these, at rest
    };
    /// What the same obstacles keep down, by their words.
    std::map<std::string, Down> by_reason;
    for (const ResourceOutcome& each : now.resources) {
        const bool runs = std::ranges::any_of(each.after, [](const RunningOn& place) { return !place.node.empty(); });
        if (runs || !each.parent.empty() || each.kind == "group") continue;
        const ResourceId id = cluster.find_resource(each.id);
        std::set<ResourceId> seen;
        if (!id || !is_service(cluster.resources[id]) || is_meant_to_be_down(cluster, id) || needs_what_is_down(cluster, id, seen)) continue;
        const ResourceId then = now.settled->schedule.cluster->find_resource(each.id);
        const std::vector<Obstacle> found =
            then ? obstacles(now.settled->schedule, then, Role::Started) : std::vector<Obstacle>();
        std::string reason;
        for (const Obstacle& obstacle : found) reason += obstacle.node + ": " + obstacle.text + "\n";
        Down& down = by_reason[reason.empty() ? each.id : reason];
        if (down.names.empty()) {
            down.position = each.position;
            down.first = then;
        }
        down.names.push_back(each.id);
    }
    if (by_reason.empty()) return;
    const Schedule with_causes = schedule(now.settled->schedule.cluster, {.with_ledger = true});
    for (const auto& [reason, down] : by_reason) {
        const bool one = down.names.size() == 1;
        const std::string who = first_listed(down.names);
        Proof proof;
        proof.release = subject.release();
        proof.shows = fmt::format("{} {} not run when the cluster is at rest", who, one ? "does" : "do");
        if (down.first) proof.kept_down_by = obstacles(with_causes, down.first, Role::Started);
        tell(findings, down.position, fmt::format("{} {} stopped and will not be started", who, one ? "is" : "are")).proof =
            std::move(proof);
    }
}

// ---- nodes ----------------------------------------------------------------------------------------------------

/// The scheduler asks for it, and a device answers.
bool can_be_done(const Schedule& schedule, const Schedule::Fencing& fencing) {
    return fencing.possible && fencing_of(*schedule.cluster, fencing.node).possible();
}

void node_to_be_fenced(const LintSubject& subject, Findings& findings) {
    const Schedule& schedule = *subject.now().schedule;
    for (const Schedule::Fencing& each : schedule.fencing) {
        if (!can_be_done(schedule, each)) continue;
        const Node& node = schedule.cluster->nodes[each.node];
        tell(findings, node.position, fmt::format("{} will be fenced: {}", node.name, each.reason));
    }
}

void node_unclean(const LintSubject& subject, Findings& findings) {
    const Schedule& schedule = *subject.now().schedule;
    std::set<NodeId> fenced;
    for (const Schedule::Fencing& each : schedule.fencing) {
        if (can_be_done(schedule, each)) fenced.insert(each.node);
    }
    const Cluster& cluster = *schedule.cluster;
    for (const NodeId id : cluster.nodes.ids()) {
        const Node& node = cluster.nodes[id];
        // A guest is recovered with its container; a remote node that was never connected only waits for that.
        const auto wanted = std::ranges::find(schedule.fencing, id, &Schedule::Fencing::node);
        const bool is_wanted = wanted != schedule.fencing.end();
        if (!node.unclean || node.is_guest() || (node.is_remote() && !is_wanted) || fenced.contains(id)) continue;
        const NodeFencing fencing = is_wanted ? fencing_of(schedule, *wanted) : fencing_of(cluster, id);
        tell(findings, node.position, fmt::format("{} is unclean and is not fenced{}: its resources are not recovered", node.name,
                                                  fencing.possible() ? "" : fmt::format(" ({})", text(fencing))));
    }
}

void held_back_shutdown(const LintSubject& subject, Findings& findings) {
    const Schedule& schedule = *subject.now().schedule;
    const Cluster& cluster = *schedule.cluster;
    for (const NodeId id : cluster.nodes.ids()) {
        const Node& node = cluster.nodes[id];
        if (!node.shutdown || !node.online) continue;
        for (const ResourceId resource : node.active_resources) {
            const Resource& each = cluster.resources[resource];
            if (each.managed && !each.blocked) continue;
            tell(findings, node.position, fmt::format("{} cannot shut down because of `{}`, which is {}", node.name, each.id,
                                                      each.blocked ? "blocked" : "not managed"),
                 {{fmt::format("`{}`", each.id), each.position}});
        }
    }
}

// ---- what the cluster does ------------------------------------------------------------------------------------

/// At rest: what waits for something else in the first transition is done in a later one.
void action_cannot_run(const LintSubject& subject, Findings& findings) {
    if (!does_what_it_can(subject)) return;
    const Schedule& schedule = subject.now().settled->schedule;
    const Cluster& cluster = *schedule.cluster;
    /// By resource: what is wanted of it and cannot be done.
    std::map<ResourceId, std::set<std::string>> wanted;
    for (const ActionId id : schedule.actions.ids()) {
        const Action& action = schedule.actions[id];
        if (!action.resource || action.optional() || action.runnable() || action.pseudo()) continue;
        const Resource& resource = cluster.resources[action.resource];
        // A monitor goes with the start that it follows, and instances that are not there have no place of their own.
        if (!resource.is_primitive() || is_in_bundle(cluster, action.resource) || action.task == "monitor") continue;
        const std::string where = action.node ? " on " + cluster.nodes[action.node].name : "";
        const std::string why = action.node && !cluster.nodes[action.node].online ? " (the node is offline)" : "";
        wanted[action.resource].insert(std::string(action.task) + where + why);
    }
    for (const auto& [resource, actions] : wanted) {
        std::string text;
        for (const std::string& action : actions) text += (text.empty() ? "" : ", ") + action;
        tell(findings, cluster.resources[resource].position,
             fmt::format("required actions of `{}` cannot run: {}", cluster.resources[resource].id, text));
    }
}

void never_at_rest(const LintSubject& subject, Findings& findings) {
    const SettledCluster& settled = *subject.now().settled;
    if (!goes_round(settled)) return;
    Proof proof;
    proof.release = subject.release();
    proof.shows = fmt::format("after {} transitions, the cluster is in the same state as after {}", settled.rounds.size(),
                              settled.cycle_begin);
    tell(findings, {}, "the cluster never comes to rest: it repeats the same transitions without end").proof = std::move(proof);
}

} // namespace

void add_state_rules(LintRules& rules) {
    rules.push_back({"active-on-several-nodes", "state", Severity::Error, "a resource that is active on several nodes",
                     "According to the recorded history, the resource runs more than once. This can damage its data. Pacemaker "
                     "stops it everywhere and starts it once, unless `multiple-active` says otherwise.",
                     "Find out how it was started twice: by hand, by systemd at boot, or because fencing is disabled.",
                     active_on_several_nodes});
    rules.push_back({"spare-instance", "state", Severity::Note, "an active instance beyond clone-max",
                     "More instances are active than the clone allows, for example because clone-max was lowered. Pacemaker stops "
                     "the surplus instances; scores decide which ones.",
                     "Nothing, if clone-max is intended.", spare_instance});
    rules.push_back({"active-where-not-allowed", "state", Severity::Warning,
                     "a resource that runs where it is not allowed, and stays there",
                     "The resource is not managed, or is blocked after a failed stop, so Pacemaker cannot move it away. Resources "
                     "that must run with it follow it to this node or stay stopped.",
                     "Move it by hand, or make it managed again.", active_where_not_allowed});
    rules.push_back({"failed-operation", "state", Severity::Note, "an operation that failed",
                     "The operation history contains an unexpected result. Failures count towards the migration threshold, and "
                     "some ban the resource from the node or from all nodes at once.",
                     "Fix the cause, then run `crm_resource --cleanup`.", failed_operation});
    rules.push_back({"stays-down", "state", Severity::Warning, "a resource that is stopped and will not be started",
                     "The resource is not disabled, but the cluster comes to rest without starting it. The obstacles are "
                     "attached.",
                     "Run `placement-sim explain CIB RESOURCE`; or set `target-role=Stopped` if the resource is meant to be "
                     "stopped.", stays_down});
    rules.push_back({"node-to-be-fenced", "state", Severity::Warning, "a node that will be fenced",
                     "The cluster does not trust the node, or a resource on it could not be stopped.",
                     "Check the reason in the message.", node_to_be_fenced});
    rules.push_back({"node-unclean", "state", Severity::Error, "a node that must be fenced but cannot be",
                     "The resources of the node are not recovered, because the cluster cannot find out whether they still run. "
                     "Fencing is disabled, no device can fence the node, or there is no quorum.",
                     "Make fencing work. If you have made sure that the node is down, run `stonith_admin --confirm NODE`.",
                     node_unclean});
    rules.push_back({"held-back-shutdown", "state", Severity::Error, "a node that cannot shut down",
                     "The node waits until a resource stops, but the resource is blocked or not managed.",
                     "Clean up the resource, or make it managed again.", held_back_shutdown});
    rules.push_back({"action-cannot-run", "state", Severity::Note, "a required action that cannot run",
                     "When the cluster is at rest, an action is still required, but its node is offline, or another action that "
                     "must come first is not going to run.",
                     "Run `placement-sim explain CIB RESOURCE` to see what blocks it.", action_cannot_run});
    rules.push_back({"never-at-rest", "state", Severity::Error, "a cluster that never comes to rest",
                     "The transitions lead back to an earlier state: resources are stopped and started, or moved, without end.",
                     "Run `placement-sim CIB --steps` to see what is repeated, and remove the constraint that causes it.",
                     never_at_rest});
}

} // namespace placement

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "base/text.h"
#include "lint/rules.h"
#include "lint/tell.h"
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
        tell(findings, clone.position, fmt::format("`{}` is active on {}, an instance more than `{}` has (clone-max): it will be stopped",
                                                   resource.id, names_of(cluster, resource.active_nodes), clone.xml_id));
    }
}

void active_where_not_allowed(const LintSubject& subject, Findings& findings) {
    const Schedule& schedule = subject.now().schedule;
    const Cluster& cluster = *schedule.cluster;
    for (const ResourceId id : cluster.resources.ids()) {
        const Resource& resource = cluster.resources[id];
        if (!resource.is_primitive()) continue;
        for (const NodeId node : resource.active_nodes) {
            const AllowedNode& allowed = schedule.scores[id][node];
            const bool refused = !allowed.listed || allowed.score.is_minus_infinity();
            const bool stays = schedule.placements[id].blocked || !schedule.placements[id].managed;
            if (!refused || !stays || !cluster.nodes[node].online) continue;
            tell(findings, resource.position, fmt::format("`{}` is active on {}, where it may not be, and stays there", resource.id,
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
            then = "; nothing more is done with it until somebody has looked";
        }
        tell(findings, operation.position,
             fmt::format("{} of `{}` on {} ended with status {}{}{}", probe(operation) ? "the probe" : fmt::format("a {}", operation.task),
                         history.resource ? cluster.resources[history.resource].id : history.xml_id,
                         cluster.nodes[history.node].name, status,
                         operation.exit_reason.empty() ? "" : fmt::format(" ({})", operation.exit_reason), then));
    }
}

void stays_down(const LintSubject& subject, Findings& findings) {
    const Outcome& now = subject.now();
    for (const ResourceOutcome& each : now.resources) {
        const bool runs = std::ranges::any_of(each.after, [](const RunningOn& place) { return !place.node.empty(); });
        if (runs || !each.parent.empty() || each.kind == "group") continue;
        const ResourceId id = subject.cluster().find_resource(each.id);
        const std::vector<ResourceId> found = id ? std::vector<ResourceId>{id} : std::vector<ResourceId>{};
        if (found.empty() || is_kept_stopped(subject.cluster(), id) || subject.cluster().resources[id].removed) continue;
        Proof proof;
        proof.release = subject.release();
        proof.shows = fmt::format("`{}` runs nowhere when nothing is left to do", each.id);
        const ResourceId then = now.settled.schedule.cluster->find_resource(each.id);
        if (then) proof.kept_down_by = obstacles(now.settled.schedule, then, Role::Started);
        tell(findings, each.position, fmt::format("`{}` is not running, and will not be", each.id)).proof = std::move(proof);
    }
}

// ---- nodes ----------------------------------------------------------------------------------------------------

void node_to_be_fenced(const LintSubject& subject, Findings& findings) {
    const Schedule& schedule = subject.now().schedule;
    for (const Schedule::Fencing& each : schedule.fencing) {
        if (!each.possible || !fencing_of(*schedule.cluster, each.node).possible()) continue;
        const Node& node = schedule.cluster->nodes[each.node];
        tell(findings, node.position, fmt::format("{} will be fenced: {}", node.name, each.reason));
    }
}

void node_unclean(const LintSubject& subject, Findings& findings) {
    const Schedule& schedule = subject.now().schedule;
    std::set<NodeId> fenced;
    for (const Schedule::Fencing& each : schedule.fencing) {
        if (each.possible && fencing_of(*schedule.cluster, each.node).possible()) fenced.insert(each.node);
    }
    const Cluster& cluster = *schedule.cluster;
    for (const NodeId id : cluster.nodes.ids()) {
        const Node& node = cluster.nodes[id];
        if (!node.unclean || fenced.contains(id)) continue;
        const NodeFencing fencing = fencing_of(cluster, id);
        tell(findings, node.position, fmt::format("{} is unclean and is not fenced{}: what ran there is not recovered", node.name,
                                                  fencing.possible() ? "" : fmt::format(" ({})", text(fencing))));
    }
}

void held_back_shutdown(const LintSubject& subject, Findings& findings) {
    const Schedule& schedule = subject.now().schedule;
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

void action_cannot_run(const LintSubject& subject, Findings& findings) {
    const Schedule& schedule = subject.now().schedule;
    const Cluster& cluster = *schedule.cluster;
    /// By resource: what is wanted of it and cannot be done.
    std::map<ResourceId, std::set<std::string>> wanted;
    for (const ActionId id : schedule.actions.ids()) {
        const Action& action = schedule.actions[id];
        if (!action.resource || action.optional() || action.runnable() || action.pseudo()) continue;
        if (!cluster.resources[action.resource].is_primitive()) continue;
        const std::string where = action.node ? " on " + cluster.nodes[action.node].name : "";
        const std::string why = action.node && !cluster.nodes[action.node].online ? " (the node is offline)" : "";
        wanted[action.resource].insert(std::string(action.task) + where + why);
    }
    for (const auto& [resource, actions] : wanted) {
        std::string text;
        for (const std::string& action : actions) text += (text.empty() ? "" : ", ") + action;
        tell(findings, cluster.resources[resource].position,
             fmt::format("of `{}` this is wanted and cannot be done: {}", cluster.resources[resource].id, text));
    }
}

void never_at_rest(const LintSubject& subject, Findings& findings) {
    const SettledCluster& settled = subject.now().settled;
    if (settled.end == SettledCluster::End::Settled) return;
    const bool circle = settled.end == SettledCluster::End::Cycle;
    Proof proof;
    proof.release = subject.release();
    proof.shows = circle ? fmt::format("after {} transitions the cluster is where it was after {}", settled.rounds.size(), settled.cycle_begin)
                         : fmt::format("there is still something to do after {} transitions", settled.rounds.size());
    tell(findings, {}, circle ? "the cluster never comes to rest: it does the same over and over"
                              : "the cluster has not come to rest after as many transitions as were carried out")
        .proof = std::move(proof);
}

} // namespace

void add_state_rules(LintRules& rules) {
    rules.push_back({"active-on-several-nodes", "state", Severity::Error, "a resource that is active on several nodes",
                     "By the recorded history it runs more than once. What that does to its data depends on the resource; Pacemaker stops "
                     "it everywhere and starts it once, or as `multiple-active` says.",
                     "Find out how it was started twice: by hand, by systemd at boot, or because fencing is disabled.",
                     active_on_several_nodes});
    rules.push_back({"spare-instance", "state", Severity::Note, "an active instance that is one too many",
                     "More instances are active than the clone may have, as after clone-max was lowered. Pacemaker stops those that are too "
                     "many; which ones, scores decide.",
                     "Nothing, if clone-max is what is meant.", spare_instance});
    rules.push_back({"active-where-not-allowed", "state", Severity::Warning, "a resource that runs where it may not, and stays",
                     "It is not managed, or blocked after a failed stop, on a node that is closed to it. What must be with it follows it there "
                     "or stays down.",
                     "Move it by hand, or manage it again.", active_where_not_allowed});
    rules.push_back({"failed-operation", "state", Severity::Note, "an operation that failed",
                     "The history has a result that was not expected. Failures count towards the migration threshold, and some ban the "
                     "resource from the node or from all nodes at once.",
                     "Mend the cause, then `crm_resource --cleanup`.", failed_operation});
    rules.push_back({"stays-down", "state", Severity::Warning, "a resource that does not run, and will not",
                     "Nothing disables it, and still the cluster comes to rest without it. The obstacles are attached.",
                     "Ask `placement-sim explain CIB RESOURCE`; or set `target-role=Stopped` if that is meant.", stays_down});
    rules.push_back({"node-to-be-fenced", "state", Severity::Warning, "a node that will be fenced",
                     "The cluster does not trust the node, or something on it could not be stopped.", "Look at the reason that is given.",
                     node_to_be_fenced});
    rules.push_back({"node-unclean", "state", Severity::Error, "a node that should be fenced and cannot be",
                     "Nobody knows what still runs there, and nobody can find out: fencing is disabled, has no device, or there is no "
                     "quorum. What ran there stays down.",
                     "Make fencing work; after having made sure that the node is down, `stonith_admin --confirm NODE`.", node_unclean});
    rules.push_back({"held-back-shutdown", "state", Severity::Error, "a node that cannot shut down",
                     "The node waits for a resource to stop that is blocked or not managed.",
                     "Clean up the resource, or manage it again.", held_back_shutdown});
    rules.push_back({"action-cannot-run", "state", Severity::Note, "something that the cluster wants to do and cannot",
                     "An action is required, but its node is offline, or something that it must come after is not to be done.",
                     "Ask `placement-sim explain CIB RESOURCE` what blocks it.", action_cannot_run});
    rules.push_back({"never-at-rest", "state", Severity::Error, "a cluster that never comes to rest",
                     "Carried out one after the other, the transitions lead back to a state that was there before: resources are stopped "
                     "and started, or moved, for ever.",
                     "Ask `placement-sim CIB --steps` what is repeated, and take away the constraint that feeds it.", never_at_rest});
}

} // namespace placement

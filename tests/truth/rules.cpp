#include "truth/rules.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "placement/fencing.h"
#include "placement/unpack.h"
#include "simulate/events/quorum.h"

namespace placement::truth {

namespace {

const TransitionAction& action_of(const Step& step, const CarriedOutStep& done) {
    return step.schedule.transition.actions[done.action];
}

std::string meta(const TransitionAction& action, const char* name) {
    const std::string* const value = action.attributes.find(name);
    return value == nullptr ? "" : *value;
}

void count_quorum(const Happened& happened, CibEdit& edit) {
    edit.set_root_attribute("have-quorum", happened.ours.after->have_quorum ? "1" : "0");
}

std::shared_ptr<const Cluster> read(const Step& step, CibEdit& edit) {
    return unpack(edit.cib(), step.before.now, step.before.release, step.before.behavior);
}

void count_quorum_again(const Step& step, CibEdit& edit) {
    const auto after = read(step, edit);
    if (!membership_differs(step.before, *after)) return;
    const bool have = quorum_after(step.before, *after, std::nullopt).have;
    if (have != after->have_quorum) gain_or_lose_quorum(have, edit);
}

void elect_again(const Step& step, CibEdit& edit) { elect_coordinator(step.before, *read(step, edit), edit); }

void elect(const Happened& happened, CibEdit& edit) {
    const Cluster& after = *happened.ours.after;
    if (after.dc) edit.set_root_attribute("dc-uuid", after.nodes[after.dc].id);
}

void take_back_unnoticed(const Happened& happened, CibEdit& edit) {
    const bool unnoticed = std::ranges::any_of(
        happened.ours.diagnostics, [](const Diagnostic& each) { return each.code == "no-recurring-monitor"; });
    if (unnoticed) edit = CibEdit(happened.recorded);
}

void forget_attributes(const Happened& happened, CibEdit& edit) {
    for (const Injection& injection : happened.failure.injections) {
        if (injection.kind == Injection::Kind::NodeFails) edit.remove_transient_attributes(injection.subject);
    }
}

/// What a recurring operation was started with is what it failed with.
void keep_parameters(const Happened& happened, CibEdit& edit) {
    for (const Injection& injection : happened.failure.injections) {
        if (injection.kind != Injection::Kind::OperationResult) continue;
        const OperationResult result = OperationResult::parse(injection.subject);
        const std::string started = result.resource + '_' + result.task + '_' + std::to_string(result.interval_ms);
        for (const char* name : {"op-digest", "op-force-restart", "op-restart-digest", "op-secure-params", "op-secure-digest"}) {
            const std::string value = edit.operation_attribute(result.node, result.resource, started, name);
            if (value.empty()) continue;
            edit.set_operation(result.node, result.resource, {}, result.resource + "_last_failure_0", {{name, value}});
        }
    }
}

/// Calls `visit` for each step that fenced a node, or unfenced one.
template <typename Visit>
void each_fencing(const Step& step, bool unfencing, const Visit& visit) {
    for (const CarriedOutStep& done : step.done.steps) {
        if (done.kind == CarriedOutStep::Kind::Fencing && (done.operation == "on") == unfencing) visit(done);
    }
}

void know_unfenced(const Step& step, CibEdit& edit) {
    each_fencing(step, true, [&](const CarriedOutStep& done) {
        const TransitionAction& action = action_of(step, done);
        edit.set_transient_attribute(done.node, "#node-unfenced", std::to_string(step.before.now.seconds));
        edit.set_transient_attribute(done.node, "#digests-all", meta(action, "CRM_meta_digests_all"));
        edit.set_transient_attribute(done.node, "#digests-secure", meta(action, "CRM_meta_digests_secure"));
    });
}

void know_fenced(const Step& step, CibEdit& edit) {
    each_fencing(step, false, [&](const CarriedOutStep& done) {
        const NodeId node = step.before.find_node(done.node);
        if (!node || !step.before.nodes[node].is_remote()) return;
        edit.set_node_state(done.node, {{"node_fenced", std::to_string(step.before.now.seconds)}});
    });
}

/// The record of an operation gets the history's name, and older ones of the same operation go.
void name_after_history(const Step& step, CibEdit& edit) {
    for (const CarriedOutStep& done : step.done.steps) {
        if (done.kind != CarriedOutStep::Kind::Resource) continue;
        const std::string& configured = action_of(step, done).resource->id;
        if (configured == done.resource) continue;
        const std::string operation = '_' + done.operation + '_' + std::to_string(done.interval_ms);
        XmlAttributes attributes;
        for (const char* name : {"operation", "crm-debug-origin", "crm_feature_set", "transition-key", "transition-magic", "on_node",
                                 "call-id", "rc-code", "op-status", "interval", "last-rc-change", "exec-time", "queue-time",
                                 "op-digest"}) {
            attributes.emplace_back(name, edit.operation_attribute(done.node, done.resource, configured + operation, name));
        }
        if (attributes.front().second.empty()) continue;
        const std::string entry = done.resource + operation;
        attributes.emplace_back("operation_key", entry);
        edit.remove_operations(done.node, done.resource, done.operation, done.interval_ms);
        edit.set_operation(done.node, done.resource, {}, entry, views_of(attributes));
    }
}

void drop_cancelled(const Step& step, CibEdit& edit) {
    for (const CarriedOutStep& done : step.done.steps) {
        if (done.kind != CarriedOutStep::Kind::Resource || done.operation != "cancel") continue;
        const TransitionAction& action = action_of(step, done);
        edit.remove_operations(done.node, done.resource, meta(action, "CRM_meta_operation"), done.interval_ms);
    }
}

void drop_cleared(const Step& step, CibEdit& edit) {
    for (const CarriedOutStep& done : step.done.steps) {
        if (done.kind == CarriedOutStep::Kind::Resource && done.operation == "delete") {
            edit.remove_operation_history(done.node, done.resource);
        }
        if (done.kind != CarriedOutStep::Kind::Cluster) continue;
        if (done.operation == "clear_failcount") {
            edit.remove_fail_counts(done.node, done.resource);
            edit.remove_operation(done.node, done.resource, done.resource + "_last_failure_0");
        } else if (done.operation == "lrm_delete") {
            edit.remove_operation_history(done.node, done.resource);
        }
    }
}

void shut_down(const Step& step, CibEdit& edit) {
    for (const CarriedOutStep& done : step.done.steps) {
        if (done.kind != CarriedOutStep::Kind::Cluster || done.operation != "do_shutdown") continue;
        edit.set_node_state(done.node, {{"in_ccm", "false"}, {"crmd", "offline"}, {"join", "down"}, {"expected", "down"}});
        edit.remove_transient_attributes(done.node);
    }
}

/// Whether the action is the fencing of a node that nobody can fence.
bool fails(const Cluster& cluster, const TransitionAction& action) {
    if (action.kind != TransitionAction::Kind::Cluster || action.operation != task::fence) return false;
    const NodeId node = cluster.find_node(action.node);
    return node && !fencing_of(cluster, node, {.action = meta(action, "CRM_meta_stonith_action")}).possible();
}

/// Such a fencing, and everything that waits for it.
void leave_out_impossible_fencing(Schedule& schedule) {
    Transition& transition = schedule.transition;
    std::set<std::uint32_t> undone;
    const auto is_undone = [&](const Synapse& synapse) {
        return fails(*schedule.cluster, transition.actions[synapse.action]) ||
               std::ranges::any_of(transition.inputs_of(synapse), [&](std::uint32_t input) { return undone.contains(input); });
    };
    for (std::size_t before = transition.synapses.size() + 1; before != transition.synapses.size();) {
        before = transition.synapses.size();
        std::erase_if(transition.synapses, [&](const Synapse& synapse) {
            if (!is_undone(synapse)) return false;
            undone.insert(synapse.action);
            return true;
        });
    }
}

/// The guest or remote node that the step's resource is the connection to; none for any other.
NodeId connected_node(const Step& step, const CarriedOutStep& done) {
    const ResourceId resource = step.before.find_resource(action_of(step, done).resource->id);
    if (!resource || !step.before.resources[resource].remote_connection) return NodeId::none();
    return step.before.find_node(step.before.resources[resource].id);
}

/// What was known of the node before this step goes; what is done there after it stays.
void forget_until(const Step& step, std::size_t index, NodeId node, CibEdit& edit) {
    const std::string& name = step.before.nodes[node].name;
    std::set<std::pair<std::string, std::string>> done_since; // resource, operation and interval
    std::set<std::string> acted;
    for (std::size_t later = index + 1; later < step.done.steps.size(); ++later) {
        const CarriedOutStep& done = step.done.steps[later];
        if (done.node != name) continue;
        acted.insert(done.resource);
        done_since.insert({done.resource, done.operation + std::to_string(done.interval_ms)});
    }
    for (const ResourceHistory& history : step.before.histories) {
        if (history.node != node) continue;
        const std::string resource(history.xml_id);
        if (!acted.contains(resource)) {
            edit.remove_operation_history(name, resource);
            continue;
        }
        edit.remove_operation(name, resource, resource + "_last_failure_0");
        for (const OperationHistory& operation : history.operations) {
            const std::string task(operation.task);
            if (done_since.contains({resource, task + std::to_string(operation.interval_ms)})) continue;
            edit.remove_operations(name, resource, task, operation.interval_ms);
        }
    }
}

/// Transient attributes but promotion scores, which the agents set again.
void forget_attributes_of(const std::string& node, CibEdit& edit) {
    edit.remove_transient_attributes(node, [](std::string_view name) { return !name.starts_with("master-"); });
}

void renew_remote_nodes(const Step& step, CibEdit& edit) {
    for (std::size_t i = 0; i < step.done.steps.size(); ++i) {
        const CarriedOutStep& done = step.done.steps[i];
        const TransitionAction& action = action_of(step, done);
        if (done.kind == CarriedOutStep::Kind::Pseudo && action.operation == task::fence &&
            action.particulars->downed.size() == 1) {
            const NodeId guest = step.before.find_node(action.particulars->downed.front());
            if (!guest) continue;
            forget_until(step, i, guest, edit);
            forget_attributes_of(action.particulars->downed.front(), edit);
        }
        if (done.kind != CarriedOutStep::Kind::Resource || done.failed_with) continue;
        const NodeId node = connected_node(step, done);
        if (!node) continue;
        const std::string& name = step.before.nodes[node].name;
        if (done.operation == "start") {
            forget_until(step, i, node, edit);
            forget_attributes_of(name, edit);
            edit.set_node_state(name, {{"node_fenced", "0"}});
        } else if (done.operation == "stop" && action.has_downed) {
            forget_attributes_of(name, edit);
        }
    }
}

void keep_locks(const Step& step, CibEdit& edit) {
    for (const CarriedOutStep& done : step.done.steps) {
        if (done.kind != CarriedOutStep::Kind::Resource || done.operation != "stop") continue;
        const TransitionAction& action = action_of(step, done);
        if (!action.particulars->lock_time.empty())
            edit.set_history_attribute(done.node, done.resource, "shutdown-lock", action.particulars->lock_time);
    }
}

void hide_offline(const Cluster& cluster, State& state) {
    for (auto resource = state.begin(); resource != state.end();) {
        std::erase_if(resource->second, [&](const There& there) {
            const NodeId node = cluster.find_node(there.node);
            return node && !cluster.nodes[node].online;
        });
        resource = resource->second.empty() ? state.erase(resource) : std::next(resource);
    }
}

} // namespace

std::span<const Rule> all_rules() {
    static const std::array rules{
        Rule{.name = "unnoticed",
             .reason = "crm_simulate is told of a failure that no configured monitor would see, which a cluster does not notice",
             .after_failure = take_back_unnoticed},
        Rule{.name = "lost-attributes",
             .reason = "crm_simulate keeps the transient attributes of a node that is lost; the attribute managers that are left "
                       "forget them at once",
             .after_failure = forget_attributes},
        Rule{.name = "failure-parameters",
             .reason = "a failure that crm_simulate injects has no parameters, so the scheduler takes them to have changed since "
                       "and forgets the failure; a monitor fails with the parameters that it was started with",
             .after_failure = keep_parameters},
        Rule{.name = "offline-display",
             .reason = "crm_simulate lists a resource where it was seen last, on a node that is not online any more",
             .shown = hide_offline},
        Rule{.name = "cancelled-operations",
             .reason = "crm_simulate keeps the record of a recurring operation that it cancels, and cancels it again and again; "
                       "a cluster deletes it",
             .after_step = drop_cancelled},
        Rule{.name = "cleared-records",
             .reason = "crm_simulate does not clear fail counts and histories that the transition clears",
             .after_step = drop_cleared},
        Rule{.name = "shutdown",
             .reason = "crm_simulate leaves a node up that has been told to shut down; a cluster's node leaves",
             .after_step = shut_down},
        Rule{.name = "shutdown-lock",
             .reason =
                 "crm_simulate does not record that a resource waits for the node that was shut down under it, and starts it "
                 "elsewhere in its next step",
             .after_step = keep_locks},
        Rule{.name = "impossible-fencing",
             .reason =
                 "crm_simulate carries every fencing out; where no device can fence the node, it fails, and what waits for it "
                 "is not done",
             .before_step = leave_out_impossible_fencing},
        Rule{.name = "remote-nodes",
             .reason =
                 "crm_simulate keeps the history and the attributes of a guest or remote node that goes down or comes up; a "
                 "cluster forgets them, and probes",
             .after_step = renew_remote_nodes},
        Rule{.name = "unfencing",
             .reason = "crm_simulate does not record that a node was unfenced, and unfences it again and again",
             .after_step = know_unfenced},
        Rule{.name = "remote-fencing",
             .reason = "crm_simulate does not record that a remote node was fenced, and fences it again and again",
             .after_step = know_fenced},
        Rule{.name = "instance-names",
             .reason = "crm_simulate records an operation under the configured name in the history of an instance with another "
                       "one, and does it again because it does not find it there",
             .after_step = name_after_history},
        // Members may have gone by other rules.
        Rule{.name = "quorum",
             .reason =
                 "crm_simulate keeps the quorum that the CIB records when a node fails or is fenced; a cluster counts votes",
             .after_failure = count_quorum,
             .after_step = count_quorum_again},
        Rule{.name = "coordinator",
             .reason = "crm_simulate leaves a lost node the coordinator; the nodes that are left elect another one",
             .after_failure = elect,
             .after_step = elect_again},
    };
    return rules;
}

} // namespace placement::truth

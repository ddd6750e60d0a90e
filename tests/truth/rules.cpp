#include "truth/rules.h"

#include <array>

namespace placement::truth {

namespace {

const TransitionAction& action_of(const Step& step, const CarriedOutStep& done) {
    return step.schedule.transition.actions[done.action];
}

std::string meta(const TransitionAction& action, const char* name) {
    const auto found = action.attributes.find(name);
    return found == action.attributes.end() ? "" : found->second;
}

void count_quorum(const Happened& happened, CibEdit& edit) {
    edit.set_root_attribute("have-quorum", happened.ours.quorum ? "1" : "0");
}

void elect(const Happened& happened, CibEdit& edit) {
    const Cluster& after = *happened.ours.after;
    if (after.dc) edit.set_root_attribute("dc-uuid", after.nodes[after.dc].id);
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
        const std::string& configured = action_of(step, done).resource.id;
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
        edit.set_operation(done.node, done.resource, {}, entry, attributes);
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

void keep_locks(const Step& step, CibEdit& edit) {
    for (const CarriedOutStep& done : step.done.steps) {
        if (done.kind != CarriedOutStep::Kind::Resource || done.operation != "stop") continue;
        const TransitionAction& action = action_of(step, done);
        if (!action.lock_time.empty()) edit.set_history_attribute(done.node, done.resource, "shutdown-lock", action.lock_time);
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
        Rule{.name = "quorum",
             .reason = "crm_simulate keeps the quorum that the CIB records when a node fails; a cluster counts votes",
             .after_failure = count_quorum},
        Rule{.name = "coordinator",
             .reason = "crm_simulate leaves a lost node the coordinator; the nodes that are left elect another one",
             .after_failure = elect},
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
             .reason = "crm_simulate does not record that a resource waits for the node that was shut down under it, and starts it "
                       "elsewhere in its next step",
             .after_step = keep_locks},
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
    };
    return rules;
}

} // namespace placement::truth

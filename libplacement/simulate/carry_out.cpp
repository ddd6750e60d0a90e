#include "placement/carry_out.h"

#include <algorithm>
#include <unordered_set>

#include "base/text.h"
#include "simulate/operation_record.h"
#include "simulate/whole_effects.h"

namespace placement {

namespace {

std::string meta(const TransitionAction& action, std::string_view name) {
    const auto found = action.attributes.find("CRM_meta_" + std::string(name));
    return found == action.attributes.end() ? "" : found->second;
}

/// Does single actions, and writes their traces into the CIB.
class Executor {
public:
    Executor(const Cib& cib, const Schedule& schedule, const CarryOutOptions& options)
        : edit_(cib), cluster_(*schedule.cluster), transition_(schedule.transition), options_(options), at_(options.at.value_or(schedule.cluster->now)), used_(options.failing.size()) {
        for (const Resource& resource : schedule.cluster->resources) {
            names_in_history_.insert(resource.id);
            names_in_history_.insert(resource.history_id);
        }
    }

    CarriedOutStep execute(std::uint32_t index) {
        const TransitionAction& action = transition_.actions[index];
        CarriedOutStep step;
        step.action = index;
        step.operation = action.operation;
        step.node = action.node;
        switch (action.kind) {
        case TransitionAction::Kind::Pseudo:
            step.kind = CarriedOutStep::Kind::Pseudo;
            step.operation = action.key;
            if (options_.whole_effects) remember_maintenance(edit_, action);
            break;
        case TransitionAction::Kind::Cluster:
            step.kind = CarriedOutStep::Kind::Cluster;
            step.resource = action.resource.id;
            if (action.operation == task::fence) {
                fence(action, step);
            } else if (options_.whole_effects) {
                do_cluster_action(edit_, action);
            }
            break;
        case TransitionAction::Kind::Resource: operate(action, step); break;
        }
        return step;
    }

    Cib cib() { return edit_.cib(); }

    std::vector<OperationResult> unused_failures() const {
        std::vector<OperationResult> unused;
        for (std::size_t index = 0; index < options_.failing.size(); ++index) {
            if (!used_[index]) unused.push_back(options_.failing[index]);
        }
        return unused;
    }

private:
    /// (Pacemaker: simulate_fencing_action)
    void fence(const TransitionAction& action, CarriedOutStep& step) {
        step.kind = CarriedOutStep::Kind::Fencing;
        step.resource.clear();
        step.operation = meta(action, "stonith_action");
        if (equals_ignoring_case(step.operation, "on")) {
            if (options_.whole_effects) remember_unfencing(edit_, action, at_);
            return;
        }
        require_node(edit_, action.node, std::nullopt, options_.add_nodes);
        XmlAttributes state = member_state(false);
        state.back().second = "simulate_fencing_action";
        edit_.replace_node_state(action.node, state);
        edit_.count_update();
        edit_.remove_operation_history(action.node);
        edit_.count_update();
        edit_.remove_transient_attributes(action.node);
        edit_.count_update();
        if (options_.whole_effects && is_remote(action.node)) remember_fencing(edit_, action, at_);
    }

    bool is_remote(const std::string& name) const {
        const NodeId node = cluster_.find_node(name);
        return node && cluster_.nodes[node].is_remote();
    }

    /// (Pacemaker: simulate_resource_action)
    void operate(const TransitionAction& action, CarriedOutStep& step) {
        step.kind = CarriedOutStep::Kind::Resource;
        step.resource = name_in_history(action.resource);
        if (action.operation == "meta-data") return;
        if (action.operation == task::delete_resource) {
            if (options_.whole_effects) edit_.remove_operation_history(action.node, step.resource);
            return;
        }
        step.interval_ms = static_cast<std::uint32_t>(parse_integer(meta(action, "interval")).value_or(0));
        if (options_.whole_effects && action.operation == task::cancel) {
            edit_.remove_operations(action.node, step.resource, meta(action, "operation"), step.interval_ms);
            return;
        }
        // The state of a node behind a connection has the node's name for an id.
        require_node(edit_, action.node, action.router.empty() ? action.node_id : action.node, options_.add_nodes);
        edit_.rewrite_node_state(action.node);
        const bool has_history = edit_.has_operation_history(action.node, step.resource);
        const std::string& history = has_history ? step.resource : action.resource.id;
        FinishedOperation operation;
        // The simulation of the reference names operations as the configuration does, whatever the history is called.
        operation.resource = options_.whole_effects ? history : action.resource.id;
        operation.task = action.operation;
        operation.interval_ms = step.interval_ms;
        operation.expected = parse_integer_from(meta(action, "op_target_rc"), 0);
        operation.exit_status = operation.expected;
        operation.exit_reason = "User-injected result";
        operation.at = at_;
        operation.parameters = &action.attributes;
        const auto failure = wanted_failure(action, step);
        if (failure) operation.exit_status = failure->exit_status;
        const std::string entry = record(
            edit_, action.node, history,
            agent_attributes(action.resource.standard, action.resource.provider, action.resource.agent), operation);
        if (options_.whole_effects) complete_record(edit_, action.node, history, entry, operation);
        if (failure) count(*failure, step);
        edit_.count_update();
    }

    /// The configured id where the history has it, or else the instance's if the cluster knows that.
    std::string name_in_history(const TransitionAction::ResourceElement& resource) const {
        if (names_in_history_.contains(resource.id) || resource.long_id.empty()) return resource.id;
        return names_in_history_.contains(resource.long_id) ? resource.long_id : resource.id;
    }

    std::optional<OperationResult> wanted_failure(const TransitionAction& action, const CarriedOutStep& step) {
        for (std::size_t index = 0; index < options_.failing.size(); ++index) {
            const OperationResult& wanted = options_.failing[index];
            if (wanted.interval_ms != step.interval_ms || !equals_ignoring_case(wanted.task, action.operation) ||
                !equals_ignoring_case(wanted.node, action.node)) {
                continue;
            }
            for (const std::string& name : {step.resource, action.resource.id}) {
                if (!equals_ignoring_case(wanted.resource, name)) continue;
                used_[index] = true;
                return OperationResult{name, action.operation, step.interval_ms, action.node, wanted.exit_status};
            }
        }
        return std::nullopt;
    }

    void count(const OperationResult& failure, CarriedOutStep& step) {
        step.failed_with = failure.exit_status;
        const bool infinite = (failure.task == task::start && is_infinite("failed-start-offset")) ||
                              (failure.task == task::stop && is_infinite("failed-stop-offset"));
        step.attributes = inject_fail_count(edit_, failure, infinite, at_);
    }

    /// What the graph says about how often a failure counts; nothing means for ever.
    bool is_infinite(std::string_view offset) const {
        for (const auto& [name, value] : transition_.attributes) {
            if (name == offset) return parse_score(value).score.is_plus_infinity();
        }
        return true;
    }

    CibEdit edit_;
    const Cluster& cluster_;
    const Transition& transition_;
    const CarryOutOptions& options_;
    Time at_;
    std::vector<bool> used_; ///< which of the failures happened
    std::unordered_set<std::string> names_in_history_;
};

/// Which steps are ready. A simulated action ends at once, so that nothing is ever under way and a limit on how much may
/// be at the same time (batch-limit) limits nothing. (Pacemaker: pcmk__execute_graph)
class Progress {
public:
    explicit Progress(const Transition& transition)
        : transition_(transition), waiting_(transition.actions.size()), inputs_left_(transition.synapses.size()),
          done_(transition.synapses.size()) {
        for (std::size_t synapse = 0; synapse < transition.synapses.size(); ++synapse) {
            inputs_left_[synapse] = transition.synapses[synapse].inputs.size();
            for (const std::uint32_t input : transition.synapses[synapse].inputs) waiting_[input].push_back(synapse);
        }
    }

    bool is_done(std::size_t synapse) const { return done_[synapse]; }

    bool is_ready(std::size_t synapse) const { return !done_[synapse] && inputs_left_[synapse] == 0; }

    /// After a failure only pseudo-actions and what has the highest priority go on.
    bool is_given_up(std::size_t synapse) const { return failed_ && !goes_on(synapse) && !is_pseudo(synapse); }

    void finish(std::size_t synapse, bool failed) {
        done_[synapse] = true;
        failed_ = failed_ || failed;
        for (const std::size_t next : waiting_[transition_.synapses[synapse].action]) {
            if (!failed || goes_on(next)) --inputs_left_[next];
        }
    }

    bool any_failed() const { return failed_; }

private:
    bool goes_on(std::size_t synapse) const {
        return transition_.synapses[synapse].priority >= Score::infinite_value;
    }
    bool is_pseudo(std::size_t synapse) const {
        return transition_.actions[transition_.synapses[synapse].action].kind == TransitionAction::Kind::Pseudo;
    }

    const Transition& transition_;
    std::vector<std::vector<std::size_t>> waiting_; ///< the synapses that have the action as an input
    std::vector<std::size_t> inputs_left_;
    std::vector<bool> done_;
    bool failed_ = false;
};

} // namespace

CarriedOut carry_out(const Cib& cib, const Schedule& schedule, const CarryOutOptions& options) {
    const Transition& transition = schedule.transition;
    Executor executor(cib, schedule, options);
    Progress progress(transition);
    std::vector<CarriedOutStep> steps;
    for (bool fired = true; fired;) {
        fired = false;
        for (std::size_t synapse = 0; synapse < transition.synapses.size(); ++synapse) {
            if (!progress.is_ready(synapse) || progress.is_given_up(synapse)) continue;
            steps.push_back(executor.execute(transition.synapses[synapse].action));
            progress.finish(synapse, steps.back().failed_with.has_value());
            fired = true;
        }
    }
    CarriedOut result{executor.cib(), std::move(steps), TransitionEnd::Complete, {}, executor.unused_failures()};
    for (std::size_t synapse = 0; synapse < transition.synapses.size(); ++synapse) {
        if (!progress.is_done(synapse)) result.left.push_back(transition.synapses[synapse].action);
    }
    if (!result.left.empty()) result.end = progress.any_failed() ? TransitionEnd::Stopped : TransitionEnd::Terminated;
    return result;
}

std::string_view text(TransitionEnd end) {
    switch (end) {
    case TransitionEnd::Complete: return "complete";
    case TransitionEnd::Stopped: return "stopped";
    case TransitionEnd::Terminated: break;
    }
    return "terminated";
}

} // namespace placement

#include "simulate/carry_out/executor.h"

#include "base/operation_status.h"
#include "base/text.h"
#include "placement/fencing.h"
#include "simulate/carry_out/whole_effects.h"

namespace placement {

std::string meta_attribute(const TransitionAction& action, std::string_view name) {
    const std::string* const value = action.attributes.find("CRM_meta_" + std::string(name));
    return value == nullptr ? "" : *value;
}

namespace {

bool changes_what_runs(std::string_view operation) {
    return operation == task::start || operation == task::stop || operation == task::migrate_to ||
           operation == task::migrate_from;
}

/// Whether its record has more of what it is executed with than the digests.
bool records_meta_attributes(std::string_view operation) {
    return operation == task::notify || operation == task::migrate_to || operation == task::migrate_from;
}

} // namespace

ActionExecutor::ActionExecutor(CibEdit& edit, const Schedule& schedule, const CarryOutOptions& options)
    : edit_(edit), cluster_(*schedule.cluster), transition_(schedule.transition), options_(options),
      at_(options.at.value_or(schedule.cluster->now)), used_(options.failing.size()) {
    for (const Resource& resource : schedule.cluster->resources) {
        names_in_history_.insert(resource.id);
        names_in_history_.insert(resource.history_id);
    }
}

ActionExecutor::ActionExecutor(const ActionExecutor& other, CibEdit& edit, const CarryOutOptions& options)
    : edit_(edit), cluster_(other.cluster_), transition_(other.transition_), options_(options), at_(other.at_),
      fenced_(other.fenced_), emptied_(other.emptied_), runs_(other.runs_), used_(other.used_),
      names_in_history_(other.names_in_history_) {}

CarriedOutStep ActionExecutor::execute(std::uint32_t index, const std::optional<ActionEnd>& end) {
    const TransitionAction& action = transition_.actions[index];
    CarriedOutStep step;
    step.action = index;
    step.operation = action.operation;
    step.node = action.node;
    switch (action.kind) {
    case TransitionAction::Kind::Pseudo:
        step.kind = CarriedOutStep::Kind::Pseudo;
        step.operation = action.key.text();
        if (options_.whole_effects) do_pseudo_action(edit_, action);
        break;
    case TransitionAction::Kind::Cluster:
        step.kind = CarriedOutStep::Kind::Cluster;
        step.resource = action.resource->id;
        if (action.operation == task::fence) {
            fence(action, step);
        } else if (options_.whole_effects) {
            do_cluster_action(edit_, action);
        }
        break;
    case TransitionAction::Kind::Resource: operate(action, step, end); break;
    }
    return step;
}

bool ActionExecutor::is_ambiguous(const TransitionAction& action) const {
    if (action.kind == TransitionAction::Kind::Cluster && action.operation == task::fence) {
        return !equals_ignoring_case(meta_attribute(action, "stonith_action"), "on") &&
               has_ambiguous_state(edit_, action.node, std::nullopt);
    }
    if (action.kind != TransitionAction::Kind::Resource) return false;
    if (action.operation == "meta-data" || action.operation == task::delete_resource) return false;
    return has_ambiguous_state(edit_, action.node, action.router.empty() ? action.node_id : action.node);
}

std::optional<CarriedOutStep> ActionExecutor::announce(std::uint32_t index) const {
    const TransitionAction& action = transition_.actions[index];
    if (action.kind != TransitionAction::Kind::Cluster) return std::nullopt;
    CarriedOutStep step;
    step.kind = CarriedOutStep::Kind::Fencing;
    step.action = index;
    step.operation = meta_attribute(action, "stonith_action");
    step.node = action.node;
    return step;
}

std::vector<OperationResult> ActionExecutor::unused_failures() const {
    std::vector<OperationResult> unused;
    for (std::size_t index = 0; index < options_.failing.size(); ++index) {
        if (!used_[index]) unused.push_back(options_.failing[index]);
    }
    return unused;
}

/// (Pacemaker: simulate_fencing_action)
void ActionExecutor::fence(const TransitionAction& action, CarriedOutStep& step) {
    step.kind = CarriedOutStep::Kind::Fencing;
    step.resource.clear();
    step.operation = meta_attribute(action, "stonith_action");
    const bool unfences = equals_ignoring_case(step.operation, "on"); // which the agent knows how and where to do
    if (options_.whole_effects && !unfences && !find_means(action, step)) return;
    if (unfences) {
        if (options_.whole_effects) remember_unfencing(edit_, action, at_);
        return;
    }
    fenced_.push_back(action.node);
    empty(action.node);
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

bool ActionExecutor::find_means(const TransitionAction& action, CarriedOutStep& step) const {
    const NodeId node = cluster_.find_node(action.node);
    if (!node) return true;
    const NodeFencing fencing = fencing_of(cluster_, node,
                                           {.action = step.operation,
                                            .fenced_nodes = fenced_,
                                            .failing_nodes = options_.failing_fencing,
                                            .failing = options_.failing});
    step.means = text(fencing);
    if (!fencing.possible()) step.failed_with = exit_status::unknown_error;
    return fencing.possible();
}

/// (Pacemaker: check_remote_node_state)
void ActionExecutor::follow_connection(const TransitionAction& action) {
    const ResourceId resource = cluster_.find_resource(action.resource->id);
    if (!resource) return;
    if (action.operation == task::start) {
        for (const ResourceId inside : cluster_.resources[resource].launched) {
            if (!cluster_.resources[inside].remote_connection) continue;
            begin_guest(edit_, cluster_.resources[inside].id);
            empty(cluster_.resources[inside].id);
        }
    }
    if (!cluster_.resources[resource].remote_connection) return;
    if (action.operation == task::start) {
        bring_remote_node_up(edit_, action.resource->id);
    } else if (action.operation == task::stop && action.has_downed) {
        take_remote_node_down(edit_, action.resource->id, false);
    }
}

bool ActionExecutor::is_remote(const std::string& name) const {
    const NodeId node = cluster_.find_node(name);
    return node && cluster_.nodes[node].is_remote();
}

/// (Pacemaker: simulate_resource_action)
void ActionExecutor::operate(const TransitionAction& action, CarriedOutStep& step, const std::optional<ActionEnd>& end) {
    step.kind = CarriedOutStep::Kind::Resource;
    step.resource = name_in_history(*action.resource);
    if (action.operation == "meta-data") return;
    if (action.operation == task::delete_resource) {
        if (options_.whole_effects) edit_.remove_operation_history(action.node, step.resource);
        return;
    }
    step.interval_ms = action.interval_ms;
    if (options_.whole_effects && action.operation == task::cancel) {
        edit_.remove_operations(action.node, step.resource, meta_attribute(action, "operation"), step.interval_ms);
        return;
    }
    if (options_.whole_effects && action.operation == task::notify) return hear(action, step, end);
    // The state of a node behind a connection has the node's name for an id.
    require_node(edit_, action.node, action.router.empty() ? action.node_id : action.node, options_.add_nodes);
    const bool has_history = edit_.has_operation_history(action.node, step.resource);
    const std::string& history = has_history ? step.resource : action.resource->id.get();
    FinishedOperation operation;
    // The simulation of the reference names operations as the configuration does, whatever the history is called.
    operation.resource = options_.whole_effects ? history : action.resource->id.get();
    operation.task = action.operation;
    operation.interval_ms = step.interval_ms;
    operation.expected = action.expected_exit_status;
    operation.exit_status = operation.expected;
    operation.exit_reason = "User-injected result";
    operation.at = at_;
    const AttributeTable parameters =
        records_meta_attributes(action.operation) ? action.attributes.joined() : action.attributes.digested();
    operation.parameters = &parameters;
    operation.may_be_nameless = !options_.whole_effects && cluster_.behavior.nameless_histories_are_of_one_node;
    std::optional<OperationResult> failure;
    if (options_.whole_effects && is_gone(action)) {
        // The cluster looks again when the node is back, before this monitor's turn.
        if (action.interval_ms > 0) return;
        operation.exit_status = exit_status::not_running;
        operation.exit_reason.clear();
    } else if (!end) {
        failure = wanted_failure(action);
        if (failure) operation.exit_status = failure->exit_status;
    } else {
        operation.exit_status = end->exit_status;
        operation.exit_reason = end->exit_reason;
        if (end->exit_status != operation.expected && end->counts) {
            failure =
                OperationResult{step.resource, std::string(action.operation), step.interval_ms, action.node, end->exit_status};
        }
    }
    edit_.rewrite_node_state(action.node, [&] {
        const std::string entry =
            record(edit_, action.node, history,
                   agent_attributes(action.resource->standard, action.resource->provider, action.resource->agent), operation);
        if (options_.whole_effects) {
            complete_record(edit_, action.node, history, entry, operation);
            keep_shutdown_lock(edit_, action, history, operation);
        }
        if (failure) count(action, *failure, step);
    });
    if (options_.whole_effects && operation.exit_status == operation.expected) {
        follow_connection(action);
        if (changes_what_runs(action.operation)) follow_process(action);
    }
    edit_.count_update();
}

/// A notification is not recorded. (Pacemaker: controld_action_is_recordable)
void ActionExecutor::hear(const TransitionAction& action, CarriedOutStep& step, const std::optional<ActionEnd>& end) {
    if (end) return;
    if (const auto failure = wanted_failure(action)) step.failed_with = failure->exit_status;
}

void ActionExecutor::follow_process(const TransitionAction& action) {
    bool& runs = runs_[{action.node, name_in_history(*action.resource)}];
    if (action.operation == task::stop || action.operation == task::migrate_to) runs = false;
    if (action.operation == task::start || action.operation == task::migrate_from) runs = true;
}

void ActionExecutor::empty(const std::string& node) {
    emptied_.insert(node);
    std::erase_if(runs_, [&](const auto& each) { return each.first.first == node; });
}

bool ActionExecutor::is_gone(const TransitionAction& action) const {
    if (action.operation != task::monitor || action.expected_exit_status == exit_status::not_running) return false;
    const auto known = runs_.find({action.node, name_in_history(*action.resource)});
    return known == runs_.end() ? emptied_.contains(action.node) : !known->second;
}

std::string ActionExecutor::name_in_history(const ResourceElement& resource) const {
    if (names_in_history_.contains(resource.id) || resource.long_id.empty()) return resource.id;
    return names_in_history_.contains(resource.long_id) ? resource.long_id : resource.id;
}

std::optional<OperationResult> ActionExecutor::wanted_failure(const TransitionAction& action) {
    const std::string history = name_in_history(*action.resource);
    for (std::size_t index = 0; index < options_.failing.size(); ++index) {
        const OperationResult& wanted = options_.failing[index];
        if (wanted.interval_ms != action.interval_ms || !equals_ignoring_case(wanted.task, action.operation) ||
            !equals_ignoring_case(wanted.node, action.node)) {
            continue;
        }
        for (const std::string& name : {history, action.resource->id.get()}) {
            if (!equals_ignoring_case(wanted.resource, name)) continue;
            used_[index] = true;
            return OperationResult{name, std::string(action.operation), action.interval_ms, action.node, wanted.exit_status};
        }
    }
    return std::nullopt;
}

void ActionExecutor::count(const TransitionAction& action, const OperationResult& failure, CarriedOutStep& step) {
    step.failed_with = failure.exit_status;
    const bool is_final = (failure.task == task::start && is_infinite("failed-start-offset")) ||
                          (failure.task == task::stop && is_infinite("failed-stop-offset"));
    const bool infinite = is_final && (options_.whole_effects || cluster_.behavior.simulated_failures_are_final);
    if (!options_.whole_effects) {
        step.attributes = inject_fail_count(edit_, cluster_, failure, infinite, at_, Recorder::CrmSimulate);
        return;
    }
    step.failure_ignored = equals_ignoring_case(meta_attribute(action, "on_fail"), "ignore");
    const FailureWeight weight = step.failure_ignored ? FailureWeight::Ignored
                                 : infinite           ? FailureWeight::Forever
                                                      : FailureWeight::Once;
    step.attributes = count_failure(edit_, cluster_, failure, weight, at_);
}

/// What the graph says about how often a failure counts; nothing means for ever.
bool ActionExecutor::is_infinite(std::string_view offset) const {
    for (const auto& [name, value] : transition_.attributes) {
        if (name == offset) return parse_score(value).score.is_plus_infinity();
    }
    return true;
}

} // namespace placement

#include "schedule/actions/configuration_changes.h"

#include <algorithm>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include <fmt/format.h>

#include "base/hashed_name.h"
#include "base/text.h"
#include "rules/operation_configuration.h"
#include "rules/parameters.h"
#include "schedule/actions/clean_up.h"
#include "schedule/actions/fencing.h"
#include "schedule/actions/recurring.h"
#include "schedule/state/actions.h"
#include "schedule/state/connection_address.h"
#include "schedule/state/nodes.h"
#include "schedule/state/orderings.h"

namespace placement {

namespace {

constexpr std::string_view definition_change = "resource definition change";

// ---- one operation --------------------------------------------------------------------------------------------

/// What changes with the start that a single operation's parameters count for.
std::string_view restarted_task(std::string_view task, std::uint32_t interval_ms) {
    const bool of_start = task == task::monitor || task == task::migrate_from || task == task::promote;
    return interval_ms == 0 && of_start ? task::start : task;
}

const ParameterDigests& compare(WorkingState& state, ResourceId resource, NodeId node,
                                const OperationHistory& operation) {
    NextChange next_change;
    const ParameterDigests& digests = state.digests.compare(state.cluster, resource, node, operation, &next_change,
                                                            host_address(state, resource));
    recheck_by(state, next_change);
    return digests;
}

/// Secrets that were taken out of the configuration change digests, but nothing else. (Pacemaker: only_sanitized_changed)
bool only_secrets_changed(const WorkingState& state, const OperationHistory& operation,
                          const ParameterDigests& digests) {
    return state.options.sanitized && digests.last != DigestComparison::Same && !operation.digest_secure.empty() &&
           digests.secure == operation.digest_secure;
}

/// (Pacemaker: pcmk__readable_interval)
std::string readable_interval(std::uint32_t milliseconds) {
    constexpr std::uint32_t second = 1000;
    constexpr std::uint32_t minute = 60 * second;
    constexpr std::uint32_t hour = 60 * minute;
    constexpr std::uint32_t day = 24 * hour;
    std::string text;
    if (milliseconds >= day) text += fmt::format("{}d", milliseconds / day);
    if (milliseconds % day >= hour) text += fmt::format("{}h", milliseconds % day / hour);
    if (milliseconds % hour >= minute) text += fmt::format("{}m", milliseconds % hour / minute);
    const std::uint32_t rest = milliseconds % minute;
    if (rest >= second && rest % second != 0) {
        text += fmt::format("{}.{:03}s", rest / second, rest % second);
    } else if (rest >= second) {
        text += fmt::format("{}s", rest / second);
    } else if (rest != 0) {
        text += fmt::format("{}ms", rest);
    }
    return text.empty() ? "0s" : text;
}

void tell_of_secrets(WorkingState& state, ResourceId resource, NodeId node, std::string_view task,
                     const OperationHistory& operation) {
    state.notices.push_back(fmt::format("Only 'private' parameters to {}-interval {} for {} on {} changed: {}",
                                        readable_interval(operation.interval_ms), task, state.resource(resource).id,
                                        state.node(node).name,
                                        operation.transition_magic.empty() ? "(null)" : operation.transition_magic));
}

void force_restart(WorkingState& state, ResourceId resource, NodeId node, const ActionKey& key) {
    const ActionId required = schedule_action(state, resource, key, NodeId::none(), false);
    set_reason(state.actions[required], definition_change, true);
    trigger_unfencing(state, resource, node, "Device parameters changed", ActionId::none());
}

void schedule_reload(WorkingState& state, ResourceId resource, NodeId node) {
    ResourceState& now = state[resource];
    if (!now.managed || now.failed) return;
    if (now.start_pending) {
        schedule_action(state, resource, {task::stop}, node, false);
        return;
    }
    now.reloading = true;
    const ActionId reload = schedule_action(state, resource, {reload_task(state)}, node, false);
    set_reason(state.actions[reload], definition_change, false);
    const RelationFlags instead = RelationFlag::Ordered | RelationFlag::ThenCancelsFirst;
    add_ordering(state, one_action(state, reload), actions_of(resource, task::stop), instead);
    add_ordering(state, one_action(state, reload), actions_of(resource, task::demote), instead);
}

/// A parameter changed that takes no restart, as far as is known.
void renew(WorkingState& state, ResourceId resource, NodeId node, const ActionKey& key,
           const OperationHistory& operation) {
    if (key.interval_ms > 0) {
        reschedule_recurring(state, resource, key.task, key.interval_ms, node);
    } else if (!operation.digest_nonreloadable.empty()) {
        trigger_unfencing(state, resource, node, "Device parameters changed (reload)", ActionId::none());
        schedule_reload(state, resource, node);
    } else {
        force_restart(state, resource, node, key);
    }
}

void cancel(WorkingState& state, ResourceId resource, NodeId node, const OperationHistory& operation) {
    schedule_cancel(state, resource, operation.attributes.text("call-id"), operation.task, operation.interval_ms, node);
}

/// Whether the operation is no longer what is configured; then what follows of it is scheduled.
/// (Pacemaker: pcmk__check_action_config)
bool settle_change(WorkingState& state, ResourceId resource, NodeId node, const OperationHistory& operation) {
    const std::uint32_t interval = operation.interval_ms;
    if (interval > 0 && find_operation(state.resource(resource), operation.task, interval,
                                       DisabledOperations::DoNotCount) == nullptr) {
        if (state.cluster.options.cancel_removed_actions) {
            cancel(state, resource, node, operation);
        }
        return true;
    }
    const ActionKey key{restarted_task(operation.task, interval), interval};
    const ParameterDigests& digests = compare(state, resource, node, operation);
    if (only_secrets_changed(state, operation, digests)) {
        tell_of_secrets(state, resource, node, key.task, operation);
        return false;
    }
    switch (digests.last) {
    case DigestComparison::Same: return false;
    case DigestComparison::NeedsRestart: force_restart(state, resource, node, key); return true;
    case DigestComparison::Changed:
    case DigestComparison::Unknown: renew(state, resource, node, key, operation); return true;
    }
    return false;
}

void settle_change_and_failures(WorkingState& state, ResourceId resource, NodeId node,
                                const OperationHistory& operation) {
    if (!settle_change(state, resource, node, operation) || !has_failures(state, resource, node)) return;
    clear_fail_count(state, resource, node);
}

// ---- one history ----------------------------------------------------------------------------------------------

std::optional<std::string_view> configured_text(const std::string& text) {
    return text.empty() ? std::nullopt : std::optional<std::string_view>(text);
}

/// Whether the history is of another agent. Such a resource is stopped as what it was, and started anew.
/// (Pacemaker: pcmk__rsc_agent_changed)
bool agent_has_changed(WorkingState& state, ResourceId resource, NodeId node, const ResourceHistory& history,
                       bool is_active) {
    const Resource& configured = state.resource(resource);
    int changes = 0;
    if (configured_text(configured.agent) != history.agent) ++changes;
    if (configured_text(configured.standard) != history.standard) ++changes;
    if (configured_text(configured.provider) != history.provider) ++changes;
    for (int i = 0; i < changes; ++i) {
        trigger_unfencing(state, resource, node, "Device definition changed", ActionId::none());
    }
    if (changes == 0) return false;
    if (is_active) {
        schedule_action(state, resource, {task::stop}, node, false);
        state[resource].start_pending = true;
    }
    return true;
}

bool says_parameters(const OperationHistory& operation) {
    if (operation.interval_ms > 0) return true;
    return equals_ignoring_case(operation.task, task::monitor) || equals_ignoring_case(operation.task, task::start) ||
           equals_ignoring_case(operation.task, task::promote) ||
           equals_ignoring_case(operation.task, task::migrate_from);
}

/// Whether an operation is compared now or later depends on parameters, whose rules may change with time.
/// (Pacemaker: pe__bundle_needs_remote_name)
void recheck_by_parameters(WorkingState& state, ResourceId resource) {
    bool any_rules = false;
    for (ResourceId part = resource; part; part = state.resource(part).parent) any_rules |= has_rules(state.resource(part).parameters);
    if (!any_rules) return;
    NextChange next_change;
    parameters_on(state.cluster, resource, nullptr, &next_change);
    recheck_by(state, next_change);
}

void check_operation(WorkingState& state, ResourceId resource, NodeId node, OperationReference reference) {
    const OperationHistory& operation =
        state.cluster.histories[reference.history].operations[reference.operation];
    const bool in_maintenance = state.resource(resource).maintenance || state.node(node).maintenance;
    if (operation.interval_ms > 0 && in_maintenance) return cancel(state, resource, node, operation);
    if (!says_parameters(operation)) return;
    recheck_by_parameters(state, resource);
    if (needs_host_address(state, resource)) {
        state.waiting_comparisons.push_back({resource, node, reference, false});
    } else {
        settle_change_and_failures(state, resource, node, operation);
    }
}

bool is_active_on(const Resource& resource, NodeId node) {
    return std::find(resource.active_nodes.begin(), resource.active_nodes.end(), node) !=
           resource.active_nodes.end();
}

bool is_anonymous_clone(const Resource& resource) { return resource.is_clone() && !resource.unique; }

/// (Pacemaker: process_rsc_history)
void check_history(WorkingState& state, ResourceId resource, NodeId node, std::uint32_t index) {
    const ResourceHistory& history = state.cluster.histories[index];
    const Resource& configured = state.resource(resource);
    if (configured.removed) {
        const bool is_instance = is_anonymous_clone(state.resource(state.cluster.top(resource)));
        if (!is_instance) schedule_clean_up(state, resource, node, false);
        return;
    }
    const bool is_active = is_active_on(configured, node);
    if (agent_has_changed(state, resource, node, history, is_active)) schedule_clean_up(state, resource, node, false);
    if (!is_active || history.start_index < history.stop_index) return;
    const auto count = static_cast<std::uint32_t>(history.operations.size());
    for (auto i = static_cast<std::uint32_t>(std::max(history.start_index, 0)); i < count; ++i) {
        check_operation(state, resource, node, {index, i});
    }
}

// ---- all histories --------------------------------------------------------------------------------------------

/// The resources by the ids that a history may have for them, last first. (Pacemaker: pcmk__rscs_matching_id)
using ResourcesByHistoryId = std::unordered_map<std::string_view, std::vector<ResourceId>, NameHash, NameEqual>;

void index_by_history_id(const WorkingState& state, const std::vector<ResourceId>& resources,
                         ResourcesByHistoryId& index) {
    for (const ResourceId id : resources) {
        const Resource& resource = state.resource(id);
        index[resource.id].push_back(id);
        if (!resource.history_id.empty() && resource.history_id != resource.id) {
            index[resource.history_id].push_back(id);
        }
        index_by_history_id(state, state[id].children, index);
    }
}

/// Cluster::histories from `begin` to before `end`: those of one <node_state>.
struct HistoryRange {
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
};

/// The histories of each node's name, in the order of the status.
std::unordered_map<std::string_view, std::vector<HistoryRange>> histories_by_node(const Cluster& cluster) {
    std::unordered_map<std::string_view, std::vector<HistoryRange>> result;
    const auto count = static_cast<std::uint32_t>(cluster.histories.size());
    for (std::uint32_t begin = 0, end = 0; begin < count; begin = end) {
        const std::string_view node = cluster.histories[begin].node_name;
        // Those of one <node_state> have their name from one place, which says so sooner than the names do.
        while (end < count && cluster.histories[end].node_name.data() == node.data()) ++end;
        result[node].push_back({begin, end});
    }
    return result;
}

/// Whether unpacking has found that nothing in it has changed.
bool conforms(const WorkingState& state, NodeId node, const ResourceHistory& history) {
    if (history.conformity == Conformity::Unknown || !history.resource) return false;
    const Resource& resource = state.resource(history.resource);
    if (!is_active_on(resource, node)) return true;
    return history.conformity == Conformity::Parameters && !resource.maintenance && !state.node(node).maintenance;
}

void check_history(WorkingState& state, const ResourcesByHistoryId& resources, NodeId node, std::uint32_t index) {
    const ResourceHistory& history = state.cluster.histories[index];
    if (conforms(state, node, history)) return;
    const auto matching = resources.find(HashedName{history.xml_id, history.xml_id_hash});
    if (history.operations.empty() || matching == resources.end()) return;
    for (const ResourceId resource : matching->second) {
        if (state.resource(resource).is_primitive()) check_history(state, resource, node, index);
    }
}

bool is_checked(const WorkingState& state, NodeId node) {
    return state.node(node).maintenance || can_run_resources(state, node);
}

bool has_several_histories(const WorkingState& state, NodeId node) {
    const auto& names = state.cluster.nodes_with_several_histories;
    return std::find(names.begin(), names.end(), state.node(node).name) != names.end();
}

} // namespace

void handle_configuration_changes(WorkingState& state) {
    ResourcesByHistoryId resources;
    index_by_history_id(state, state.assignment_order, resources);
    for (auto& [id, matching] : resources) std::reverse(matching.begin(), matching.end());
    const auto histories = histories_by_node(state.cluster);

    for (const NodeId node : state.nodes.ids()) {
        if (!is_checked(state, node) || has_several_histories(state, node)) continue;
        const auto of_node = histories.find(state.node(node).name);
        if (of_node == histories.end()) continue;
        for (const HistoryRange& range : of_node->second) {
            for (std::uint32_t index = range.begin; index < range.end; ++index) {
                check_history(state, resources, node, index);
            }
        }
    }
}

void check_waiting_parameters(WorkingState& state) {
    const std::vector<WaitingComparison> waiting = std::move(state.waiting_comparisons);
    state.waiting_comparisons.clear();
    for (auto comparison = waiting.rbegin(); comparison != waiting.rend(); ++comparison) {
        const OperationReference reference = comparison->operation;
        const OperationHistory& operation =
            state.cluster.histories[reference.history].operations[reference.operation];
        if (!comparison->is_failure) {
            settle_change_and_failures(state, comparison->resource, comparison->node, operation);
            continue;
        }
        const DigestComparison result = compare(state, comparison->resource, comparison->node, operation).last;
        if (result == DigestComparison::Same || result == DigestComparison::Unknown) continue;
        clear_fail_count(state, comparison->resource, comparison->node);
    }
}

} // namespace placement

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "placement/names.h"
#include "simulate/carry_out/operation_record.h"
#include "simulate/events/event_context.h"
#include "simulate/events/events.h"

// Resources that fail, and nodes that are as their connections are.
namespace placement {

namespace {

bool watches(const OperationConfiguration& operation, bool promoted) {
    if (operation.name != "monitor" || operation.interval_ms == 0 || !operation.enabled) return false;
    const Role role = operation.role.value_or(Role::Started);
    return promoted ? role == Role::Promoted : (role == Role::Started || role == Role::Unpromoted);
}

/// The interval of the recurring monitor that would notice first: the most frequent one configured for the role, else the
/// most frequent one that the history knows. None where nothing watches the resource.
std::optional<std::uint32_t> recurring_monitor(const Cluster& cluster, ResourceId resource, NodeId node) {
    const Resource& what = cluster.resources[resource];
    std::optional<std::uint32_t> monitor;
    const auto consider = [&](std::uint32_t interval_ms) { monitor = std::min(monitor.value_or(interval_ms), interval_ms); };
    if (what.maintenance || cluster.nodes[node].maintenance) return monitor; // monitors pause
    for (const OperationConfiguration& operation : what.operations) {
        if (watches(operation, what.role == Role::Promoted)) consider(operation.interval_ms);
    }
    if (monitor || !what.removed) return monitor; // one that is configured no more is cancelled
    for (const ResourceHistory& history : cluster.histories) {
        if (history.resource != resource || history.node != node) continue;
        for (const OperationHistory& operation : history.operations) {
            if (operation.task == "monitor" && operation.interval_ms > 0) consider(operation.interval_ms);
        }
    }
    return monitor;
}

bool is_ignored(const Resource& resource, std::uint32_t interval_ms) {
    return std::ranges::any_of(resource.operations, [&](const OperationConfiguration& operation) {
        if (operation.interval_ms != interval_ms || !watches(operation, resource.role == Role::Promoted)) return false;
        const auto on_fail = operation.attributes.find("on-fail");
        return on_fail != operation.attributes.end() && on_fail->second == "ignore";
    });
}

/// A recurring operation that fails was run with the parameters that it was started with; a failure of which that is not
/// known would be forgotten.
void remember_parameters(CibEdit& edit, const OperationResult& result) {
    if (result.interval_ms == 0) return;
    const std::string& node = result.node;
    const std::string started = fmt::format("{}_{}_{}", result.resource, result.task, result.interval_ms);
    const std::string failure = result.resource + "_last_failure_0";
    if (edit.operation_attribute(node, result.resource, failure, "operation_key") != started) return;
    if (edit.operation_attribute(node, result.resource, started, "op-digest").empty()) return;
    for (const char* name :
         {"crm_feature_set", "op-digest", "op-force-restart", "op-restart-digest", "op-secure-params", "op-secure-digest"}) {
        const std::string value = edit.operation_attribute(node, result.resource, started, name);
        if (!value.empty()) edit.set_operation(node, result.resource, {}, failure, {{name, value}});
    }
}

void record_failure(const Cluster& cluster, CibEdit& edit, const ResourceFailure& failure, std::uint32_t interval_ms) {
    const Resource& resource = cluster.resources[failure.resource];
    FinishedOperation operation;
    operation.resource = name_in_history(cluster, failure.resource, failure.node);
    operation.task = task::monitor;
    operation.interval_ms = interval_ms;
    operation.exit_status = failure.exit_status;
    operation.execution_status = failure.execution_status;
    operation.expected = resource.role == Role::Promoted ? 8 : 0;
    operation.exit_reason = failure.reason;
    operation.at = cluster.now;
    const std::string& node = cluster.nodes[failure.node].name;
    record(edit, node, operation.resource, agent_attributes(resource.standard, resource.provider, resource.agent), operation);
    remember_parameters(edit, {operation.resource, operation.task, interval_ms, node, failure.exit_status});
}

bool runs_on(const Resource& resource, NodeId node) {
    return std::ranges::find(resource.active_nodes, node) != resource.active_nodes.end();
}

} // namespace

std::string joined_names(const std::vector<std::string>& names) { return fmt::format("{}", fmt::join(names, ", ")); }

std::string name_in_history(const Cluster& cluster, ResourceId resource, NodeId node) {
    for (const ResourceHistory& history : cluster.histories) {
        if (history.resource == resource && history.node == node) return std::string(history.xml_id);
    }
    const Resource& what = cluster.resources[resource];
    return what.history_id.empty() ? what.id : what.history_id;
}

void collect_primitives(const Cluster& cluster, ResourceId resource, std::vector<ResourceId>& primitives) {
    const Resource& what = cluster.resources[resource];
    if (what.is_primitive()) {
        primitives.push_back(resource);
        return;
    }
    for (const ResourceId child : what.children) {
        if (!what.is_group()) {
            collect_primitives(cluster, child, primitives);
            continue;
        }
        std::vector<std::string> members;
        for (const ResourceId member : what.children) members.push_back(cluster.resources[member].xml_id);
        throw ImpossibleEvent(
            fmt::format("group `{}` does not fail by itself: name one of its members ({})", what.xml_id, joined_names(members)));
    }
}

void fail(const ResourceFailure& failure, const EventContext& context) {
    const Cluster& cluster = context.cluster;
    CibEdit& edit = context.edit;
    const Resource& resource = cluster.resources[failure.resource];
    const std::string& node = cluster.nodes[failure.node].name;
    const auto monitor = recurring_monitor(cluster, failure.resource, failure.node);
    if (monitor) {
        const std::string name = name_in_history(cluster, failure.resource, failure.node);
        const OperationResult result{name, std::string(task::monitor), *monitor, node, failure.exit_status};
        const FailureWeight weight = is_ignored(resource, *monitor) ? FailureWeight::Ignored : FailureWeight::Once;
        count_failure(edit, cluster, result, weight, cluster.now);
    } else {
        note(context, "no-recurring-monitor",
             fmt::format("`{}` has no recurring monitor: the cluster notices its failure on {} only when somebody has "
                         "it probed, and this answer assumes that",
                         resource.id, node),
             resource.position);
    }
    record_failure(cluster, edit, failure, monitor.value_or(0));
}

void happen(const ResourceFails& event, const EventContext& context) {
    ResourceFailure failure;
    failure.resource = failing_instance(context.cluster, event);
    failure.node = require_node(context.cluster, event.node);
    fail(failure, context);
}

void happen(const OperationEnds& event, const EventContext& context) {
    const Cluster& cluster = context.cluster;
    end_operation(context.edit, cluster, event.result, cluster.now, false, Recorder::Cluster);
    OperationResult result = event.result;
    result.node = cluster.nodes[require_node(cluster, result.node)].name;
    remember_parameters(context.edit, result);
}

void happen(const OperationWillFail& event, const EventContext& context) { require_possible(event.result, context.cluster); }

void happen(const FencingWillFail& event, const EventContext& context) {
    const Node& node = context.cluster.nodes[require_node(context.cluster, event.node)];
    if (!node.is_guest()) return;
    throw ImpossibleEvent(fmt::format("`{}` is a guest node, which is fenced by stopping its container: let that fail to "
                                      "stop, or the fencing of the node that it is on",
                                      node.name));
}

ResourceId failing_instance(const Cluster& cluster, const ResourceFails& event) {
    const NodeId node = require_node(cluster, event.node);
    std::vector<ResourceId> primitives;
    for (const ResourceId resource : require_resources(cluster, event.resource)) {
        collect_primitives(cluster, resource, primitives);
    }
    std::vector<std::string> elsewhere;
    for (const ResourceId primitive : primitives) {
        const Resource& what = cluster.resources[primitive];
        if (runs_on(what, node)) return primitive;
        for (const NodeId active : what.active_nodes) elsewhere.push_back(cluster.nodes[active].name);
    }
    throw ImpossibleEvent(fmt::format("`{}` does not run on {} and so cannot fail there ({})", event.resource,
                                      cluster.nodes[node].name,
                                      elsewhere.empty() ? "it is stopped" : "it runs on " + joined_names(elsewhere)));
}

std::uint32_t watching_interval_ms(const Cluster& cluster, ResourceId resource, NodeId node) {
    const auto monitor = recurring_monitor(cluster, resource, node);
    return monitor.value_or(0);
}

void fail_resource(const Cluster& cluster, ResourceId resource, NodeId node, std::int32_t status, CibEdit& edit,
                   Diagnostics& notes) {
    ResourceFailure failure;
    failure.resource = resource;
    failure.node = node;
    failure.exit_status = status;
    fail(failure, {cluster, edit, notes});
}

} // namespace placement

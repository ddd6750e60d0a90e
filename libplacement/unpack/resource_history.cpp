#include "unpack/resource_history.h"

#include <limits>
#include <optional>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "base/preparation.h"
#include "base/text.h"
#include "cib/operation_history.h"
#include "unpack/history_findings.h"
#include "unpack/history_owner.h"
#include "unpack/known_names.h"
#include "unpack/operation_result.h"
#include "unpack/removed_resources.h"
#include "unpack/resource_building.h"
#include "unpack/resource_state.h"
#include "unpack/status_wishes.h"

namespace placement {

namespace {

/// A resource that a cleanly stopped node is to get back. (Pacemaker: unpack_shutdown_lock)
void apply_shutdown_lock(StatusContext& context, const StateElement& lrm_resource, ResourceId resource, NodeId node) {
    Cluster& cluster = context.cluster;
    const std::int64_t since = parse_integer(lrm_resource.value("shutdown-lock")).value_or(0);
    if (since == 0) return;
    const std::int64_t limit = seconds_of(cluster.options.shutdown_lock_limit_ms);
    if (limit > 0 && since < cluster.now.seconds - limit) {
        Wish& wish = wish_action(context, Wish::Kind::ClearHistory, resource, node);
        wish.reason = "shutdown lock expired";
        wish.position = context.unpacking.position(lrm_resource);
    } else {
        cluster.resources[resource].lock_node = node;
        cluster.resources[resource].lock_time = since;
    }
}

/// What runs on the node again and again since the resource was started there. (Pacemaker: process_recurring)
void wish_recurring_operations(StatusContext& context, std::uint32_t history_index, ResourceId resource, NodeId node) {
    Cluster& cluster = context.cluster;
    if (!cluster.nodes[node].online) return;
    const ResourceHistory& history = cluster.histories[history_index];
    for (std::uint32_t i = 0; i < history.operations.size(); ++i) {
        const OperationHistory& operation = history.operations[i];
        const auto index = static_cast<std::int32_t>(i);
        const bool stopped_since = history.start_index < history.stop_index && index <= history.stop_index;
        if (stopped_since || index < history.start_index) continue;
        if (operation.interval_ms == 0 || operation.task.empty()) continue;
        if (attribute(operation, "op-status") == "-1") continue;
        Wish& wish = wish_action(context, Wish::Kind::RecurringMonitor, resource, node);
        wish.optional = true;
        wish.operation = {history_index, i};
        wish.position = operation.position;
    }
}

void restrict_next_role(Resource& resource, Role allowed) {
    if (resource.next_role == Role::Unknown || allowed < resource.next_role) set_next_role(resource, allowed, "target-role");
}

/// What a history that found nothing does: as apply_resource_history, which would find out that nothing else follows.
void apply_not_running(StatusContext& context, const HistoryFinding& finding, NodeId node, ResourceHistory& history) {
    Resource& resource = context.cluster.resources[finding.owner];
    history.resource = finding.owner;
    history.conformity = finding.conformity;
    const Role role_elsewhere = std::exchange(resource.role, Role::Stopped);
    set_next_role(resource, Role::Unknown, "not running");
    apply_resource_state(context, finding.owner, node, OnFail::Ignore);
    if (finding.allowed_role != Role::Unknown) restrict_next_role(resource, finding.allowed_role);
    if (role_elsewhere > resource.role) resource.role = role_elsewhere;
}

/// (Pacemaker: unpack_lrm_resource)
ResourceId apply_resource_history(StatusContext& context, NodeId node, const StateElement& lrm_resource, std::uint32_t index,
                                  const HistoryFinding& finding) {
    Cluster& cluster = context.cluster;
    const std::string_view id = cluster.histories[index].xml_id;
    if (id.empty() && !attribute(lrm_resource, "id")) {
        context.unpacking.error("history-without-resource", context.unpacking.position(lrm_resource),
                                fmt::format("a resource's history on `{}` is ignored: it needs the resource's id",
                                            cluster.nodes[node].name));
        return {};
    }
    const bool empty = cluster.histories[index].operations.empty();
    if (empty && !cluster.options.shutdown_lock) return {};

    ResourceId resource_id = finding.owner;
    if (!resource_id) resource_id = find_history_owner(context, node, {id, cluster.histories[index].xml_id_hash});
    if (!resource_id && !empty) resource_id = add_removed_resource_of(context, node, id, lrm_resource);
    if (!resource_id) return {};
    cluster.histories[index].resource = resource_id;
    cluster.histories[index].conformity = finding.conformity;
    if (cluster.options.shutdown_lock) apply_shutdown_lock(context, lrm_resource, resource_id, node);

    const Role role_elsewhere = cluster.resources[resource_id].role;
    cluster.resources[resource_id].role = Role::Unknown;
    HistoryProgress progress;
    const auto count = static_cast<std::uint32_t>(cluster.histories[index].operations.size());
    for (std::uint32_t i = 0; i < count; ++i) {
        apply_operation(context, resource_id, node, {index, i}, progress);
    }
    wish_recurring_operations(context, index, resource_id, node);
    apply_resource_state(context, resource_id, node, progress.on_fail);
    Resource& resource = cluster.resources[resource_id];
    if (const auto allowed = target_role(cluster, resource_id)) restrict_next_role(resource, *allowed);
    if (role_elsewhere > resource.role) resource.role = role_elsewhere;
    return resource_id;
}

} // namespace

std::optional<Role> target_role(const Cluster& cluster, ResourceId resource_id) {
    const std::string* value = find_meta(cluster.resources[resource_id], "target-role");
    if (value == nullptr) return std::nullopt;
    const Role role = known_role(*value, cluster);
    if (role == Role::Stopped) return role;
    if (role == Role::Unpromoted && cluster.resources[cluster.top(resource_id)].promotable) return role;
    return std::nullopt;
}

void apply_resource_histories(StatusContext& context, NodeId node, const StateElement& node_state, std::uint32_t first) {
    const auto findings = findings_of(context.unpacking, node_state);
    bool found_removed_launched = false;
    std::uint32_t index = first;
    for (std::size_t i = 0; i < node_state.histories().size(); ++i, ++index) {
        const HistoryFinding finding = findings ? findings->histories[i] : HistoryFinding();
        if (finding.not_running) {
            apply_not_running(context, finding, node, context.cluster.histories[index]);
            continue;
        }
        const StateElement& lrm_resource = *node_state.histories()[i]->element;
        const ResourceId resource = apply_resource_history(context, node, lrm_resource, index, finding);
        if (resource && context.cluster.resources[resource].removed_launched) found_removed_launched = true;
    }
    if (!found_removed_launched) return;
    for (const RecordedHistory* const recorded : node_state.histories()) reconnect_with_launcher(context, *recorded->element);
}

} // namespace placement

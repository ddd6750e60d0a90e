#include "unpack/migration_history.h"

#include <algorithm>
#include <optional>
#include <string_view>

#include <fmt/format.h>

#include "base/text.h"
#include "unpack/active_resources.h"
#include "cib/operation_history.h"
#include "unpack/status_wishes.h"

namespace placement {

namespace {

struct Ends {
    std::string_view source;
    std::string_view target;
};

/// The names that the entry has for both ends; none, with a diagnostic, where they cannot be right.
/// (Pacemaker: get_migration_node_names)
std::optional<Ends> migration_ends(StatusContext& context, const OperationHistory& operation,
                                   const Node* expected_source, const Node* expected_target) {
    const auto ignore = [&](std::string_view why) {
        context.unpacking.error("unusable-migration", operation.position,
                                fmt::format("the history entry `{}` is ignored: {}",
                                            attribute(operation, "id").value_or(""), why));
        return std::nullopt;
    };
    const auto source = attribute(operation, "migrate_source");
    const auto target = attribute(operation, "migrate_target");
    if (!source || !target) return ignore("a migration needs migrate_source and migrate_target");
    if (expected_source && !equals_ignoring_case(*source, expected_source->name)) {
        return ignore(fmt::format("migrate_source is `{}`, but the entry is of `{}`", *source, expected_source->name));
    }
    if (expected_target && !equals_ignoring_case(*target, expected_target->name)) {
        return ignore(fmt::format("migrate_target is `{}`, but the entry is of `{}`", *target, expected_target->name));
    }
    return Ends{*source, *target};
}

/// The node's only entry of the task that satisfies the condition; null where there is none or there are several.
template <typename Condition>
const OperationHistory* find_only(const StatusContext& context, std::string_view resource_id, std::string_view node,
                                  std::string_view task, const Condition& condition) {
    const OperationHistory* found = nullptr;
    for (const std::uint32_t index : histories_of(context, node, resource_id)) {
        for (const OperationHistory& operation : context.cluster.histories[index].operations) {
            if (operation.task != task || !condition(operation)) continue;
            if (found) return nullptr;
            found = &operation;
        }
    }
    return found;
}

const OperationHistory* find_migrate_from(const StatusContext& context, std::string_view resource_id, Ends ends) {
    return find_only(context, resource_id, ends.target, "migrate_from", [&](const OperationHistory& operation) {
        return attribute(operation, "migrate_source") == ends.source;
    });
}

const OperationHistory* find_migrate_to(const StatusContext& context, std::string_view resource_id, Ends ends) {
    return find_only(context, resource_id, ends.source, "migrate_to", [&](const OperationHistory& operation) {
        return attribute(operation, "migrate_target") == ends.target;
    });
}

bool has_ended_with(const OperationHistory& operation, std::int32_t wanted) {
    return operation.exit_status.value_or(exit_status::unknown_error) == wanted &&
           operation.execution_status.value_or(execution_status::error) == execution_status::done;
}

/// Whether the node's history says nothing of the resource. (Pacemaker: unknown_on_node)
bool is_unknown_on(const StatusContext& context, std::string_view resource_id, std::string_view node) {
    const auto& histories = histories_of(context, node, resource_id);
    return std::none_of(histories.begin(), histories.end(), [&](std::uint32_t index) {
        const auto& operations = context.cluster.histories[index].operations;
        return std::any_of(operations.begin(), operations.end(), [](const OperationHistory& operation) {
            const auto answer = attribute(operation, "rc-code");
            return answer && *answer != "193"; // 193: exit_status::unknown, as a pending operation has it
        });
    });
}

/// An operation of a migration, and whether it is of the node whose others it is compared with.
struct MigrationEvent {
    const OperationHistory& operation;
    bool same_node = false;
};

bool is_newer(const StatusContext& context, const OperationHistory& other, const MigrationEvent& event) {
    if (!context.cluster.behavior.nameless_histories_are_of_one_node) return compare_age(other, event.operation) > 0;
    return compare_age_as_before(other, event.operation, event.same_node) > 0;
}

/// Whether a probe or monitor has found it stopped since. (Pacemaker: monitor_not_running_after)
bool found_stopped_after(const StatusContext& context, std::string_view resource_id, std::string_view node,
                         const MigrationEvent& event) {
    const auto* monitor = find_only(context, resource_id, node, "monitor", [](const auto&) { return true; });
    return monitor && has_ended_with(*monitor, exit_status::not_running) && is_newer(context, *monitor, event);
}

/// Whether something newer has changed the resource's state on the node. (Pacemaker: non_monitor_after)
bool changed_after(const StatusContext& context, std::string_view resource_id, std::string_view node,
                   const MigrationEvent& event) {
    const auto& histories = histories_of(context, node, resource_id);
    if (histories.size() != 1) return false;
    const auto& operations = context.cluster.histories[histories.front()].operations;
    return std::any_of(operations.begin(), operations.end(), [&](const OperationHistory& other) {
        const std::string_view task = other.task;
        const bool changes = task == "start" || task == "stop" || task == "migrate_to" || task == "migrate_from";
        return &other != &event.operation && changes && is_newer(context, other, event);
    });
}

/// Whether the node's history has something newer than the migration. (Pacemaker: newer_state_after_migrate)
bool has_newer_state(const StatusContext& context, std::string_view resource_id, std::string_view node,
                     const OperationHistory* migrate_to, const OperationHistory* migrate_from) {
    const OperationHistory* operation = migrate_from ? migrate_from : migrate_to;
    // A node's own entry is the one whose age can be compared with its others.
    if (operation != migrate_to && migrate_to &&
        equals_ignoring_case(attribute(*operation, "migrate_source").value_or(""), node)) {
        operation = migrate_to;
    }
    const std::string_view of = operation == migrate_to ? "migrate_source" : "migrate_target";
    const MigrationEvent event{*operation, equals_ignoring_case(attribute(*operation, of).value_or(""), node)};
    return changed_after(context, resource_id, node, event) || found_stopped_after(context, resource_id, node, event);
}

bool is_online(const Cluster& cluster, NodeId node) { return node && cluster.nodes[node].online; }

/// The copy on the source must be stopped. (Pacemaker: add_dangling_migration)
void leave_behind(Resource& resource, NodeId source) {
    resource.dangling_migration_sources.insert(resource.dangling_migration_sources.begin(), source);
}

void fail_unmigratable(Resource& resource) {
    mark_failed(resource);
    resource.migratable = false;
}

// ---- by later stops (to 2.1.2) --------------------------------------------------------------------------------

std::int64_t call_id(const OperationHistory* operation) {
    return operation == nullptr ? 0 : parse_integer(attribute(*operation, "call-id").value_or("0")).value_or(0);
}

/// The node's only entry of the task, if it succeeded.
const OperationHistory* find_success(const StatusContext& context, std::string_view resource_id, std::string_view node,
                                     std::string_view task) {
    const auto* found = find_only(context, resource_id, node, task, [](const auto&) { return true; });
    return found && has_ended_with(*found, exit_status::ok) ? found : nullptr;
}

bool succeeded_after(const StatusContext& context, std::string_view resource_id, std::string_view node,
                     std::string_view task, const OperationHistory& operation) {
    const auto* later = find_success(context, resource_id, node, task);
    return later && call_id(later) > call_id(&operation);
}

void add_if_online(StatusContext& context, ResourceId resource, std::string_view name) {
    const NodeId node = context.cluster.find_node(name);
    if (is_online(context.cluster, node)) add_active_node(context, resource, node, false);
}

void migrate_to_success_by_stops(StatusContext& context, ResourceId resource_id, NodeId source,
                                 const OperationHistory& migrate_to, Ends ends) {
    Cluster& cluster = context.cluster;
    Resource& resource = cluster.resources[resource_id];
    if (succeeded_after(context, resource.id, ends.source, "stop", migrate_to)) return;
    resource.role = Role::Started;
    const auto* migrate_from = find_migrate_from(context, resource.id, ends);
    if (migrate_from && has_ended_with(*migrate_from, exit_status::ok)) {
        resource.role = Role::Stopped;
        leave_behind(resource, source);
        return;
    }
    const bool failed = migrate_from &&
                        migrate_from->execution_status.value_or(execution_status::done) != execution_status::pending;
    const NodeId target = cluster.find_node(ends.target);
    add_if_online(context, resource_id, ends.target);
    if (failed) return;
    if (!is_online(cluster, target)) {
        fail_unmigratable(resource);
    } else if (is_online(cluster, source)) {
        resource.partial_migration_target = target;
        resource.partial_migration_source = source;
    }
}

void migrate_to_failure_by_stops(StatusContext& context, ResourceId resource_id, NodeId source,
                                 const OperationHistory& migrate_to, Ends ends) {
    Resource& resource = context.cluster.resources[resource_id];
    resource.role = Role::Started;
    const auto* stop = find_success(context, resource.id, ends.target, "stop");
    const auto* migrate_from = find_migrate_from(context, resource.id, ends);
    if (migrate_from && !has_ended_with(*migrate_from, exit_status::ok)) migrate_from = nullptr;
    if (!stop || call_id(stop) < call_id(migrate_from)) return add_if_online(context, resource_id, ends.target);
    if (migrate_from) return;
    for (const std::string_view task : {"migrate_from", "start", "stop"}) {
        if (succeeded_after(context, resource.id, ends.source, task, migrate_to)) return;
    }
    leave_behind(resource, source);
}

void migrate_from_failure_by_stops(StatusContext& context, ResourceId resource_id, Ends ends) {
    Resource& resource = context.cluster.resources[resource_id];
    resource.role = Role::Started;
    const auto* stop = find_success(context, resource.id, ends.source, "stop");
    const auto* migrate_to = find_migrate_to(context, resource.id, ends);
    if (migrate_to && !has_ended_with(*migrate_to, exit_status::ok)) migrate_to = nullptr;
    if (!stop || call_id(stop) < call_id(migrate_to)) add_if_online(context, resource_id, ends.source);
}

bool by_stops(const StatusContext& context) { return !context.cluster.behavior.newer_states_end_migrations; }

} // namespace

void apply_migrate_to_success(StatusContext& context, ResourceId resource_id, NodeId source,
                              const OperationHistory& migrate_to) {
    Cluster& cluster = context.cluster;
    Resource& resource = cluster.resources[resource_id];
    const auto ends = migration_ends(context, migrate_to, &cluster.nodes[source], nullptr);
    if (!ends) return;
    if (by_stops(context)) return migrate_to_success_by_stops(context, resource_id, source, migrate_to, *ends);

    const bool source_is_newer = changed_after(context, resource.id, ends->source, {migrate_to, true});
    const auto* migrate_from = find_migrate_from(context, resource.id, *ends);
    if (migrate_from && source_is_newer) return;
    const bool target_is_newer = has_newer_state(context, resource.id, ends->target, &migrate_to, migrate_from);
    if (source_is_newer && target_is_newer) return;

    const auto ending = migrate_from ? migrate_from->execution_status.value_or(execution_status::pending)
                                     : execution_status::pending;
    if (ending == execution_status::done && migrate_from->exit_status.value_or(exit_status::ok) == exit_status::ok) {
        resource.role = Role::Stopped;
        leave_behind(resource, source);
        return;
    }

    resource.role = Role::Started;
    const NodeId target = cluster.find_node(ends->target);
    const bool active_on_target = !target_is_newer && is_online(cluster, target);
    if (ending != execution_status::pending) {
        if (active_on_target) {
            add_active_node(context, resource_id, target, true);
        } else {
            fail_unmigratable(resource);
        }
        return;
    }
    if (is_online(cluster, target) && is_unknown_on(context, resource.id, ends->target)) return; // still under way
    if (active_on_target) {
        const NodeId source_by_name = cluster.find_node(ends->source);
        add_active_node(context, resource_id, target, false);
        if (is_online(cluster, source_by_name)) {
            resource.partial_migration_target = target;
            resource.partial_migration_source = source_by_name;
        }
    } else if (!source_is_newer) {
        fail_unmigratable(resource);
    }
}

void apply_migrate_to_failure(StatusContext& context, ResourceId resource_id, NodeId source,
                              const OperationHistory& migrate_to) {
    Cluster& cluster = context.cluster;
    Resource& resource = cluster.resources[resource_id];
    const auto ends = migration_ends(context, migrate_to, &cluster.nodes[source], nullptr);
    if (!ends) return;
    if (by_stops(context)) return migrate_to_failure_by_stops(context, resource_id, source, migrate_to, *ends);

    resource.role = Role::Started;
    const auto* migrate_from = find_migrate_from(context, resource.id, *ends);
    if (migrate_from && !has_ended_with(*migrate_from, exit_status::ok)) migrate_from = nullptr;
    if (!is_unknown_on(context, resource.id, ends->target) &&
        !has_newer_state(context, resource.id, ends->target, &migrate_to, migrate_from)) {
        const NodeId target = cluster.find_node(ends->target);
        if (is_online(cluster, target)) add_active_node(context, resource_id, target, false);
    } else if (!changed_after(context, resource.id, ends->source, {migrate_to, true})) {
        leave_behind(resource, source);
    }
}

void apply_migrate_from_failure(StatusContext& context, ResourceId resource_id, NodeId target,
                                const OperationHistory& migrate_from) {
    Cluster& cluster = context.cluster;
    Resource& resource = cluster.resources[resource_id];
    const auto ends = migration_ends(context, migrate_from, nullptr, &cluster.nodes[target]);
    if (!ends) return;
    if (by_stops(context)) return migrate_from_failure_by_stops(context, resource_id, *ends);

    resource.role = Role::Started;
    const auto* migrate_to = find_migrate_to(context, resource.id, *ends);
    if (migrate_to && !has_ended_with(*migrate_to, exit_status::ok)) migrate_to = nullptr;
    if (is_unknown_on(context, resource.id, ends->source) ||
        has_newer_state(context, resource.id, ends->source, migrate_to, &migrate_from)) {
        return;
    }
    const NodeId source = cluster.find_node(ends->source);
    if (is_online(cluster, source)) add_active_node(context, resource_id, source, true);
}

} // namespace placement

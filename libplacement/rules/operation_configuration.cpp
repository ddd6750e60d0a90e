#include "rules/operation_configuration.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <string>

#include "base/iso8601.h"
#include "base/text.h"
#include "placement/error.h"
#include "rules/parameters.h"

namespace placement {

namespace {

constexpr std::int32_t default_timeout_ms = 20'000;

/// (Pacemaker: most_frequent_monitor)
const OperationConfiguration* most_frequent_monitor(const Resource& resource) {
    const OperationConfiguration* most_frequent = nullptr;
    for (const OperationConfiguration& operation : resource.operations) {
        if (operation.name != "monitor" || operation.interval_ms == 0 || !operation.enabled) continue;
        if (most_frequent == nullptr || operation.interval_ms < most_frequent->interval_ms) most_frequent = &operation;
    }
    return most_frequent;
}

bool is_promoted_monitor(const OperationConfiguration& operation) {
    return operation.name == "monitor" && operation.interval_ms != 0 && operation.role == Role::Promoted;
}

/// The last of them that has one.
std::optional<std::string> on_fail_of_promoted_monitor(const Resource& resource) {
    std::optional<std::string> result;
    for (const OperationConfiguration& operation : resource.operations) {
        const auto on_fail = operation.attributes.find("on-fail");
        if (on_fail == operation.attributes.end() || !is_promoted_monitor(operation) || !operation.enabled) continue;
        if (!equals_ignoring_case(on_fail->second, "demote")) result = on_fail->second;
    }
    return result;
}

bool allows_demote(const OperationConfiguration* configured) {
    return configured != nullptr && (configured->name == "promote" || is_promoted_monitor(*configured));
}

std::optional<std::string> value_of(const AttributeTable& table, std::string_view name) {
    const auto found = table.find(name);
    if (found == table.end()) return std::nullopt;
    return found->second;
}

void set_or_remove(AttributeTable& table, const std::string& name, std::optional<std::string> value) {
    if (value) {
        table.insert_or_assign(name, std::move(*value));
    } else {
        table.erase(name);
    }
}

bool is_probe(std::string_view task, std::uint32_t interval_ms) { return task == "monitor" && interval_ms == 0; }

/// A fencing device says in its parameters how long its monitor takes.
void take_fencing_timeout(const Cluster& cluster, ResourceId resource, NodeId node, NextChange* next_change,
                          AttributeTable& meta) {
    const AttributeTable* attributes = node ? &cluster.nodes[node].attributes : nullptr;
    const AttributeTable parameters = parameters_on(cluster, resource, attributes, next_change);
    if (const auto timeout = value_of(parameters, "pcmk_monitor_timeout")) meta.insert_or_assign("timeout", *timeout);
}

/// Milliseconds; what is unreadable is none. (Pacemaker: unpack_start_delay)
std::int64_t read_start_delay(std::string_view text) {
    return std::clamp<std::int64_t>(parse_milliseconds(text).value_or(0), 0, std::numeric_limits<std::int32_t>::max());
}

/// Milliseconds to the next moment that is a whole number of intervals after `origin`.
/// (Pacemaker: unpack_interval_origin)
std::optional<std::int64_t> delay_to_origin(std::string_view origin, std::uint32_t interval_ms, Time now) {
    if (interval_ms == 0) return std::nullopt;
    try {
        const CalendarTime since = parse_calendar_time(origin, CalendarTime(now));
        const std::int64_t interval = std::max<std::int64_t>((std::int64_t{interval_ms} + 500) / 1000, 1);
        const std::int64_t passed = (now.seconds - since.seconds_since_epoch()) % interval;
        return ((passed <= 0 ? 0 : interval) - passed) * 1000;
    } catch (const InvalidArgument&) {
        return std::nullopt;
    }
}

void settle_start_delay(AttributeTable& meta, std::uint32_t interval_ms, Time now) {
    std::optional<std::int64_t> delay;
    if (const auto text = value_of(meta, "start-delay")) {
        delay = read_start_delay(*text);
    } else if (const auto origin = value_of(meta, "interval-origin")) {
        delay = delay_to_origin(*origin, interval_ms, now);
    }
    if (delay) meta.insert_or_assign("start-delay", std::to_string(*delay));
}

} // namespace

const OperationConfiguration* find_exact_operation(const Resource& resource, std::string_view task,
                                                   std::uint32_t interval_ms, DisabledOperations disabled) {
    for (const OperationConfiguration& operation : resource.operations) {
        if (disabled == DisabledOperations::DoNotCount && !operation.enabled) continue;
        if (operation.interval_ms == interval_ms && operation.name == task) return &operation;
    }
    return nullptr;
}

const OperationConfiguration* find_operation(const Resource& resource, std::string_view task,
                                             std::uint32_t interval_ms, DisabledOperations disabled) {
    const OperationConfiguration* found = find_exact_operation(resource, task, interval_ms, disabled);
    if (found == nullptr && (task == "migrate_to" || task == "migrate_from")) {
        found = find_exact_operation(resource, "migrate", 0, disabled);
    }
    return found;
}

AttributeTable operation_meta(const Cluster& cluster, ResourceId resource_id, std::string_view task,
                              std::uint32_t interval_ms, const OperationConfiguration* configured,
                              NextChange* next_change) {
    const Resource& resource = cluster.resources[resource_id];
    RuleInput input;
    input.now = cluster.now;
    input.standard = &resource.standard;
    input.provider = &resource.provider;
    input.agent = &resource.agent;
    input.operation = std::string(task);
    input.interval_ms = interval_ms;

    AttributeTable meta;
    if (configured != nullptr) {
        merge_attributes(configured->meta_attributes, input, meta, {}, next_change);
        for (const auto& [name, value] : configured->attributes) meta.insert_or_assign(name, value);
    }
    if (is_probe(task, interval_ms) && !meta.contains("timeout")) {
        const OperationConfiguration* monitor = most_frequent_monitor(resource);
        const auto timeout = monitor != nullptr ? monitor->attributes.find("timeout") : AttributeTable::const_iterator();
        if (monitor != nullptr && timeout != monitor->attributes.end()) meta.emplace("timeout", timeout->second);
    }
    merge_attributes(cluster.operation_defaults, input, meta, {}, next_change);
    return meta;
}

std::int32_t operation_timeout(const AttributeTable& meta) {
    const auto found = meta.find("timeout");
    if (found == meta.end()) return default_timeout_ms;
    const std::int64_t timeout = parse_milliseconds(found->second).value_or(0);
    if (timeout <= 0) return default_timeout_ms;
    return static_cast<std::int32_t>(std::min<std::int64_t>(timeout, std::numeric_limits<std::int32_t>::max()));
}

std::optional<std::string> allowed_on_fail(const Resource& resource, std::string_view task,
                                           const OperationConfiguration* configured,
                                           std::optional<std::string> value) {
    const auto is = [&](std::string_view word) { return value && equals_ignoring_case(*value, word); };
    if (task == "stop" && (is("standby") || is("demote") || is("stop"))) return std::nullopt;
    if (task == "demote" && !value) return on_fail_of_promoted_monitor(resource);
    if (task == "lrm_delete") return is("ignore") ? value : "ignore";
    if (is("demote") && !allows_demote(configured)) return std::nullopt;
    return value;
}

AttributeTable effective_operation_meta(const Cluster& cluster, ResourceId resource_id, NodeId node,
                                        std::string_view task, std::uint32_t interval_ms,
                                        const OperationConfiguration* configured, NextChange* next_change) {
    const Resource& resource = cluster.resources[resource_id];
    AttributeTable meta = operation_meta(cluster, resource_id, task, interval_ms, configured, next_change);
    meta.erase("id");
    set_or_remove(meta, "interval",
                  interval_ms > 0 ? std::optional(std::to_string(interval_ms)) : std::nullopt);
    if (equals_ignoring_case(resource.standard, "stonith") && (task == "start" || is_probe(task, interval_ms))) {
        take_fencing_timeout(cluster, resource_id, node, next_change, meta);
    }
    meta.insert_or_assign("timeout", std::to_string(operation_timeout(meta)));
    if (!cluster.behavior.on_fail_stays_as_configured) {
        set_or_remove(meta, "on-fail", allowed_on_fail(resource, task, configured, value_of(meta, "on-fail")));
    }
    settle_start_delay(meta, interval_ms, cluster.now);
    return meta;
}

} // namespace placement

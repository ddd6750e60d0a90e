#include "rules/operation_configuration.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <string>

#include "base/text.h"

namespace placement {

namespace {

constexpr std::int32_t default_timeout_ms = 20'000;

const OperationConfiguration* find_exactly(const Resource& resource, std::string_view task, std::uint32_t interval_ms) {
    for (const OperationConfiguration& operation : resource.operations) {
        if (operation.interval_ms == interval_ms && operation.name == task) return &operation;
    }
    return nullptr;
}

/// (Pacemaker: most_frequent_monitor)
const OperationConfiguration* most_frequent_monitor(const Resource& resource) {
    const OperationConfiguration* most_frequent = nullptr;
    for (const OperationConfiguration& operation : resource.operations) {
        if (operation.name != "monitor" || operation.interval_ms == 0 || !operation.enabled) continue;
        if (most_frequent == nullptr || operation.interval_ms < most_frequent->interval_ms) most_frequent = &operation;
    }
    return most_frequent;
}

} // namespace

const OperationConfiguration* find_operation(const Resource& resource, std::string_view task,
                                             std::uint32_t interval_ms) {
    const OperationConfiguration* found = find_exactly(resource, task, interval_ms);
    if (found == nullptr && (task == "migrate_to" || task == "migrate_from")) {
        found = find_exactly(resource, "migrate", 0);
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
    if (task == "monitor" && interval_ms == 0 && !meta.contains("timeout")) {
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

} // namespace placement

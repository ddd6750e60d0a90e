#include <algorithm>

#include <fmt/format.h>

#include "base/last_failure.h"
#include "base/line_of.h"
#include "explain/left_alone.h"
#include "placement/explain.h"

namespace placement {

namespace {

const OperationConfiguration* configured(const Resource& resource, const OperationHistory& operation) {
    for (const OperationConfiguration& each : resource.operations) {
        if (each.name == operation.task && each.interval_ms == operation.interval_ms) return &each;
    }
    return nullptr;
}

/// "on-fail=block (line 12)": what was configured for the operation, or what holds without that.
std::string on_fail_text(const Cluster& cluster, const OperationConfiguration* operation, std::string_view task,
                         std::string_view value) {
    if (operation != nullptr && operation->attributes.contains("on-fail")) {
        return fmt::format("on-fail is {}{}", value, line_of(operation->position));
    }
    if (task == task::stop && !cluster.options.fencing_enabled) {
        return fmt::format("on-fail is {}, the default for a stop without fencing", value);
    }
    return fmt::format("on-fail is {}", value);
}

} // namespace

std::vector<Obstacle> why_stuck(const Cluster& cluster, ResourceId primitive, NodeId node) {
    const Resource& resource = cluster.resources[primitive];
    const OperationHistory* failure = last_failure(cluster, primitive, node);
    const std::string what = failure_text(failure);
    const OperationConfiguration* operation = failure == nullptr ? nullptr : configured(resource, *failure);
    const std::string_view task = failure == nullptr ? std::string_view() : failure->task;
    Obstacle obstacle;
    obstacle.node = cluster.nodes[node].name;
    obstacle.position = operation == nullptr ? resource.position : operation->position;
    if (resource.blocked) {
        obstacle.code = "blocked-after-failure";
        const std::string several = several_nodes_words(cluster, resource);
        const bool by_several = resource.multiple_active == MultipleActive::Block && !several.empty();
        obstacle.text = by_several ? fmt::format("{}, and the cluster leaves it alone: {}", what, several)
                                   : fmt::format("{}, and the cluster leaves it alone until somebody cleans it up: {}", what,
                                                 on_fail_text(cluster, operation, task, "block"));
    } else if (resource.ignore_failure) {
        obstacle.code = "failure-ignored";
        obstacle.text =
            fmt::format("{}, and the cluster does nothing about it: {}", what, on_fail_text(cluster, operation, task, "ignore"));
    } else if (!resource.managed) {
        obstacle.code = "unmanaged";
        obstacle.text = fmt::format("{}, and the cluster does nothing about it: the resource is not managed", what);
    } else if (failure != nullptr) {
        obstacle.code = "failed";
        obstacle.text = fmt::format("{}, and the cluster has not recovered it", what);
    } else {
        return {};
    }
    return {obstacle};
}

} // namespace placement

#include "base/last_failure.h"

#include <fmt/format.h>

namespace placement {

const OperationHistory* last_failure(const Cluster& cluster, ResourceId primitive, NodeId node) {
    const OperationHistory* found = nullptr;
    for (const OperationReference& failed : cluster.failed_operations) {
        const ResourceHistory& history = cluster.histories[failed.history];
        if (history.resource == primitive && history.node == node) found = &history.operations[failed.operation];
    }
    return found;
}

std::string failure_text(const OperationHistory* failure) {
    if (failure == nullptr) return "it failed";
    return fmt::format("its {} failed (exit status {}{}{})", failure->task, failure->exit_status.value_or(1),
                       failure->exit_reason.empty() ? "" : ": ", failure->exit_reason);
}

} // namespace placement

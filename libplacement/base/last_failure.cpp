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

const OperationHistory* ending_failure(const Cluster& cluster, ResourceId resource, NodeId node) {
    for (const OperationReference& failed : cluster.failed_operations) {
        const ResourceHistory& history = cluster.histories[failed.history];
        if (history.resource != resource || history.node != node) continue;
        std::size_t last = history.operations.size();
        for (std::size_t i = 0; i < history.operations.size(); ++i) {
            if (history.operations[i].affects_state) last = i;
        }
        if (last == failed.operation) return &history.operations[last];
    }
    return nullptr;
}

std::string failure_text(const OperationHistory* failure) {
    if (failure == nullptr) return "it failed";
    return fmt::format("its {} failed (exit status {}{}{})", failure->task, failure->exit_status.value_or(1),
                       failure->exit_reason.empty() ? "" : ": ", failure->exit_reason);
}

} // namespace placement

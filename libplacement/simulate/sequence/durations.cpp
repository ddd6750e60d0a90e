#include "simulate/sequence/durations.h"

namespace placement {

std::int64_t Durations::of(const TransitionAction& action, const AttributeTable& told) const {
    if (action.kind == TransitionAction::Kind::Cluster) return options_.fencing_ms;
    if (action.operation == task::cancel || action.operation == task::delete_resource) return 0;
    return of(agent_operation(action, told), without_instance(action.resource->id));
}

std::int64_t Durations::of(const AgentOperation& operation, const std::string& resource) const {
    const std::vector<OperationDuration>& wanted = options_.durations;
    for (auto at = wanted.rbegin(); at != wanted.rend(); ++at) {
        if (at->task == operation.task && (at->resource.empty() || at->resource == resource)) return at->milliseconds;
    }
    if (const PlayedAgent* agent = find_played(agents_, resource)) {
        if (const auto own = agent->rules->milliseconds(operation)) return *own;
    }
    return operation.task == task::notify ? 100 : 50;
}

} // namespace placement

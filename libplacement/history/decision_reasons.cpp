#include "history/decision_reasons.h"

#include "placement/explain.h"
#include "placement/explain_choice.h"

namespace placement {

namespace {

std::string reason_for(const LoggedAction& action, const Schedule& schedule) {
    const Cluster& cluster = *schedule.cluster;
    const ResourceId resource = cluster.find_resource(action.subject);
    if (!resource || !cluster.resources[resource].is_primitive()) return {};
    for (const NodeId node : cluster.resources[resource].active_nodes) {
        std::string text = why_it_leaves(schedule, resource, node);
        if (!text.empty()) return text;
    }
    if (!action.blocked) return {};
    const Role role = action.change == "Promote" ? Role::Promoted : Role::Started;
    const std::vector<Obstacle> blocking = what_blocks(schedule, resource, role);
    return blocking.empty() ? std::string() : blocking.front().text;
}

} // namespace

std::vector<std::string> reasons_for(const std::vector<LoggedAction>& actions, const Schedule& schedule) {
    std::vector<std::string> reasons;
    reasons.reserve(actions.size());
    for (const LoggedAction& action : actions) reasons.push_back(reason_for(action, schedule));
    return reasons;
}

} // namespace placement

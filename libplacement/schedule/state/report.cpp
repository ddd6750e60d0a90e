#include "schedule/state/report.h"

#include "schedule/state/resources.h"

namespace placement {

void report_scores(WorkingState& state, ResourceId resource, const char* variant) {
    if (state.resource(resource).removed) return;
    const NodeTable& table = state.scores[resource];
    for (const NodeId node : table.ids()) {
        if (!table[node].listed) continue;
        state.report.push_back({.kind = ReportedScore::Kind::Assignment,
                                .variant = variant,
                                .resource = resource,
                                .node = node,
                                .score = table[node].score,
                                .detail = {}});
    }
    for (const ResourceId child : state[resource].children) report_scores(state, child, variant);
}

void report_promotion_score(WorkingState& state, ResourceId instance) {
    state.report.push_back({.kind = ReportedScore::Kind::Promotion,
                            .variant = "",
                            .resource = instance,
                            .node = assigned_location(state, instance),
                            .score = state[instance].promotion_score,
                            .detail = {}});
}

} // namespace placement

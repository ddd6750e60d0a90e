#include "schedule/colocation/apply.h"

#include <algorithm>

#include "schedule/state/scores.h"

namespace placement {

Score apply_colocation(WorkingState& state, ResourceId dependent, ResourceId primary, ColocationId colocation) {
    if (state.resource(dependent).is_group()) return apply_to_group(state, dependent, primary, colocation);
    return apply_with_primary(state, dependent, primary, colocation);
}

Score apply_with_primary(WorkingState& state, ResourceId dependent, ResourceId primary, ColocationId colocation) {
    const Resource& configured = state.resource(primary);
    if (configured.is_group()) return apply_with_group(state, dependent, primary, colocation);
    if (configured.is_clone()) return apply_with_clone(state, dependent, primary, colocation);
    if (configured.is_bundle()) return apply_with_bundle(state, dependent, primary, colocation);
    return apply_with_primitive(state, dependent, primary, colocation);
}

void keep_to_nodes(WorkingState& state, ResourceId dependent, const PrimaryNodes& nodes, bool add_scores,
                   ColocationId colocation, ResourceId primary) {
    const Cause cause = because(CauseKind::Colocation, colocation, primary);
    for (const NodeId node : state.nodes.ids()) {
        const auto found =
            std::find_if(nodes.begin(), nodes.end(), [node](const auto& each) { return each.first == node; });
        NodeEntry& entry = state.scores[dependent][node];
        if (!entry.listed && found != nodes.end() && state.cluster.behavior.unknown_nodes_of_primary_are_listed) {
            entry.listed = true;
            set_score(state, dependent, node, Score::minus_infinity(), cause);
            continue;
        }
        if (!entry.listed) continue;
        if (found == nodes.end()) {
            set_score(state, dependent, node, Score::minus_infinity(), cause);
        } else if (add_scores) {
            add_score(state, dependent, node, found->second, cause);
        }
    }
}

} // namespace placement

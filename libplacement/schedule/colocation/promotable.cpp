#include "schedule/colocation/apply.h"
#include "schedule/colocation/compatible.h"
#include "schedule/colocation/effect.h"
#include "schedule/state/resources.h"
#include "schedule/state/scores.h"

namespace placement {

namespace {

void prefer_nodes_like(WorkingState& state, ResourceId dependent, ResourceId clone, NodeId instance_node,
                       ColocationId id) {
    const Colocation& colocation = state.colocations[id];
    if (colocation.score.is_plus_infinity()) return;
    const std::string* value = colocation_value(state, instance_node, colocation, clone);
    for (const NodeId node : state.nodes.ids()) {
        if (!state.scores[dependent][node].listed) continue;
        if (!same_value(value, colocation_value(state, node, colocation, dependent))) continue;
        add_score(state, dependent, node, colocation.score, because(CauseKind::Colocation, id, clone));
    }
}

} // namespace

/// (Pacemaker: pcmk__update_dependent_with_promotable)
void apply_with_promotable(WorkingState& state, ResourceId dependent, ResourceId clone, ColocationId id) {
    const Colocation& colocation = state.colocations[id];
    PrimaryNodes affected;
    for (const ResourceId instance : state[clone].children) {
        Score score;
        const NodeId node = assigned_location(state, instance, &score);
        if (!node || next_role(state, instance) != colocation.primary_role) continue;
        prefer_nodes_like(state, dependent, clone, node, id);
        affected.insert(affected.begin(), {node, score});
    }
    const bool both_promoted =
        colocation.dependent_role == Role::Promoted && colocation.primary_role == Role::Promoted;
    if (colocation.score.is_plus_infinity() && !both_promoted) {
        keep_to_nodes(state, dependent, affected, true, id, clone);
    }
}

/// (Pacemaker: pcmk__update_promotable_dependent_priority)
Score apply_promotable_to_priority(WorkingState& state, ResourceId dependent, ResourceId clone, ColocationId id) {
    const Colocation& colocation = state.colocations[id];
    const Cause cause = because(CauseKind::Colocation, id, clone);
    const bool by_attribute = state.cluster.behavior.promoted_pairs_share_attribute;
    const Compatibility how{
        .role = colocation.primary_role, .current = false, .by_attribute = by_attribute ? &colocation : nullptr};
    if (compatible_instance(state, dependent, clone, how)) {
        add_to_priority(state, dependent, colocation.score, cause);
        return colocation.score;
    }
    if (!colocation.score.is_plus_infinity()) return Score();
    set_priority(state, dependent, Score::minus_infinity().value(), cause);
    return Score::minus_infinity();
}

} // namespace placement

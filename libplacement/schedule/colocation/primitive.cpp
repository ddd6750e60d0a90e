#include "schedule/colocation/apply.h"
#include "schedule/colocation/effect.h"
#include "schedule/state/nodes.h"
#include "schedule/state/resources.h"
#include "schedule/state/scores.h"

namespace placement {

namespace {

/// The score of the dependent on one node, given where the primary is. (Pacemaker: pcmk__apply_coloc_to_scores)
void apply_on_node(WorkingState& state, ResourceId dependent, ResourceId primary, NodeId node, ColocationId id,
                   const std::string* primary_value) {
    const Colocation& colocation = state.colocations[id];
    const Cause cause = because(CauseKind::Colocation, id, primary);
    if (!state[primary].assigned_node) {
        add_score(state, dependent, node, -colocation.score, cause);
    } else if (same_value(colocation_value(state, node, colocation, dependent), primary_value)) {
        if (!colocation.score.is_plus_infinity()) add_score(state, dependent, node, colocation.score, cause);
    } else if (colocation.score.is_plus_infinity()) {
        set_score(state, dependent, node, Score::minus_infinity(), cause);
    }
}

void apply_to_location(WorkingState& state, ResourceId dependent, ResourceId primary, ColocationId id) {
    const Colocation& colocation = state.colocations[id];
    if (!state[primary].assigned_node && colocation.score < Score()) return;
    const std::string* value = colocation_value(state, state[primary].assigned_node, colocation, primary);

    const NodeTable before = state.scores[dependent];
    const std::size_t recorded = state.ledger.size();
    for (const NodeId node : before.ids()) {
        if (before[node].listed) apply_on_node(state, dependent, primary, node, id, value);
    }
    // An optional colocation never leaves its dependent without a node.
    if (!colocation.score.is_infinite() && !any_available(state, state.scores[dependent])) {
        state.scores[dependent] = before;
        state.ledger.resize(recorded);
    }
}

/// (Pacemaker: pcmk__apply_coloc_to_priority)
Score apply_to_role(WorkingState& state, ResourceId dependent, ResourceId primary, ColocationId id) {
    const Colocation& colocation = state.colocations[id];
    const NodeId dependent_node = state[dependent].assigned_node;
    const NodeId primary_node = state[primary].assigned_node;
    const MandatoryPrimary rule = state.cluster.behavior.mandatory_primary;
    if (!dependent_node || (!primary_node && rule != MandatoryPrimary::Required)) return Score();
    const bool has_role = !primary_node || colocation.primary_role == Role::Unknown ||
                          colocation.primary_role == role_of_holder(state, primary);
    if (!has_role && rule == MandatoryPrimary::Required) return Score();
    Score change = colocation.score;
    if (!same_value(colocation_value(state, dependent_node, colocation, dependent),
                    colocation_value(state, primary_node, colocation, primary))) {
        const bool must_be_together =
            colocation.score.is_plus_infinity() && colocation.dependent_role == Role::Promoted;
        if (!must_be_together || rule == MandatoryPrimary::Ignored) return Score();
        change = -change;
    } else if (!has_role) {
        return Score();
    } else if (colocation.dependent_role == Role::Unpromoted) {
        change = -change;
    }
    add_to_priority(state, dependent, change, because(CauseKind::Colocation, id, primary));
    return change;
}

} // namespace

Score apply_with_primitive(WorkingState& state, ResourceId dependent, ResourceId primary, ColocationId colocation) {
    switch (effect_of(state, dependent, primary, state.colocations[colocation], false)) {
    case ColocationEffect::Role: return apply_to_role(state, dependent, primary, colocation);
    case ColocationEffect::Location: apply_to_location(state, dependent, primary, colocation); break;
    case ColocationEffect::Nothing: break;
    }
    return Score();
}

} // namespace placement

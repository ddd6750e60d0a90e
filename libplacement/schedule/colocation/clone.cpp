#include "base/text.h"
#include "schedule/colocation/apply.h"
#include "schedule/colocation/compatible.h"
#include "schedule/state/assignment.h"
#include "schedule/state/resources.h"

namespace placement {

namespace {

/// Interleaving pairs instances of two collective resources that allow equally many a node.
bool can_interleave(WorkingState& state, ColocationId id) {
    const Colocation& colocation = state.colocations[id];
    const Resource& dependent = state.resource(colocation.dependent);
    if (!dependent.is_clone() && !dependent.is_bundle()) return false;
    const auto interleave = dependent.meta.find("interleave");
    if (interleave == dependent.meta.end() || !is_true(interleave->second)) return false;
    if (most_per_node(state, colocation.dependent) == most_per_node(state, colocation.primary)) return true;
    state.diagnostics.push_back({Severity::Error, "cannot-interleave",
                                 "`" + dependent.id + "` and `" + state.resource(colocation.primary).id +
                                     "` cannot be interleaved: they allow different numbers of instances per node",
                                 colocation.position});
    return false;
}

void pair(WorkingState& state, ResourceId dependent, ResourceId clone, ColocationId id) {
    const ResourceId instance = compatible_instance(state, dependent, clone, {});
    if (instance) {
        apply_colocation(state, dependent, instance, id);
    } else if (state.colocations[id].score.is_plus_infinity()) {
        assign_to(state, dependent, NodeId::none(), true, true);
    }
}

PrimaryNodes nodes_with_instances(const WorkingState& state, ResourceId clone) {
    PrimaryNodes nodes;
    for (const ResourceId instance : state[clone].children) {
        Score score;
        const NodeId node = assigned_location(state, instance, &score);
        if (node && counts_as_primary(state, instance)) nodes.insert(nodes.begin(), {node, score});
    }
    return nodes;
}

} // namespace

/// (Pacemaker: pcmk__clone_apply_coloc_score)
Score apply_with_clone(WorkingState& state, ResourceId dependent, ResourceId clone, ColocationId id) {
    const Colocation& colocation = state.colocations[id];
    if (state[clone].unassigned) return Score();

    if (state.resource(clone).promotable && colocation.primary_role != Role::Unknown) {
        if (state[dependent].unassigned) {
            apply_with_promotable(state, dependent, clone, id);
            return Score();
        }
        if (colocation.dependent_role == Role::Promoted) {
            return apply_promotable_to_priority(state, dependent, clone, id);
        }
    }
    if (can_interleave(state, id)) {
        pair(state, dependent, clone, id);
        return Score();
    }
    if (colocation.score.is_plus_infinity()) {
        keep_to_nodes(state, dependent, nodes_with_instances(state, clone), false, id, clone);
        return Score();
    }
    Score change;
    const std::vector<ResourceId> instances = state[clone].children;
    for (const ResourceId instance : instances) change += apply_with_primary(state, dependent, instance, id);
    return change;
}

} // namespace placement

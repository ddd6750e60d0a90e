#include "schedule/assignment/instance_places.h"

#include <algorithm>

#include "schedule/assignment/assign.h"
#include "schedule/state/nodes.h"
#include "schedule/state/resources.h"
#include "schedule/state/scores.h"

namespace placement {

namespace {

/// (Pacemaker: can_run_instance)
bool can_run_instance(WorkingState& state, ResourceId instance, NodeId node, std::int32_t most_per_node) {
    if (state.resource(instance).removed || !can_run_resources(state, node)) return false;
    const NodeEntry* entry = entry_of_parent(state, instance, node);
    return entry != nullptr && entry->score >= Score() && entry->instances < most_per_node;
}

} // namespace

void ban_full_nodes(WorkingState& state, ResourceId instance, std::int32_t most_per_node) {
    const Cause cause = because(CauseKind::InstanceLimit);
    for (const NodeId node : state.nodes.ids()) {
        if (!state.scores[instance][node].listed || can_run_instance(state, instance, node, most_per_node)) continue;
        set_score(state, instance, node, Score::minus_infinity(), cause);
        for (const ResourceId member : state[instance].children) {
            if (state.scores[member][node].listed) set_score(state, member, node, Score::minus_infinity(), cause);
        }
    }
}

void count_on_parent(WorkingState& state, ResourceId instance, NodeId node) {
    if (NodeEntry* entry = entry_of_parent(state, instance, node)) ++entry->instances;
}

std::int32_t reset_counts(WorkingState& state, ResourceId collective) {
    std::int32_t usable = 0;
    for (const NodeId node : state.nodes.ids()) {
        NodeEntry& entry = state.scores[collective][node];
        if (!entry.listed) continue;
        entry.instances = 0;
        if (can_run_resources(state, node)) ++usable;
    }
    return usable;
}

std::int32_t fair_share(std::int32_t instances, std::int32_t nodes) {
    return std::max(nodes > 0 ? instances / nodes : 0, 1);
}

NodeId node_to_keep(WorkingState& state, ResourceId instance, std::int32_t fair) {
    if (state.resource(instance).active_nodes.empty() || !state[instance].unassigned || state[instance].failed) {
        return NodeId::none();
    }
    const NodeId node = current_node(state, instance);
    if (!is_available_by_itself(state, node)) return NodeId::none();
    const NodeEntry* entry = entry_of_parent(state, instance, node);
    return entry != nullptr && entry->instances >= fair ? NodeId::none() : node;
}

} // namespace placement

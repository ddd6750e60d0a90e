#include <algorithm>
#include <utility>

#include "schedule/assignment/assign.h"
#include "schedule/state/assignment.h"
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

NodeId assign_instance(WorkingState& state, ResourceId instance, NodeId preferred, std::int32_t most_per_node) {
    if (state[instance].assigning) return NodeId::none();
    ban_full_nodes(state, instance, most_per_node);
    const NodeId chosen = assign(state, instance, preferred, !preferred);
    count_on_parent(state, instance, chosen);
    return chosen;
}

/// The scores of an instance and all below it, to be restored after a trial.
class SavedScores {
public:
    SavedScores(const WorkingState& state, ResourceId resource) { save(state, resource); }

    void restore(WorkingState& state) const {
        for (const auto& [resource, table] : tables_) {
            replace_scores(state, resource, table, because(CauseKind::Restore));
        }
    }

private:
    void save(const WorkingState& state, ResourceId resource) {
        tables_.emplace_back(resource, state.scores[resource]);
        for (const ResourceId child : state[resource].children) save(state, child);
    }

    std::vector<std::pair<ResourceId, NodeTable>> tables_;
};

/// Tries to keep a running instance where it is. If another node turns out better, one of the remaining places is
/// taken to be used up there, and the current node is tried again. (Pacemaker: assign_instance_early)
bool keep_on_node(WorkingState& state, ResourceId instance, NodeId current, std::int32_t most_per_node,
                  std::int32_t places_left) {
    if (!is_available(state, state.scores[instance], current)) return false;
    const ResourceId parent = state.resource(instance).parent;
    const SavedScores saved(state, instance);
    const NodeTable parent_table = state.scores[parent];

    bool kept = false;
    for (std::int32_t reserved = 0; reserved < places_left; ++reserved) {
        const NodeId chosen = assign_instance(state, instance, current, most_per_node);
        kept = chosen == current;
        if (kept) break;
        saved.restore(state);
        if (!chosen) {
            state[instance].unassigned = true;
            break;
        }
        unassign(state, instance);
    }
    replace_scores(state, parent, parent_table, because(CauseKind::Restore));
    if (kept) count_on_parent(state, instance, current);
    return kept;
}

/// The node that a running instance should be tried on first.
NodeId node_to_keep(WorkingState& state, ResourceId instance, std::int32_t optimal_per_node) {
    if (state.resource(instance).active_nodes.empty() || !state[instance].unassigned || state[instance].failed) {
        return NodeId::none();
    }
    const NodeId node = current_node(state, instance);
    if (!is_available_by_itself(state, node)) return NodeId::none();
    const NodeEntry* entry = entry_of_parent(state, instance, node);
    return entry != nullptr && entry->instances >= optimal_per_node ? NodeId::none() : node;
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

} // namespace

void assign_instances(WorkingState& state, ResourceId collective, const std::vector<ResourceId>& instances,
                      std::int32_t most_in_all, std::int32_t most_per_node) {
    const std::int32_t usable = reset_counts(state, collective);
    const std::int32_t optimal_per_node = std::max(usable > 0 ? most_in_all / usable : 0, 1);

    std::int32_t assigned = 0;
    for (const ResourceId instance : instances) {
        if (assigned >= most_in_all) break;
        if (!state[instance].unassigned) continue;
        const NodeId node = node_to_keep(state, instance, optimal_per_node);
        if (node && keep_on_node(state, instance, node, most_per_node, most_in_all - assigned)) ++assigned;
    }
    for (const ResourceId instance : instances) {
        if (!state[instance].unassigned) continue;
        if (assigned >= most_in_all) {
            add_score_recursively(state, instance, NodeId::none(), Score::minus_infinity(),
                                  because(CauseKind::InstanceLimit));
        } else if (assign_instance(state, instance, NodeId::none(), most_per_node)) {
            ++assigned;
        }
    }
}

} // namespace placement

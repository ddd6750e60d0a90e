#include <utility>

#include "schedule/assignment/assign.h"
#include "schedule/assignment/instance_places.h"
#include "schedule/state/assignment.h"
#include "schedule/state/nodes.h"
#include "schedule/state/resources.h"
#include "schedule/state/scores.h"

namespace placement {

namespace {

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

} // namespace

void assign_instances(WorkingState& state, ResourceId collective, const std::vector<ResourceId>& instances,
                      std::int32_t most_in_all, std::int32_t most_per_node) {
    if (!state.cluster.behavior.repeats_failed_attempts) {
        return assign_instances_with_single_attempts(state, collective, instances, most_in_all, most_per_node);
    }
    const std::int32_t fair = fair_share(most_in_all, reset_counts(state, collective));

    std::int32_t assigned = 0;
    for (const ResourceId instance : instances) {
        if (assigned >= most_in_all) break;
        if (!state[instance].unassigned) continue;
        const NodeId node = node_to_keep(state, instance, fair);
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

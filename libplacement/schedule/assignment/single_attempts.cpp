#include "schedule/assignment/assign.h"
#include "schedule/assignment/instance_places.h"
#include "schedule/colocation/effect.h"
#include "schedule/state/assignment.h"
#include "schedule/state/colocation_lists.h"
#include "schedule/state/nodes.h"
#include "schedule/state/resources.h"
#include "schedule/state/scores.h"

namespace placement {

namespace {

class Instances {
public:
    Instances(WorkingState& state, ResourceId collective, const std::vector<ResourceId>& instances,
              std::int32_t most_in_all, std::int32_t most_per_node)
        : state_(state), collective_(collective), instances_(instances), most_in_all_(most_in_all),
          most_per_node_(most_per_node), usable_(reset_counts(state, collective)) {}

    void place() {
        if (state_.cluster.behavior.keeps_instances_node_by_node) {
            keep_node_by_node();
        } else {
            keep_one_by_one();
        }
        for (const ResourceId instance : instances_) {
            if (!state_[instance].unassigned) continue;
            if (placed_ >= most_in_all_) {
                add_score_recursively(state_, instance, NodeId::none(), Score::minus_infinity(),
                                      because(CauseKind::InstanceLimit));
            } else {
                attempt(instance, NodeId::none());
            }
        }
    }

private:
    std::int32_t fair() const { return fair_share(most_in_all_, usable_); }

    void keep_one_by_one() {
        for (const ResourceId instance : instances_) {
            if (placed_ >= most_in_all_) return;
            if (const NodeId node = node_to_keep(state_, instance, fair())) attempt(instance, node);
        }
    }

    /// As many nodes as there may be instances get a look, whether one runs there or not.
    void keep_node_by_node() {
        std::int32_t nodes_left = most_in_all_;
        for (const NodeId node : nodes_by_preference(state_, state_.scores[collective_], NodeId::none())) {
            if (nodes_left <= 0) return;
            if (!can_run_resources(state_, node) || state_.scores[collective_][node].score < Score()) continue;
            --nodes_left;
            for (std::int32_t count = 0; count < fair() && placed_ < most_in_all_ && has_room(node); ++count) {
                keep_one_on(node);
            }
        }
    }

    bool has_room(NodeId node) const { return state_.scores[collective_][node].instances < most_per_node_; }

    void keep_one_on(NodeId node) {
        for (const ResourceId instance : instances_) {
            const bool here = current_node(state_, instance) == node;
            if (!here || !state_[instance].unassigned || state_[instance].failed) continue;
            if (attempt(instance, node)) return;
        }
    }

    /// Places the instance, on the wanted node or not at all where there is one. (Pacemaker 2.0: allocate_instance)
    bool attempt(ResourceId instance, NodeId wanted) {
        if (state_[instance].assigning) return false;
        hand_down(instance);
        if (wanted && !is_allowed(state_, instance, wanted)) return false;
        ban_full_nodes(state_, instance, most_per_node_);
        const NodeTable before = state_.scores[instance];
        const NodeId chosen = assign(state_, instance, wanted, true);
        if (wanted && chosen && chosen != wanted) {
            if (state_.cluster.behavior.restores_scores_after_failed_attempt) {
                replace_scores(state_, instance, before, because(CauseKind::Restore));
            }
            // Of a group only the group itself is released, which has no place of its own.
            if (state_[instance].children.empty()) unassign(state_, instance);
            return false;
        }
        if (!chosen) return false;
        count_on_parent(state_, instance, chosen);
        ++placed_;
        return true;
    }

    /// Optional preferences only matter where not every node gets an instance.
    bool heeds_optional() const {
        return state_.cluster.behavior.full_clones_heed_optional_colocations || most_in_all_ < usable_;
    }

    void hand_down(ResourceId instance) {
        if (state_.cluster.behavior.inheritance >= Inheritance::AskedUpwards) return;
        const bool sorted = state_.cluster.behavior.inheritance == Inheritance::HandedDownSorted;
        const ResourceId parent = state_.resource(instance).parent;
        for (const ColocationId id : state_[parent].this_with) {
            const Score score = state_.colocations[id].score;
            if (!heeds_optional() && score >= Score() && !score.is_plus_infinity()) continue;
            auto& list = state_[instance].this_with;
            sorted ? insert_by_primary(state_, list, id) : put_first(list, id);
        }
        for (const ColocationId id : state_[parent].with_this) {
            const Colocation& colocation = state_.colocations[id];
            if (!heeds_optional() && colocation.score >= Score()) continue;
            if (!has_influence(state_, colocation, instance)) continue;
            auto& list = state_[instance].with_this;
            sorted ? insert_by_dependent(state_, list, id) : put_first(list, id);
        }
    }

    static void put_first(std::vector<ColocationId>& list, ColocationId id) { list.insert(list.begin(), id); }

    WorkingState& state_;
    ResourceId collective_;
    const std::vector<ResourceId>& instances_;
    std::int32_t most_in_all_;
    std::int32_t most_per_node_;
    std::int32_t usable_; ///< nodes
    std::int32_t placed_ = 0;
};

} // namespace

void assign_instances_with_single_attempts(WorkingState& state, ResourceId collective,
                                           const std::vector<ResourceId>& instances, std::int32_t most_in_all,
                                           std::int32_t most_per_node) {
    Instances(state, collective, instances, most_in_all, most_per_node).place();
}

} // namespace placement

#include <algorithm>

#include "schedule/assignment/assign.h"
#include "schedule/colocation/chain.h"
#include "schedule/state/capacity.h"
#include "schedule/state/nodes.h"
#include "schedule/state/scores.h"

namespace placement {

namespace {

/// What the unassigned resources of a set need together.
class Needs {
public:
    Needs(const WorkingState& state, const std::vector<ResourceId>& together) : state_(state), together_(together) {
        for (const ResourceId resource : together) add(resource);
    }

    const Capacity& total() const { return total_; }

private:
    bool in_set(ResourceId resource) const {
        return std::find(together_.begin(), together_.end(), resource) != together_.end();
    }

    void add(ResourceId resource) {
        if (!state_[resource].unassigned) return;
        const Resource& configured = state_.resource(resource);
        if (configured.is_primitive()) release_capacity(total_, state_, resource);
        if (configured.is_group()) add_group(resource);
        if (configured.is_clone()) add_clone(resource);
        const bool bundles_count = state_.cluster.behavior.bundles_have_utilization;
        if (bundles_count && configured.is_bundle() && !configured.bundle().replicas.empty()) {
            add(configured.bundle().replicas.front().container);
        }
    }

    /// Members that are in the set themselves count there.
    void add_member(ResourceId member) {
        if (state_[member].unassigned && !in_set(member)) add(member);
    }

    void add_group(ResourceId group) {
        const ResourceId parent = state_.resource(group).parent;
        const auto& members = state_[group].children;
        if (state_.resource(group).group().colocated || (parent && state_.resource(parent).is_clone())) {
            for (const ResourceId member : members) add_member(member);
        } else if (!members.empty()) {
            add_member(members.front());
        }
    }

    /// One instance is enough, unless one is in the set already.
    void add_clone(ResourceId clone) {
        const auto& instances = state_[clone].children;
        bool in_set_already = false;
        for (const ResourceId instance : instances) {
            if (in_set(instance)) {
                in_set_already = true;
                continue;
            }
            const auto& members = state_[instance].children;
            if (std::any_of(members.begin(), members.end(), [&](ResourceId member) { return in_set(member); })) {
                add(instance);
                in_set_already = true;
            }
        }
        if (!in_set_already && !instances.empty()) add(instances.front());
    }

    const WorkingState& state_;
    const std::vector<ResourceId>& together_;
    Capacity total_;
};

void ban_nodes_without(WorkingState& state, ResourceId resource, const Capacity& needed) {
    for (const NodeId node : state.nodes.ids()) {
        if (!is_available(state, state.scores[resource], node) || has_capacity(state, node, needed)) continue;
        add_score_recursively(state, resource, node, Score::minus_infinity(), because(CauseKind::Capacity));
    }
}

} // namespace

NodeId ban_insufficient_capacity(WorkingState& state, ResourceId resource) {
    if (state.cluster.options.placement_strategy == PlacementStrategy::Default) return NodeId::none();
    std::vector<ResourceId> together = colocated_resources(state, resource);
    if (together.empty()) return NodeId::none();
    if (std::find(together.begin(), together.end(), resource) == together.end()) together.push_back(resource);
    const Needs needs(state, together);

    bool room_for_all = false;
    NodeId roomiest;
    for (const NodeId node : in_table_order(state, state.scores[resource])) {
        if (!is_available(state, state.scores[resource], node)) continue;
        room_for_all = room_for_all || has_capacity(state, node, needs.total());
        if (!roomiest || compare_capacity(state, node, roomiest) < 0) roomiest = node;
    }
    ban_nodes_without(state, resource, room_for_all ? needs.total() : needs_of(state, resource));
    return room_for_all ? NodeId::none() : roomiest;
}

} // namespace placement

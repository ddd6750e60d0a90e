#include "schedule/assignment/assign.h"
#include "schedule/state/colocation_lists.h"
#include "schedule/state/report.h"
#include "schedule/state/resources.h"

namespace placement {

namespace {

/// A member after one that is not managed does not follow it, so it follows itself what the group must be with.
void hand_mandatory_past_unmanaged(WorkingState& state, ResourceId group, bool sorted) {
    bool unmanaged_before = false;
    for (const ResourceId member : state[group].children) {
        if (unmanaged_before) {
            for (const ColocationId id : state[group].this_with) {
                if (!state.colocations[id].score.is_plus_infinity()) continue;
                auto& followed = state[member].this_with;
                sorted ? insert_by_primary(state, followed, id) : void(followed.insert(followed.begin(), id));
            }
        }
        unmanaged_before = unmanaged_before || !state[member].managed;
    }
}

/// Where colocations are handed down, the first member follows what the group follows, and what follows the group follows
/// its last member (in the oldest release, its first).
void hand_down(WorkingState& state, ResourceId group) {
    const Behavior& behavior = state.cluster.behavior;
    if (behavior.inheritance >= Inheritance::AskedUpwards) return;
    const bool sorted = behavior.inheritance == Inheritance::HandedDownSorted;
    const std::vector<ResourceId>& members = state[group].children;
    auto& followed = state[members.front()].this_with;
    for (const ColocationId id : state[group].this_with) {
        sorted ? insert_by_primary(state, followed, id) : followed.push_back(id);
    }
    auto& following =
        state[behavior.group_preferences == GroupPreferences::Group ? members.front() : members.back()].with_this;
    for (const ColocationId id : state[group].with_this) {
        sorted ? insert_by_dependent(state, following, id) : following.push_back(id);
    }
    if (behavior.members_follow_past_unmanaged) hand_mandatory_past_unmanaged(state, group, sorted);
    state[group].this_with.clear();
    state[group].with_this.clear();
}

} // namespace

/// (Pacemaker: pcmk__group_assign)
NodeId assign_group(WorkingState& state, ResourceId group, NodeId preferred, bool stop_if_none) {
    if (!state[group].unassigned) return state[group].assigned_node;
    if (state[group].assigning) return NodeId::none();
    if (state[group].children.empty()) {
        state[group].unassigned = false;
        return NodeId::none();
    }
    state[group].assigning = true;
    const ResourceId first = state[group].children.front();
    state[group].role = state[first].role;
    hand_down(state, group);
    report_scores(state, group, ReportedScore::By::Group);

    NodeId first_node;
    const std::vector<ResourceId> members = state[group].children;
    for (const ResourceId member : members) {
        const NodeId node = assign(state, member, preferred, stop_if_none);
        if (!first_node) first_node = node;
    }
    set_next_role(state, group, state[first].next_role, "first group member");
    state[group].assigning = false;
    state[group].unassigned = false;
    return state.resource(group).group().colocated ? first_node : NodeId::none();
}

} // namespace placement

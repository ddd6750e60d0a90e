#include "schedule/assignment/assign.h"
#include "schedule/state/report.h"
#include "schedule/state/resources.h"

namespace placement {

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
    report_scores(state, group, "group");

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

#include "schedule/actions/quorum.h"

#include "schedule/state/resources.h"

namespace placement {

namespace {

bool needs_quorum(const WorkingState& state, ResourceId resource) {
    return state.resource(resource).is_primitive() && state[resource].managed &&
           state.resource(resource).requirement >= Requires::Quorum;
}

/// The most that the resource may be.
Role most_without_quorum(const WorkingState& state, ResourceId resource) {
    const bool active = !state.resource(resource).active_nodes.empty();
    switch (state.cluster.options.no_quorum_policy) {
    case NoQuorumPolicy::Ignore: return Role::Promoted;
    case NoQuorumPolicy::Freeze: return active ? state[resource].role : Role::Stopped;
    case NoQuorumPolicy::Demote: return state[resource].role >= Role::Unpromoted ? Role::Unpromoted : Role::Stopped;
    case NoQuorumPolicy::Stop:
    case NoQuorumPolicy::Fence: break;
    }
    return Role::Stopped;
}

} // namespace

void stop_without_quorum(WorkingState& state) {
    if (state.cluster.have_quorum) return;
    for (const ResourceId resource : state.resources.ids()) {
        if (!needs_quorum(state, resource)) continue;
        const Role most = most_without_quorum(state, resource);
        const Role wanted = state[resource].next_role == Role::Unknown ? Role::Started : state[resource].next_role;
        if (wanted > most) set_next_role(state, resource, most, "no quorum");
    }
}

} // namespace placement

#include "schedule/ordering/built_in.h"
#include "schedule/ordering/instances.h"
#include "schedule/ordering/propagate.h"
#include "schedule/state/orderings.h"
#include "schedule/state/resources.h"

namespace placement {

namespace {

/// (Pacemaker: replica_internal_constraints)
void order_replica(WorkingState& state, ResourceId bundle, const BundleReplica& replica) {
    const ResourceId container = replica.container;
    order_resource(state, container);
    order_tasks(state, bundle, task::start, container, task::start,
                RelationFlag::UnrunnableFirstBlocks | RelationFlag::ThenImpliesFirstGraphed);
    if (replica.child) {
        order_tasks(state, bundle, task::stop, replica.child, task::stop, RelationFlag::ThenImpliesFirstGraphed);
    }
    order_tasks(state, bundle, task::stop, container, task::stop, RelationFlag::ThenImpliesFirstGraphed);
    order_tasks(state, container, task::start, bundle, task::started, RelationFlag::FirstImpliesThenGraphed);
    order_tasks(state, container, task::stop, bundle, task::stopped, RelationFlag::FirstImpliesThenGraphed);
    if (replica.ip) {
        order_resource(state, replica.ip);
        order_tasks(state, replica.ip, task::start, container, task::start,
                    RelationFlag::UnrunnableFirstBlocks | RelationFlag::GuestAllowed);
        order_tasks(state, container, task::stop, replica.ip, task::stop,
                    RelationFlag::ThenImpliesFirst | RelationFlag::GuestAllowed);
    }
    if (replica.remote) order_resource(state, replica.remote);
}

/// What the bundle contains begins after the bundle does and ends before it does.
void order_content(WorkingState& state, ResourceId bundle, ResourceId content, std::string_view begin,
                   std::string_view end) {
    order_tasks(state, bundle, begin, content, begin, RelationFlag::ThenImpliesFirstGraphed);
    order_tasks(state, content, end, bundle, end, RelationFlag::FirstImpliesThenGraphed);
}

bool concerns_content(std::string_view task) {
    return task != task::start && task != task::started && task != task::stop && task != task::stopped &&
           task != task::monitor && task != task::fence && task != task::shutdown;
}

} // namespace

/// (Pacemaker: pcmk__bundle_internal_constraints)
void order_bundle(WorkingState& state, ResourceId bundle) {
    const Bundle& parts = state.resource(bundle).bundle();
    for (const BundleReplica& replica : parts.replicas) order_replica(state, bundle, replica);
    if (!parts.child) return;
    order_content(state, bundle, parts.child, task::start, task::started);
    order_content(state, bundle, parts.child, task::stop, task::stopped);
    order_resource(state, parts.child);
    if (!state.resource(parts.child).promotable) return;
    order_promotable_restart(state, bundle);
    order_content(state, bundle, parts.child, task::demote, task::demoted);
    order_content(state, bundle, parts.child, task::promote, task::promoted);
}

/// Starts and stops are summed up from the containers, all else from what is in them.
/// (Pacemaker: pcmk__bundle_action_flags)
ActionFlags bundle_action_flags(WorkingState& state, ActionId id, NodeId node) {
    const Action& action = state.actions[id];
    const ResourceId content = state.resource(action.resource).bundle().child;
    if (content && concerns_content(action.task)) {
        return collective_action_flags(state, id, state[content].children, node);
    }
    return collective_action_flags(state, id, instances_of(state, action.resource), node);
}

} // namespace placement

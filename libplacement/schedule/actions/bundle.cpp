#include "schedule/actions/create.h"
#include "schedule/state/actions.h"
#include "schedule/state/resources.h"

namespace placement {

namespace {

/// A bundle's promotions are those of what it contains; its own only mark them in the order.
void create_promotion_marks(WorkingState& state, ResourceId bundle) {
    for (const auto& [begin, end] : {std::pair(task::promote, task::promoted), {task::demote, task::demoted}}) {
        schedule_pseudo_action(state, bundle, {begin}, true, true);
        const ActionId done = schedule_pseudo_action(state, bundle, {end}, true, true);
        state.actions[done].priority = Score::infinite_value;
    }
}

} // namespace

/// (Pacemaker: pcmk__bundle_create_actions)
void create_bundle_actions(WorkingState& state, ResourceId bundle) {
    const Bundle& parts = state.resource(bundle).bundle();
    for (const BundleReplica& replica : parts.replicas) {
        for (const ResourceId part : {replica.ip, replica.container, replica.remote}) {
            if (part) create_actions(state, part);
        }
    }
    create_instance_actions(state, bundle, instances_of(state, bundle));
    if (!parts.child) return;
    create_actions(state, parts.child);
    if (state.resource(parts.child).promotable) create_promotion_marks(state, bundle);
}

} // namespace placement

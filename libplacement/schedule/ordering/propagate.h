#pragma once

#include "schedule/state/working_state.h"

/// Required and blocked travel along relations until nothing changes. The order of visits is Pacemaker's, for it decides.
namespace placement {

/// Which ends of a relation an update changed.
struct Updated {
    bool first = false;
    bool then = false;
    void add(Updated other) {
        first |= other.first;
        then |= other.then;
    }
};

/// An update of two actions by a relation between them.
struct OrderedUpdate {
    ActionId first;
    ActionId then;
    NodeId node;          ///< where not none, only instances on it count
    ActionFlags flags;    ///< first's flags, as they count for this
    ActionFlags filter;   ///< which of them may change something
    RelationFlags relation;
    OrderingId constraint; ///< that the relation is from, if it is from one
};

/// All relations of which the action is the `then`. (Pacemaker: pcmk__update_action_for_orderings)
void update_for_orderings(WorkingState& state, ActionId then);

/// What the relation means for the two actions, by the variant of `resource`, of which one of them is.
/// (Pacemaker: rsc->cmds->update_ordered_actions)
Updated update_ordered(WorkingState& state, ResourceId resource, const OrderedUpdate& update);
/// (Pacemaker: pcmk__update_ordered_actions)
Updated update_ordered_primitives(WorkingState& state, const OrderedUpdate& update);
Updated update_ordered_group(WorkingState& state, const OrderedUpdate& update);
/// Of clones and bundles; interleaved ones pair their instances. (Pacemaker: pcmk__instance_update_ordered_actions)
Updated update_ordered_instances(WorkingState& state, const OrderedUpdate& update);

/// The action's flags, those of a collective resource's pseudo-action summed up from what is in it, on `node` where one
/// is given. It may change the action itself. (Pacemaker: rsc->cmds->action_flags)
ActionFlags action_flags(WorkingState& state, ActionId action, NodeId node);
ActionFlags group_action_flags(WorkingState& state, ActionId action, NodeId node);
ActionFlags clone_action_flags(WorkingState& state, ActionId action, NodeId node);
ActionFlags bundle_action_flags(WorkingState& state, ActionId action, NodeId node);

/// "required db start", "unrunnable db stop": why another action changed. (Pacemaker: pe__action2reason)
std::string reason_of(const WorkingState& state, ActionId cause, ActionFlag flag);

} // namespace placement

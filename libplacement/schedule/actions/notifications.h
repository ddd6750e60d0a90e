#pragma once

#include "schedule/state/working_state.h"

/// Telling instances before and after what others of their clone do (meta-attribute notify).
namespace placement {

/// The pseudo-actions that tell of a clone's starts and stops, around its own for them; nothing without notify.
/// (Pacemaker: pe__create_clone_notif_pseudo_ops)
struct StartStopPoints {
    ActionId start;
    ActionId started;
    ActionId stop;
    ActionId stopped;
};
/// Those of the starts alone.
void add_start_notifications(WorkingState& state, ResourceId clone, const StartStopPoints& points);
/// Those of the starts, unless they are there, and of the stops.
void add_start_stop_notifications(WorkingState& state, ResourceId clone, const StartStopPoints& points);

/// Those that tell of its promotions and of its demotions, each around a change and its end. That of demotions puts all
/// four into their order.
void add_promote_notifications(WorkingState& state, ResourceId clone, ActionId promote, ActionId promoted);
void add_demote_notifications(WorkingState& state, ResourceId clone, ActionId demote, ActionId demoted);

/// Once all is settled: the notifications of each instance, and in their meta-attributes, and in those of what they are
/// about, who does what where. (Pacemaker: pe__create_clone_notifications)
void notify_instances(WorkingState& state, ResourceId clone);

/// Tells the other instances of a clone that an instance was stopped by fencing.
/// (Pacemaker: pe__order_notifs_after_fencing)
void order_notifications_after_fencing(WorkingState& state, ActionId stop, ResourceId resource, ActionId fencing);

} // namespace placement

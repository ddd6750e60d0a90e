#pragma once

#include "cib/edit.h"
#include "placement/time.h"
#include "placement/transition.h"
#include "simulate/operation_record.h"

/// What actions do to a cluster beyond what the reference's simulation writes.
namespace placement {

/// Clears a fail count or a history, or shuts a node down. (Pacemaker: process_lrm_event, peer_update_callback)
void do_cluster_action(CibEdit& edit, const TransitionAction& action);

/// An operation has ended and `entry` says so: what was recorded of the same operation under another id is gone (it was
/// under way, or is of an old release), and what tells a reload from a restart is of today's parameters.
/// (Pacemaker: controld_update_resource_history)
void complete_record(CibEdit& edit, const std::string& node, const std::string& history, const std::string& entry,
                     const FinishedOperation& operation);

/// The node knows when and with which parameters it was unfenced. (Pacemaker: fencing callbacks of the controller)
void remember_unfencing(CibEdit& edit, const TransitionAction& action, Time at);

/// A remote node was fenced, and its connection may be tried again. (Pacemaker: send_stonith_update)
void remember_fencing(CibEdit& edit, const TransitionAction& action, Time at);

/// Remote nodes know that they are in maintenance, or are not any more.
void remember_maintenance(CibEdit& edit, const TransitionAction& action);

} // namespace placement

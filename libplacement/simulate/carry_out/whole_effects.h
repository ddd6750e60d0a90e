#pragma once

#include "cib/edit.h"
#include "placement/time.h"
#include "placement/transition.h"
#include "simulate/carry_out/operation_record.h"

/// What actions do to a cluster beyond what the reference's simulation writes.
namespace placement {

/// Clears a fail count or a history, or shuts a node down. (Pacemaker: process_lrm_event, peer_update_callback)
void do_cluster_action(CibEdit& edit, const TransitionAction& action);

/// An operation has ended and `entry` says so: what was recorded of the same operation under another id is gone (it was
/// under way, or is of an old release), and what tells a reload from a restart is of today's parameters.
/// (Pacemaker: controld_update_resource_history)
void complete_record(CibEdit& edit, const std::string& node, const std::string& history, const std::string& entry,
                     const FinishedOperation& operation);

/// A resource that waits for a node that was shut down under it goes on waiting once it has stopped there, or was found
/// stopped there. (Pacemaker: controld_update_resource_history)
void keep_shutdown_lock(CibEdit& edit, const TransitionAction& action, const std::string& history,
                        const FinishedOperation& operation);

/// The node knows when and with which parameters it was unfenced. (Pacemaker: fencing callbacks of the controller)
void remember_unfencing(CibEdit& edit, const TransitionAction& action, Time at);

/// A remote node was fenced, and its connection may be tried again. (Pacemaker: send_stonith_update)
void remember_fencing(CibEdit& edit, const TransitionAction& action, Time at);

/// Remote nodes know that they are in maintenance, or are not any more; a guest node that is fenced is down.
/// (Pacemaker: remote_ra_process_pseudo)
void do_pseudo_action(CibEdit& edit, const TransitionAction& action);

/// The container of a guest node starts: nothing runs in it yet.
void begin_guest(CibEdit& edit, const std::string& node);

/// A connection to a guest or remote node is there, and failures on it are forgotten. A cluster forgets what the node did
/// before, too, and probes it; the probes find again what is there, so that the history stays here. (Pacemaker: remote_node_up)
void bring_remote_node_up(CibEdit& edit, const std::string& node);

/// The connection is there no more. What the node did is forgotten where it was fenced. (Pacemaker: remote_node_down)
void take_remote_node_down(CibEdit& edit, const std::string& node, bool forget_history);

} // namespace placement

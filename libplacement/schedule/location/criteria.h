#pragma once

#include "schedule/state/working_state.h"

/// What decides where a resource may run before any other resource is looked at.
namespace placement {

/// Scores that reading the configuration and the status asked for.
void apply_wishes(WorkingState& state);
/// Tickets that are missing or in standby. (Pacemaker: constraints_for_ticket)
void apply_tickets(WorkingState& state);
/// shutdown-lock: a resource waits for the node that was shut down under it. (Pacemaker: pcmk__primitive_shutdown_lock)
void apply_shutdown_locks(WorkingState& state);
/// Location constraints, node health among them. (Pacemaker: pcmk__apply_locations)
void apply_locations(WorkingState& state);
/// resource-stickiness of what is active on exactly one node. (Pacemaker: apply_stickiness)
void apply_stickiness(WorkingState& state);
/// migration-threshold and resource-discovery="exclusive", node by node. (Pacemaker: apply_node_criteria)
void apply_node_limits(WorkingState& state);

} // namespace placement

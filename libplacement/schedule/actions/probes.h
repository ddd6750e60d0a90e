#pragma once

#include <vector>

#include "schedule/state/working_state.h"

namespace placement {

/// Probes every resource on every node where its state is not known and may be asked for, and reboots nothing.
/// (Pacemaker: pcmk__schedule_probes)
void schedule_probes(WorkingState& state);

/// Schedules what asks for the resource's state on the node; returns whether anything was scheduled. Behind one switch,
/// all variants. (Pacemaker: rsc->cmds->create_probe)
bool create_probe(WorkingState& state, ResourceId resource, NodeId node);

} // namespace placement

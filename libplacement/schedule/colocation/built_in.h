#pragma once

#include "schedule/state/working_state.h"

namespace placement {

/// The colocations and bans that groups, containers, guests and fencing devices bring with them, resource by resource.
/// (Pacemaker: pcmk__create_internal_constraints)
void add_built_in_colocations(WorkingState& state);

} // namespace placement

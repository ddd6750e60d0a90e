#pragma once

#include "schedule/state/working_state.h"

namespace placement {

/// The configuration's ordering constraints as orderings between actions, in the order in which they are configured.
/// (Pacemaker: pcmk__unpack_ordering)
void add_configured_orderings(WorkingState& state);

} // namespace placement

#pragma once

#include "schedule/state/working_state.h"

namespace placement {

/// Probes before what waits for the resource that they ask about. (Pacemaker: pcmk__order_probes)
void order_probes(WorkingState& state);

} // namespace placement

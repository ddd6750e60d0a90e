#pragma once

#include "schedule/state/working_state.h"

namespace placement {

/// Where none of a resource's instances can start (or be promoted), neither can what must be with it.
/// (Pacemaker: pcmk__block_colocation_dependents)
void block_colocation_dependents(WorkingState& state, ActionId action);

} // namespace placement

#pragma once

#include "schedule/state/working_state.h"

namespace placement {

/// Orderings become relations between the actions that exist; then required and blocked are propagated, and relations
/// that would close a loop are dropped. (Pacemaker: pcmk__apply_orderings)
void apply_orderings(WorkingState& state);

} // namespace placement

#pragma once

#include "schedule/state/working_state.h"

namespace placement {

/// The actions that reading the status wished for, in the order in which it did.
void schedule_wished_actions(WorkingState& state);

} // namespace placement

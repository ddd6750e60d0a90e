#pragma once

#include "placement/transition.h"
#include "schedule/state/working_state.h"

namespace placement {

/// The transition, without the actions' attributes: what is required and can be done, each with what it waits for. (Pacemaker: pcmk__create_graph)
Transition make_transition(WorkingState& state);

} // namespace placement

#pragma once

#include "schedule/state/working_state.h"

namespace placement {

/// The node leaves when what runs on it is stopped. (Pacemaker: pcmk__new_shutdown_action)
ActionId schedule_shutdown(WorkingState& state, NodeId node);

} // namespace placement

#pragma once

#include "schedule/state/working_state.h"

namespace placement {

/// Actions that were wanted of a resource before it was said where (because something is ordered after them) are from then
/// on those of the node that it gets. (Pacemaker does so when it reports what it will do: rsc_action_default)
void place_unplaced_actions(WorkingState& state);

} // namespace placement

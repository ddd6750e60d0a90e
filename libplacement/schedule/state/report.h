#pragma once

#include "schedule/state/working_state.h"

namespace placement {

/// Reports the resource's scores and those of all below it, as they are now. `variant` names who reports.
/// (Pacemaker: pe__show_node_scores)
void report_scores(WorkingState& state, ResourceId resource, const char* variant);
void report_promotion_score(WorkingState& state, ResourceId instance);

} // namespace placement

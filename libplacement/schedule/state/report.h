#pragma once

#include "schedule/state/working_state.h"

namespace placement {

/// Reports the resource's scores and those of all below it, as they are now. `by` is who reports.
/// (Pacemaker: pe__show_node_scores)
void report_scores(WorkingState& state, ResourceId resource, ReportedScore::By by);
void report_promotion_score(WorkingState& state, ResourceId instance);

/// Reports what each node has left, if that is asked for. `when` is Original or Remaining.
/// (Pacemaker: pcmk__show_node_capacities)
void report_capacities(WorkingState& state, ReportedScore::By when);
/// Reports what the resource takes from its node, if that is asked for.
void report_utilization(WorkingState& state, ResourceId resource);

} // namespace placement

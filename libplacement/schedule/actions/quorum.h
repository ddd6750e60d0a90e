#pragma once

#include "schedule/state/working_state.h"

namespace placement {

/// Without quorum, what needs it is neither started nor promoted, and no-quorum-policy says what becomes of what runs.
/// Scores and assignments stay; only the roles that will be taken change. (Pacemaker: effective_quorum_policy)
void stop_without_quorum(WorkingState& state);

} // namespace placement

#pragma once

#include "schedule/state/working_state.h"

namespace placement {

/// Whether the constraint counts for the resource now: it names no role, or the resource's next role.
bool applies(const WorkingState& state, const LocationConstraint& location, ResourceId resource);

} // namespace placement

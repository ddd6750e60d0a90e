#pragma once

#include <vector>

#include "schedule/state/working_state.h"

/// Which colocations count for a resource: its own, and those that it shares as a member, instance or container.
namespace placement {

/// Those in which it is the dependent, in the order in which they are applied. (Pacemaker: pcmk__this_with_colocations)
std::vector<ColocationId> this_with(const WorkingState& state, ResourceId resource);
/// Those in which it is the primary. (Pacemaker: pcmk__with_this_colocations)
std::vector<ColocationId> with_this(const WorkingState& state, ResourceId resource);

} // namespace placement

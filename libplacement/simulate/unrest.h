#pragma once

#include "placement/carry_out.h"
#include "placement/scenario.h"
#include "placement/sequence.h"

namespace placement {

/// Adds a warning where the cluster did not come to rest.
void tell_of_unrest(const SettledCluster& settled, Diagnostics& notes);
void tell_of_unrest(const Sequence& sequence, Diagnostics& notes);

} // namespace placement

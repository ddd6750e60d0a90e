#pragma once

#include "fleet/patience.h"
#include "placement/fleet.h"

namespace placement {

/// Answers the question for one CIB: figures, findings, whether all is well, and FleetStatus::NothingRuns. Throws FileGivenUp, and
/// what the question's own function throws.
void answer_for(const Cib& cib, const FleetOptions& options, Patience& patience, FleetRow& row);

} // namespace placement

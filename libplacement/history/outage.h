#pragma once

#include "placement/history.h"

namespace placement {

/// What took the service down, as far as what was told says.
OutageCause cause_of(const ToldHistory& told, const ServiceOutage& outage);

/// What kept it down, found by simulation. None where its decisions bring it back, or cannot be simulated.
std::optional<OutageExplanation> explain(const History& history, const ToldHistory& told, const ServiceOutage& outage,
                                         const HistoryOptions& options, bool search);

} // namespace placement

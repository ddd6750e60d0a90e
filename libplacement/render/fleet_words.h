#pragma once

#include <string>
#include <vector>

#include "placement/fleet.h"

namespace placement {

/// A finding as a clause: "db: after one failure, it is stopped (node1 fails; node2 fails)".
std::string finding_words(const FleetFinding& finding);
/// "cannot be read: …".
std::string unanswered_words(const FleetRow& row);
/// What the summary says, a sentence for each element.
std::vector<std::string> summary_words(const FleetHeader& header, const FleetSummary& summary);
/// "clusters_lost" as a heading: "clusters lost".
std::string figure_heading(std::string name);

} // namespace placement

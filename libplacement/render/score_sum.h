#pragma once

#include <string>
#include <vector>

#include "placement/explain.h"

namespace placement {

/// A score's parts, a line each: what is added (or what it is set to), why, and the constraint's line. A start from zero
/// is not worth a line beside others.
std::vector<std::string> part_lines(const std::vector<ScorePart>& parts);

/// "99", or "not allowed" where the node is not in the table.
std::string score_text(std::optional<Score> score);

/// Whether the entry of the score report is a score, which capacities and utilization are not.
bool is_score(const ReportedScore& entry);

} // namespace placement

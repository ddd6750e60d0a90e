#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "placement/scenario.h"
#include "placement/schedule.h"

/// Results as text and JSON. Everything returns a string; nothing here writes anywhere.
namespace placement {

/// Which lines of the reference's report are wanted.
struct ScoreReport {
    bool scores = true;       ///< allocation and promotion scores (crm_simulate -s)
    bool utilization = false; ///< capacities and what was used of them (crm_simulate -U)
};

/// The score table, a line an entry of Schedule::reported_scores and worded exactly as `crm_simulate -s` words it.
std::string score_report(const Schedule& schedule, const ScoreReport& wanted = {});

} // namespace placement

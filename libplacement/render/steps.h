#pragma once

#include <string>

#include "placement/carry_out.h"
#include "placement/scenario.h"
#include "placement/schedule.h"

namespace placement {

/// "settled after 2 transitions (9 actions)"; "nothing has to be done" where there is none.
std::string rest_text(const SettledCluster& settled);

/// What a step does, for a person: "start db on pg02", "fence pg01 (reboot)"; empty for a pseudo-action.
std::string step_text(const CarriedOutStep& step);

/// What was wanted and could not be done because something before it failed: "start db on pg02".
std::string left_text(const Schedule& schedule, std::uint32_t action);

} // namespace placement

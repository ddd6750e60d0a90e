#pragma once

#include <string>
#include <vector>

#include "placement/history.h"
#include "placement/schedule.h"

namespace placement {

/// For each of the actions: what makes the resource leave its node, or what blocks the action, as a clause; empty where there is
/// nothing of that. The schedule needs a ledger.
std::vector<std::string> reasons_for(const std::vector<LoggedAction>& actions, const Schedule& schedule);

} // namespace placement

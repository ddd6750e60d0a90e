#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "placement/repair.h"
#include "repair/goal.h"

namespace placement {

/// What a closer look at a configuration that meets the goal brings.
struct CloserLook {
    std::optional<std::string> refusal = {}; ///< why it will not do all the same
    std::vector<std::string> notes = {};     ///< as in Repair
};

/// What a repair is searched in, and how it is judged.
struct RepairTask {
    /// Of the CIB that is edited; without the events that something is wanted after.
    Scenario scenario;
    Goal goal;
    Concern concern;
    std::vector<std::string> leaves = {}; ///< what is not part of the goal, and does not hold either
    std::function<CloserLook(const Cib&)> look = {};
};

/// Searches, and looks closely at the best. `repairs` has what is known before; what is found is added.
void search_repairs(const RepairTask& task, const RepairOptions& options, Repairs& repairs);

/// Whose rules apply, and what the CIB is called.
Repairs repairs_of(const Scenario& scenario);

} // namespace placement

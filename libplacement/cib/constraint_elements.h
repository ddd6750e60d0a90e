#pragma once

#include <string>
#include <vector>

#include "placement/cib.h"
#include "placement/diagnostic.h"

namespace placement {

/// A constraint as it stands in the configuration.
struct ConstraintElement {
    std::string kind; ///< "location", "colocation", "order", "ticket"
    std::string id;
    /// The ids of the rules and resource sets in it.
    std::vector<std::string> parts;
    Position position;
};

/// All of them, in configuration order.
std::vector<ConstraintElement> constraint_elements(const Cib& cib);

} // namespace placement

#pragma once

#include <string>
#include <vector>

#include "placement/cib.h"

namespace [[gnu::visibility("default")]] placement {

/// What questions about a cluster can be about, each in the order in which the configuration has it and once.
struct ConfiguredNames {
    std::vector<std::string> nodes; ///< remote and guest nodes, too, as Pacemaker sorts them
    std::vector<std::string> resources;
    std::vector<std::string> constraints; ///< ids
};

/// Throws what unpack() throws.
ConfiguredNames configured_names(const Cib& cib);

} // namespace placement

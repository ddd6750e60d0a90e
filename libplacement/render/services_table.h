#pragma once

#include <string>
#include <vector>

#include "placement/render.h"
#include "placement/scenario.h"

namespace placement {

/// The services before and after, a row each, and below them what is none. Of more than fit on a screen those that stay as they
/// are get one line together. `changed_alone`: only what changed.
std::string services_table(const std::vector<ResourceOutcome>& resources, const std::vector<NodeOutcome>& nodes,
                           const Outcome* anyway, const TextStyle& style, bool changed_alone);

} // namespace placement

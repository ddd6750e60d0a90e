#pragma once

#include <vector>

#include "placement/carry_out.h"
#include "placement/scenario.h"
#include "render/json.h"

/// Parts of an answer's JSON that others have, too (docs/json.md).
namespace placement {

Json nodes_json(const std::vector<NodeOutcome>& nodes);
/// Without pseudo-actions.
Json steps_json(const std::vector<CarriedOutStep>& steps);
/// What becomes of the resource, and why; not what it is.
Json told_resource_json(const ResourceOutcome& resource);

} // namespace placement

#pragma once

#include <optional>

#include "placement/explain.h"

namespace placement {

/// The orderings that wait for each other in a circle, where the action is in such a circle or waits for one; none where it
/// is done in its turn. The action may be none.
std::optional<Obstacle> ordering_circle(const Schedule& schedule, ActionId action);

} // namespace placement

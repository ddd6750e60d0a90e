#pragma once

#include <optional>

#include "placement/explain.h"

namespace placement {

/// The orderings that wait for each other in a circle, where the action is in such a circle or waits for one; none where
/// there is none. The action may be none.
std::optional<Obstacle> ordering_circle(const Schedule& schedule, ActionId action);

/// What the action waits for although it is not done, because it cannot be or because its resource is not managed; none
/// where there is nothing. The action may be none.
ActionId never_done_before(const Schedule& schedule, ActionId action);

} // namespace placement

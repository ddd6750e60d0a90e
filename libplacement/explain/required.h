#pragma once

#include <vector>

#include "placement/explain_choice.h"

namespace placement {

/// The primitive's actions that are required, or wanted and cannot be done, in the order in which they were made; without
/// monitors and notifications.
std::vector<ActionExplanation> explain_actions(const Schedule& schedule, ResourceId primitive);

/// Whether the primitive was assigned a node where it is to be started, or promoted, and that cannot be done.
bool cannot_start(const Schedule& schedule, ResourceId primitive);
bool cannot_be_promoted(const Schedule& schedule, ResourceId primitive);

} // namespace placement

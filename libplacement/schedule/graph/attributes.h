#pragma once

#include "schedule/state/working_state.h"

namespace placement {

/// What an action is executed with: the operation's and the resource's parameters, the operation's meta-attributes
/// ("CRM_meta_timeout", …) and what the resource, its parents and its guest add. By name.
/// (Pacemaker: add_action_attributes)
AttributeTable action_attributes(const WorkingState& state, ActionId action);

} // namespace placement

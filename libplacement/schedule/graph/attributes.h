#pragma once

#include "schedule/state/working_state.h"

namespace placement {

/// What an action is executed with: the operation's and the resource's parameters, the operation's meta-attributes
/// ("CRM_meta_timeout", …) and what the resource, its parents and its guest add. By name.
/// (Pacemaker: add_action_attributes)
AttributeTable action_attributes(const WorkingState& state, ActionId action);

/// Minds the moments at which rules will change how the actions made so far are configured.
void recheck_by_operation_rules(WorkingState& state);

} // namespace placement

#pragma once

#include <memory>

#include "placement/shared.h"
#include "placement/transition.h"
#include "schedule/state/working_state.h"

namespace placement {

/// Gives the actions that have a synapse what they are executed with: the operation's and the resource's parameters, the
/// operation's meta-attributes ("CRM_meta_timeout", …) and what the resource, its parents and its guest add. It is made when it is
/// asked for, quickest for actions of one resource after the other; those that differ in their node alone share it. `state` is
/// asked only where containers are; `actions` are the final ones.
/// (Pacemaker: add_action_attributes)
void give_attributes(Transition& transition, const WorkingState& state, std::shared_ptr<const Cluster> cluster,
                     Shared<ActionTable> actions);

/// Minds the moments at which rules will change how the actions made so far are configured.
void recheck_by_operation_rules(WorkingState& state);

} // namespace placement

#pragma once

#include "schedule/state/working_state.h"

/// The actions that take each resource from the role it has to the role it will have. A file a variant.
namespace placement {

/// (Pacemaker: rsc->cmds->create_actions)
void create_actions(WorkingState& state, ResourceId resource);

void create_primitive_actions(WorkingState& state, ResourceId primitive);
void create_group_actions(WorkingState& state, ResourceId group);
void create_clone_actions(WorkingState& state, ResourceId clone);
void create_bundle_actions(WorkingState& state, ResourceId bundle);

/// The pseudo-actions around the starts and stops of a collective resource's instances, and for a promotable one those
/// of its promotions. (Pacemaker: pcmk__create_instance_actions)
void create_instance_actions(WorkingState& state, ResourceId collective, const std::vector<ResourceId>& instances);

} // namespace placement

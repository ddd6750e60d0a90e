#pragma once

#include "schedule/state/working_state.h"

/// The orderings that resources bring with them. A file a variant.
namespace placement {

/// (Pacemaker: pcmk__create_internal_constraints)
void add_built_in_orderings(WorkingState& state);

/// One resource and what is in it. (Pacemaker: rsc->cmds->internal_constraints)
void order_resource(WorkingState& state, ResourceId resource);
void order_primitive(WorkingState& state, ResourceId primitive);
void order_group(WorkingState& state, ResourceId group);
void order_clone(WorkingState& state, ResourceId clone);
void order_bundle(WorkingState& state, ResourceId bundle);

/// What the restart of a promotable resource keeps in order. (Pacemaker: pcmk__promotable_restart_ordering)
void order_promotable_restart(WorkingState& state, ResourceId resource);

} // namespace placement

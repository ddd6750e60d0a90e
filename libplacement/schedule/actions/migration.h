#pragma once

#include "schedule/state/working_state.h"

namespace placement {

/// Whether the resource may move from its current node without being stopped. (Pacemaker: pcmk__rsc_can_migrate)
bool can_migrate(const WorkingState& state, ResourceId resource, NodeId current);

/// migrate_to and migrate_from in place of a stop and a start. (Pacemaker: pcmk__create_migration_actions)
void create_migration_actions(WorkingState& state, ResourceId resource, NodeId current);

} // namespace placement

#pragma once

#include "placement/cluster.h"
#include "unpack/status_context.h"

/// What a migration's two halves (migrate_to on the source, migrate_from on the target) say together about where a
/// resource is: whether the migration is complete, half done, or has left a copy behind.
namespace placement {

/// A migrate_to that succeeded on `source`. (Pacemaker: unpack_migrate_to_success)
void apply_migrate_to_success(StatusContext& context, ResourceId resource, NodeId source,
                              const OperationHistory& migrate_to);
/// (Pacemaker: unpack_migrate_to_failure)
void apply_migrate_to_failure(StatusContext& context, ResourceId resource, NodeId source,
                              const OperationHistory& migrate_to);
/// (Pacemaker: unpack_migrate_from_failure)
void apply_migrate_from_failure(StatusContext& context, ResourceId resource, NodeId target,
                                const OperationHistory& migrate_from);

} // namespace placement

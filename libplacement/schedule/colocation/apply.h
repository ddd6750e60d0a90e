#pragma once

#include <utility>
#include <vector>

#include "schedule/state/working_state.h"

/// What a colocation does to its dependent once its primary is placed. Each returns the change of the dependent's
/// promotion score, 0 where it changed the node scores or nothing. A file a variant.
namespace placement {

/// Applies the colocation to a dependent primitive or group. (Pacemaker: apply_coloc_score, for the dependent)
Score apply_colocation(WorkingState& state, ResourceId dependent, ResourceId primary, ColocationId colocation);

/// The dependent is a primitive; what happens depends on what the primary is.
Score apply_with_primary(WorkingState& state, ResourceId dependent, ResourceId primary, ColocationId colocation);

/// primitive.cpp
Score apply_with_primitive(WorkingState& state, ResourceId dependent, ResourceId primary, ColocationId colocation);
/// group.cpp
Score apply_to_group(WorkingState& state, ResourceId dependent, ResourceId primary, ColocationId colocation);
Score apply_with_group(WorkingState& state, ResourceId dependent, ResourceId primary, ColocationId colocation);
/// clone.cpp
Score apply_with_clone(WorkingState& state, ResourceId dependent, ResourceId primary, ColocationId colocation);
/// promotable.cpp: where the constraint names a role of the primary
void apply_with_promotable(WorkingState& state, ResourceId dependent, ResourceId primary, ColocationId colocation);
Score apply_promotable_to_priority(WorkingState& state, ResourceId dependent, ResourceId primary,
                                   ColocationId colocation);
/// bundle.cpp
Score apply_with_bundle(WorkingState& state, ResourceId dependent, ResourceId primary, ColocationId colocation);

/// The nodes where instances of a primary are, with the score each had there; of several entries the first counts.
using PrimaryNodes = std::vector<std::pair<NodeId, Score>>;

/// Bans the dependent from every node without an instance of the primary; elsewhere adds the instance's score where
/// asked to. (Pacemaker: pcmk__colocation_intersect_nodes)
void keep_to_nodes(WorkingState& state, ResourceId dependent, const PrimaryNodes& nodes, bool add_scores,
                   ColocationId colocation, ResourceId primary);

} // namespace placement

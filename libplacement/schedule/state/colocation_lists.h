#pragma once

#include <vector>

#include "schedule/state/working_state.h"

/// The order in which colocations are considered.
namespace placement {

/// Registers a colocation with its dependent and primary. A score of 0 is ignored. (Pacemaker: pcmk__new_colocation)
void add_colocation(WorkingState& state, Colocation colocation);

/// Puts the colocation in a list that is kept by its primary's (dependent's) standing: priority, then variant, then
/// promotable, then id; ahead of its equals. (Pacemaker: pcmk__add_this_with, pcmk__add_with_this)
void insert_by_primary(const WorkingState& state, std::vector<ColocationId>& list, ColocationId colocation);
void insert_by_dependent(const WorkingState& state, std::vector<ColocationId>& list, ColocationId colocation);

} // namespace placement

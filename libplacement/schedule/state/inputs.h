#pragma once

#include "schedule/state/working_state.h"

/// What of the relations counts in the graph.
namespace placement {

/// Whether the action is done in the transition. (Pacemaker: should_add_action_to_graph)
bool belongs_in_graph(const WorkingState& state, ActionId action);

/// Whether the action waits for its relation number `index` in the graph. A relation that turns out not to count is
/// emptied. (Pacemaker: should_add_input_to_graph)
bool is_input(WorkingState& state, ActionId action, std::size_t index);

/// Whether the relation number `index` of `action` leads back to `start` through inputs.
/// (Pacemaker: pcmk__graph_has_loop)
bool closes_loop(WorkingState& state, ActionId start, ActionId action, std::size_t index);

/// Sorts an action's relations by the number of the other action, and merges those to one action.
/// (Pacemaker: pcmk__deduplicate_action_inputs)
void merge_inputs(WorkingState& state, ActionId action);

} // namespace placement

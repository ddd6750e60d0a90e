#pragma once

#include "placement/transition.h"
#include "schedule/graph/attributes.h"
#include "schedule/state/working_state.h"

namespace placement {

/// What names an action in the graph, as an input has it. (Pacemaker: create_graph_action)
TransitionAction identify(const WorkingState& state, ActionId action);
/// Adds what it is done with, as a synapse has it.
void describe(const WorkingState& state, AttributeMaker& maker, TransitionAction& of);

/// Remote nodes whose maintenance mode is not what they were told last. (Pacemaker: add_maintenance_nodes)
std::vector<TransitionAction::Maintenance> maintenance_changes(const WorkingState& state);

} // namespace placement

#pragma once

#include "placement/transition.h"
#include "schedule/state/working_state.h"

namespace placement {

/// What names an action in the graph, as an input has it. (Pacemaker: create_graph_action)
TransitionAction identify(const WorkingState& state, ActionId action, TransitionNames& names);
/// Adds what a synapse has, except for the attributes.
void describe(const WorkingState& state, TransitionAction& of);
ResourceElement element_of(const Resource& resource);
/// Whether the graph says on which node the action is done.
bool shows_node(const Action& action);

/// Remote nodes whose maintenance mode is not what they were told last. (Pacemaker: add_maintenance_nodes)
std::vector<TransitionAction::Maintenance> maintenance_changes(const WorkingState& state);

} // namespace placement

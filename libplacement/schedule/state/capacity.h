#pragma once

#include "schedule/state/working_state.h"

/// Utilization: what resources need and nodes have left.
namespace placement {

/// The amounts that attributes name; what is no number counts as 0.
Capacity parse_capacity(const AttributeTable& attributes);
/// Takes what the resource needs from the node. (Pacemaker: pcmk__consume_node_capacity)
void consume_capacity(WorkingState& state, NodeId node, ResourceId resource);
/// Adds what the resource needs to an amount: to what a node has left, or to a sum of needs.
void release_capacity(Capacity& amount, const WorkingState& state, ResourceId resource);
/// Whether the node has at least as much left of each attribute in `needed`.
bool has_capacity(const WorkingState& state, NodeId node, const Capacity& needed);
/// What the resource itself needs.
Capacity needs_of(const WorkingState& state, ResourceId resource);

} // namespace placement

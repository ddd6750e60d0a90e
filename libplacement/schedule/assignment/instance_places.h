#pragma once

#include <cstdint>
#include <vector>

#include "schedule/state/working_state.h"

/// What is common to all ways of placing the instances of a collective resource.
namespace placement {

/// Bans the instance from nodes that cannot run it or have as many instances as they may.
void ban_full_nodes(WorkingState& state, ResourceId instance, std::int32_t most_per_node);

/// One more instance is on the node.
void count_on_parent(WorkingState& state, ResourceId instance, NodeId node);

/// Forgets how many instances are where, and says how many nodes the collective resource can run on.
std::int32_t reset_counts(WorkingState& state, ResourceId collective);

/// How many instances a node has if they are spread evenly, at least one.
std::int32_t fair_share(std::int32_t instances, std::int32_t nodes);

/// The node that a running instance should be tried on first.
NodeId node_to_keep(WorkingState& state, ResourceId instance, std::int32_t fair);

// ---- single_attempts.cpp --------------------------------------------------------------------------------------

/// assign_instances of releases in which there is one attempt to keep an instance where it runs.
/// (Pacemaker 2.0: distribute_children; 1.1: clone_color)
void assign_instances_with_single_attempts(WorkingState& state, ResourceId collective,
                                           const std::vector<ResourceId>& instances, std::int32_t most_in_all,
                                           std::int32_t most_per_node);

} // namespace placement

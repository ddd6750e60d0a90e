#pragma once

#include <cstdint>
#include <vector>

#include "schedule/state/working_state.h"

/// Placing resources. A file a variant; each places what it depends on first.
namespace placement {

/// Places every resource: remote connections first, then the rest, in the order of priority. (Pacemaker:
/// assign_resources)
void assign_all(WorkingState& state);

/// Places one resource, its colocations' primaries before it. `preferred` wins among equals. With `stop_if_none` a
/// resource without a node will be stopped; otherwise this is a trial. The node, or none for collective resources.
/// (Pacemaker: rsc->cmds->assign)
NodeId assign(WorkingState& state, ResourceId resource, NodeId preferred, bool stop_if_none);

NodeId assign_primitive(WorkingState& state, ResourceId primitive, NodeId preferred, bool stop_if_none);
NodeId assign_group(WorkingState& state, ResourceId group, NodeId preferred, bool stop_if_none);
void assign_clone(WorkingState& state, ResourceId clone, NodeId preferred, bool stop_if_none);
void assign_bundle(WorkingState& state, ResourceId bundle, NodeId preferred, bool stop_if_none);

// ---- instances.cpp --------------------------------------------------------------------------------------------

/// Places up to `most_in_all` of the instances, at most `most_per_node` on each node; running ones keep their node where
/// they can. (Pacemaker: pcmk__assign_instances)
void assign_instances(WorkingState& state, ResourceId collective, const std::vector<ResourceId>& instances,
                      std::int32_t most_in_all, std::int32_t most_per_node);

// ---- instance_order.cpp ---------------------------------------------------------------------------------------

/// Negative where `left` is placed first. (Pacemaker: pcmk__cmp_instance)
int compare_instances(WorkingState& state, ResourceId left, ResourceId right);
/// Whether the collective resource lists the node, and how: the entry that counts instances. Null where it does not.
NodeEntry* entry_of_parent(WorkingState& state, ResourceId instance, NodeId node);

// ---- promotion.cpp --------------------------------------------------------------------------------------------

/// Lets instances prefer the nodes on which they could be promoted. (Pacemaker: pcmk__add_promotion_scores)
void add_promotion_scores(WorkingState& state, ResourceId clone);
/// Decides which placed instances are promoted. (Pacemaker: pcmk__set_instance_roles)
void choose_promoted(WorkingState& state, ResourceId clone);

// ---- utilization.cpp ------------------------------------------------------------------------------------------

/// Bans nodes without room for the resource and what must be with it; the roomiest node where none has room for all.
/// (Pacemaker: pcmk__ban_insufficient_capacity)
NodeId ban_insufficient_capacity(WorkingState& state, ResourceId resource);

// ---- resource_order.cpp ---------------------------------------------------------------------------------------

/// Resources that would score more where they are, or anywhere, first; under a placement strategy that is not
/// "default". (Pacemaker: pcmk__sort_resources)
void sort_resources(WorkingState& state);

} // namespace placement

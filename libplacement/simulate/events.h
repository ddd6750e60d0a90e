#pragma once

#include <vector>

#include "cib/edit.h"
#include "placement/scenario.h"

namespace placement {

/// Writes an event into the CIB's state as the cluster itself would; `cluster` is the state before it, unpacked from
/// `edit`. Odd but harmless events (a node fails that is down already) give a note. Throws UnknownName and
/// ImpossibleEvent.
void apply(const Event& event, const Cluster& cluster, CibEdit& edit, Diagnostics& notes);

/// Whether the event takes a cluster node out or brings one in.
bool changes_membership(const Event& event, const Cluster& cluster);

/// The node with this name; throws UnknownName with the nearest names.
NodeId require_node(const Cluster& cluster, const std::string& name);
/// The resources that a name stands for: one, or all instances of the primitive with this id. Throws UnknownName with
/// the nearest names.
std::vector<ResourceId> require_resources(const Cluster& cluster, const std::string& name);

} // namespace placement

#pragma once

#include "cib/document.h"
#include "placement/cluster.h"
#include "placement/scenario.h"

/// Cib -> Cluster, a file a section. unpack.cpp shows the order.
namespace placement {

/// The configuration half: options, nodes, resources (with instances and defaults), tags, fencing topology.
void unpack_configuration(const CibDocument& document, Cluster& cluster);
/// Tickets, node states, operation histories and failures; may add removed resources and anonymous instances.
void unpack_status(const CibDocument& document, Cluster& cluster);
/// Location, colocation, ordering and ticket constraints; after the status, as their rules read its attributes.
void unpack_constraints(const CibDocument& document, Cluster& cluster);

} // namespace placement

#pragma once

#include <vector>

#include "cib/edit.h"
#include "placement/scenario.h"

namespace placement {

/// Writes an event into the CIB's state as the cluster itself would; `cluster` is the state before it, unpacked from
/// `edit`. Time that passes is the caller's to add. Odd but harmless events (a node fails that is down already) give a note. Throws UnknownName and
/// ImpossibleEvent.
void apply(const Event& event, const Cluster& cluster, CibEdit& edit, Diagnostics& notes);

/// The instance that runs on the event's node. Throws UnknownName, and ImpossibleEvent where there is none.
ResourceId failing_instance(const Cluster& cluster, const ResourceFails& event);
/// The interval of the recurring monitor that would notice first that the resource fails; 0 where nothing watches it.
std::uint32_t watching_interval_ms(const Cluster& cluster, ResourceId resource, NodeId node);
/// That monitor ends with the status, which is not the one that it should.
void fail_resource(const Cluster& cluster, ResourceId resource, NodeId node, std::int32_t status, CibEdit& edit,
                   Diagnostics& notes);

/// Whether nothing is to be stopped or moved first when the node leaves: it is on its way out already, or no member.
bool leaves_at_once(const Node& node);

} // namespace placement

#pragma once

#include <vector>

#include "cib/edit.h"
#include "placement/scenario.h"

namespace placement {

/// Writes an event into the CIB's state as the cluster itself would; `cluster` is the state before it, unpacked from
/// `edit`. Time that passes is the caller's to add. Odd but harmless events (a node fails that is down already) give a note. Throws UnknownName and
/// ImpossibleEvent.
void apply(const Event& event, const Cluster& cluster, CibEdit& edit, Diagnostics& notes);

/// Whether the event takes a cluster node out or brings one in.
bool changes_membership(const Event& event, const Cluster& cluster);

} // namespace placement

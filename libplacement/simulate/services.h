#pragma once

#include <string>
#include <unordered_set>

#include "base/stop.h"
#include "placement/cluster.h"
#include "placement/scenario.h"

namespace placement {

/// The elements that the scenario, or a comment in its CIB, says are no services.
std::unordered_set<std::string> not_services(const Scenario& scenario);

/// Throws UnknownName, or InvalidArgument, where not_services or the durations of the scenario name what the cluster does not have.
void require_known_names(const Scenario& scenario, const Cluster& cluster);

/// The events happen to the cluster as the CIB has it.
bool begins_as_recorded(const Scenario& scenario);

/// The CIB in the state in which the events begin: as it is, or when the cluster has done what it is about to do; with
/// assume_online, after every cluster node has joined. Where the cluster never comes to rest it is not waited for, and a note
/// says so.
Cib cib_to_begin_with(const Scenario& scenario, Time at, Diagnostics& notes, StopFlag stop = nullptr);

/// The scenario with a CIB in which its events begin as recorded, so that many runs of it come to rest only once.
Scenario with_its_beginning(const Scenario& scenario, StopFlag stop = nullptr);

} // namespace placement

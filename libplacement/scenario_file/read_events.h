#pragma once

#include <vector>

#include "placement/agents.h"
#include "placement/cluster.h"
#include "placement/scenario.h"
#include "scenario_file/reader.h"

namespace placement {

/// What one item of `steps` makes happen, which is several events where it names several nodes. Throws InputError, also for
/// what the cluster does not have.
std::vector<Event> read_events(const Complaints& complaints, const YamlEntry& step, const Cluster& cluster);

/// `agents`: a resource, and its profile or a mapping of `profile` and the profile's parameters.
std::vector<Agent> read_agents(const Complaints& complaints, const YamlValue& value, const Cluster& cluster);

/// `timing`, on top of what is there.
void read_timing(const Complaints& complaints, const YamlValue& value, const Cluster& cluster, SequenceOptions& timing);

} // namespace placement

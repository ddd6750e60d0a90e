#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "placement/scenario.h"
#include "simulate/sequence/scene.h"
#include "simulate/verify/agents_elsewhere.h"

namespace placement {

/// Events that happen at the same moment.
using Possibility = std::vector<Event>;

/// Whether the operation of the resource is one that is made to fail: it starts, stops, promotes, demotes or migrates something that
/// is no fencing device.
bool is_made_to_fail(const Cluster& cluster, const std::string& resource, std::string_view operation);

/// What may happen next to the cluster as it was read last. `may_break`: how much more may be broken.
std::vector<Possibility> possible_events(const Scene& scene, const AgentsElsewhere& agents, std::size_t may_break);

} // namespace placement

#pragma once

#include <optional>
#include <string>
#include <vector>

#include "placement/fencing.h"

/// One fencing device, and who may use it.
namespace placement {

/// The configured devices, of a clone's instances the first.
std::vector<ResourceId> fencing_devices(const Cluster& cluster);

/// "fence-n1 (line 26)".
std::string device_place(const Resource& device);

/// It is not registered anywhere. (Pacemaker: pe__resource_is_disabled)
bool is_disabled_device(const Cluster& cluster, ResourceId device);

/// What keeps the node from using the device: location constraints alone, whether it is active there or not. None where it
/// can. (Pacemaker: register_if_fencing_device)
std::optional<FencingObstacle> ban_on(const Cluster& cluster, ResourceId device, NodeId node);

/// Its definition says that it cannot fence the node. `names_hosts_itself` is set where that is not known.
std::optional<FencingObstacle> host_obstacle(const Cluster& cluster, ResourceId device, const Node& target,
                                             bool& names_hosts_itself);

/// The device (an instance of it) is active on the node, and has not failed there.
bool runs_on(const Cluster& cluster, ResourceId device, NodeId node);

} // namespace placement

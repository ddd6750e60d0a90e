#pragma once

#include "placement/explain.h"

namespace placement {

/// Why the cluster neither starts nor stops a resource that it does not manage.
Obstacle left_alone(const Schedule& schedule, ResourceId resource);

/// "is blocked after a failure until somebody cleans it up": of a resource that the status blocks.
std::string blocked_words(const Cluster& cluster, const Resource& resource);

/// "it is active on several nodes (multiple-active=block)"; empty where it is not, or migrates from one to another.
std::string several_nodes_words(const Cluster& cluster, const Resource& resource);

} // namespace placement

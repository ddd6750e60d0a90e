#pragma once

#include <optional>

#include "placement/explain.h"

namespace placement {

/// An interleaved clone has no instance on a node where the clone or bundle that it comes after has none. That ordering, if it keeps
/// the instance of an interleaved clone, or what is in it, off the node.
std::optional<Obstacle> missing_partner(const Schedule& schedule, ResourceId instance, NodeId node);

} // namespace placement

#pragma once

#include "placement/cluster.h"
#include "render/json.h"

namespace placement {

/// The constraints of the configuration, as docs/json.md describes them.
Json constraints_json(const Cluster& cluster);

} // namespace placement

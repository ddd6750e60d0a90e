#pragma once

#include <string>
#include <vector>

#include "placement/cluster.h"
#include "placement/diagnostic.h"

namespace placement {

struct BrokenColocation {
    std::string id;
    Diagnostic told;
};

/// The mandatory colocations that do not hold in a cluster at rest, once each: colocations that go round in a circle can leave
/// something where it must not be. What the cluster leaves alone is passed over, and so is what depends on guests.
std::vector<BrokenColocation> broken_colocations(const Cluster& at_rest);

} // namespace placement

#pragma once

#include <memory>

#include "placement/cib.h"
#include "placement/cluster.h"
#include "placement/history.h"
#include "placement/schedule.h"

namespace placement {

/// An input that was judged.
struct JudgedInput {
    Cib cib;
    std::shared_ptr<const Cluster> cluster;
    Schedule schedule;
};

/// Fills in what happened between the two, and where the later one is not as the earlier one's transition, carried out in full and
/// under the later one's configuration, would have made it.
void compare_neighbours(const JudgedInput& before, const JudgedInput& after, Decision& decision);

} // namespace placement

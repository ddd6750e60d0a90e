#pragma once

#include <string>

#include "placement/cluster.h"
#include "placement/scenario.h"

namespace placement {

/// A process that died, and was neither stopped nor started since.
struct DeadProcess {
    std::string resource; ///< the id of its element; the full one of an instance that is not like the others
    std::string element;
    std::string node;
    bool detected = true; ///< a monitor tells the cluster
};

/// What a DeadProcess calls the instance.
const std::string& process_name(const Resource& resource);

/// The process that dies, and whether a recurring monitor tells the cluster; where none does, a note says so. Throws as the
/// event does.
DeadProcess dying_process(const Cluster& cluster, const ResourceFails& event, Diagnostics& notes);

} // namespace placement

#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "placement/cluster.h"
#include "placement/ids.h"
#include "placement/scenario.h"
#include "placement/schedule.h"

/// What a failing resource can reach is often a small part of the cluster: itself, what constraints connect it with, and nothing
/// else. Then it is enough to simulate that part.
namespace placement {

class ClusterParts {
public:
    struct Part {
        std::size_t number = 0;
        Cib cib;
        std::shared_ptr<const Cluster> cluster; ///< unpacked from it
        Schedule at_rest;
        /// Resources of other parts would go by how many resources of this one a node has.
        bool others_mind_load = false;
    };

    /// Divides a cluster. Null where it has no parts: it is not at rest; something reaches beyond constraints (utilization, remote
    /// nodes and bundles, rules that ask for fail counts); or constraints connect all.
    static std::unique_ptr<ClusterParts> divide(const Cib& cib, const std::shared_ptr<const Cluster>& cluster);

    ~ClusterParts();

    /// The part that the resource is in; null where it is not known for sure that the part alone behaves as it does within the
    /// cluster. May be called by several threads.
    const Part* with(ResourceId resource) const;

private:
    class Division;
    explicit ClusterParts(std::unique_ptr<Division> division);
    std::unique_ptr<Division> division_;
};

/// Whether the schedule of the part leaves alone what others can notice: no node changed or is to be fenced, and, if others mind,
/// every node has as many resources as before.
bool is_unnoticed(const ClusterParts::Part& part, const Schedule& schedule, bool others_mind_load);

/// Whether what happened to the part could not be noticed elsewhere: no node changed or was to be fenced, quorum is what it was,
/// and, if others mind, every node has as many resources as before.
bool stayed_within(const ClusterParts::Part& part, const Outcome& outcome, bool others_mind_load);

} // namespace placement

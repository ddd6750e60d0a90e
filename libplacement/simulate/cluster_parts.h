#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "placement/cluster.h"
#include "placement/ids.h"
#include "placement/scenario.h"
#include "placement/schedule.h"

/// What a failing resource can reach is often a small part of the cluster: itself, what constraints connect it with, and nothing
/// else. What a failing node can reach are the parts of what runs there, and of what chooses by what other nodes have. Then it is
/// enough to simulate these.
namespace placement {

class ClusterParts {
public:
    struct Part {
        std::size_t number = 0; ///< another for each part, and for each node
        NodeId fails = {};      ///< what comes of a failure of this node is looked at; none: of resources
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

    /// All parts that the failure of the node reaches, as one, likewise.
    const Part* reached_by(std::string_view node) const;

private:
    class Division;
    explicit ClusterParts(std::unique_ptr<Division> division);
    std::unique_ptr<Division> division_;
};

/// Whether the schedule of the part leaves alone what others can notice: quorum is what it was, no node but the one that fails
/// changed or is to be fenced, and, if others mind, every node has as many resources as before.
bool is_unnoticed(const ClusterParts::Part& part, const Schedule& schedule, bool others_mind_load);

/// Whether that was so all the time.
bool stayed_within(const ClusterParts::Part& part, const Outcome& outcome, bool others_mind_load);

} // namespace placement

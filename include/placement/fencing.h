#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "placement/carry_out.h"
#include "placement/cluster.h"
#include "placement/diagnostic.h"
#include "placement/node_fencing.h"
#include "placement/operation_result.h"
#include "placement/schedule.h"

/// What can fence a node, as the cluster's own fencing daemon determines it: from the definitions of the devices, where they
/// are allowed to run, the fencing topology, and the members that are present.
namespace [[gnu::visibility("default")]] placement {

struct FencingQuestion {
    /// "reboot", "off", or "on" to unfence.
    std::string action = "reboot";
    /// Assume that every cluster node is a member and that the cluster has quorum: what the configuration alone allows.
    bool all_nodes_as_members = false;
    /// Nodes that are no longer members, even if the cluster says so.
    std::vector<std::string> fenced_nodes = {};
    /// Nodes for which every fencing attempt fails.
    std::vector<std::string> failing_nodes = {};
    /// Operations that fail. The fencing actions of devices count: "fence-n1_reboot_0@n2=1".
    std::vector<OperationResult> failing = {};
};

/// Whether and how the node can be fenced. (Pacemaker: pe_can_fence, and what the fencers answer to a query)
NodeFencing fencing_of(const Cluster& cluster, NodeId node, const FencingQuestion& question = {});

/// The same for a node that the schedule wants fenced. Where nothing in the cluster is managed, it fences no node; that is the obstacle.
NodeFencing fencing_of(const Schedule& schedule, const Schedule::Fencing& wanted, const FencingQuestion& question = {});

} // namespace placement

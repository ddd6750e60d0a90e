#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "placement/carry_out.h"
#include "placement/cluster.h"
#include "placement/diagnostic.h"

/// Who can fence a node, as the cluster's own fencing daemon finds it: from the definitions of the devices, where they are
/// allowed to run, the fencing topology, and the members that are there.
namespace placement {

/// One way in which a node can be fenced.
struct FencingMeans {
    enum class Kind : std::uint8_t {
        Device,    ///< a fencing device
        Watchdog,  ///< the node's own watchdog; the others wait until it must have fired
        Container, ///< a guest node: its container is stopped
    };
    Kind kind = Kind::Device;
    std::string device;     ///< the id of the resource: the device, or the container; "watchdog"
    std::int32_t level = 0; ///< of the fencing topology; 0 where it has none for the node
    /// The members that can use the device, the one that will be asked first in front; empty for a watchdog.
    std::vector<std::string> executors;
    /// The device is active on the first of them. A device that is not can be used all the same.
    bool runs_there = false;
    /// Whom the device can fence it says itself, when it is asked (pcmk_host_check is dynamic-list or status, or nothing
    /// names hosts). Here the node is taken to be among them.
    bool names_hosts_itself = false;
    Position position;
};

/// Why something cannot fence the node.
struct FencingObstacle {
    /// Of the cluster: "fencing-disabled", "no-device", "no-quorum", "no-member", "no-watchdog", "made-to-fail"; of one device:
    /// "host-list", "host-check", "target-role", "location", "target-only" (only the node itself could use it), "operation";
    /// of a level of the fencing topology: "level"; of a guest node: "container".
    std::string code;
    std::string device; ///< the id of the device, if it is of one
    std::string text;   ///< a clause
    Position position;
};

/// Whether and how a node can be fenced.
struct NodeFencing {
    std::string node;
    /// What would be used, in the order in which it is tried. Of one level all devices are needed; of everything else, and of
    /// levels, one is enough. Empty where nobody can fence the node.
    std::vector<FencingMeans> means;
    /// What cannot, and why; the most general reason first.
    std::vector<FencingObstacle> obstacles;

    bool possible() const { return !means.empty(); }
};

struct FencingQuestion {
    /// "reboot", "off", or "on" to unfence.
    std::string action = "reboot";
    /// Every cluster node is taken to be a member, and the cluster to have quorum: what the configuration alone allows.
    bool all_nodes_as_members = false;
    /// Nodes that are no members any more, whatever the cluster says.
    std::vector<std::string> fenced_nodes = {};
    /// Nodes whose fencing fails whatever is tried.
    std::vector<std::string> failing_nodes = {};
    /// Operations that fail; those of a device that are its fencing action count: "fence-n1_reboot_0@n2=1".
    std::vector<OperationResult> failing = {};
};

/// Who can fence the node. (Pacemaker: pe_can_fence, and what the fencers answer to a query)
NodeFencing fencing_of(const Cluster& cluster, NodeId node, const FencingQuestion& question = {});

/// "device fence-n1, which runs on n2", "devices apc-a and apc-b of level 1", "its watchdog"; where nobody can, the obstacles:
/// "no fencing device names it: fence-n1 names `n1.example.com` (pcmk_host_list, line 26)".
std::string text(const NodeFencing& fencing);

} // namespace placement

#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "placement/diagnostic.h"

/// Whether and how a node can be fenced: the answer (placement/fencing.h asks).
namespace [[gnu::visibility("default")]] placement {

/// One way in which a node can be fenced.
struct FencingMeans {
    enum class Kind : std::uint8_t {
        Device,    ///< a fencing device
        Watchdog,  ///< the node's own watchdog; the other nodes wait until it must have fired
        Container, ///< a guest node: its container is stopped
    };
    Kind kind = Kind::Device;
    std::string device;     ///< the id of the resource: the device, or the container; "watchdog"
    std::int32_t level = 0; ///< of the fencing topology; 0 if it has none for the node
    /// The members that can use the device, starting with the one that is asked first; empty for a watchdog.
    std::vector<std::string> executors;
    /// The device is active on the first of them. A device that is not active can be used all the same.
    bool runs_there = false;
    /// The device says itself which nodes it can fence, when it is asked at run time (pcmk_host_check is dynamic-list or
    /// status, or nothing names hosts). The node is assumed to be one of them.
    bool names_hosts_itself = false;
    Position position;
};

/// Why something cannot fence the node.
struct FencingObstacle {
    /// For the cluster: "fencing-disabled", "no-device", "no-quorum", "no-member", "no-watchdog", "made-to-fail",
    /// "nothing-managed"; for one
    /// device: "host-list", "host-check", "target-role", "location", "target-only" (only the node itself could use it),
    /// "operation"; for a level of the fencing topology: "level"; for a guest node: "container".
    std::string code;
    std::string device; ///< the id of the device, if the obstacle is about one
    std::string text;   ///< a clause
    Position position;
};

/// Whether and how a node can be fenced.
struct NodeFencing {
    std::string node;
    /// What would be used, in the order in which it is tried. All devices of a level are needed; otherwise, and among levels,
    /// one is enough. Empty if the node cannot be fenced.
    std::vector<FencingMeans> means;
    /// What cannot fence the node, and why; the most general reason first.
    std::vector<FencingObstacle> obstacles;

    bool possible() const { return !means.empty(); }
};

/// "device fence-n1, which runs on n2", "devices apc-a and apc-b of level 1", "its watchdog"; if the node cannot be fenced, the
/// obstacles: "no fencing device names it: fence-n1 names `n1.example.com` (pcmk_host_list, line 26)".
std::string text(const NodeFencing& fencing);

} // namespace placement

#pragma once

#include <cstdint>
#include <vector>

#include "placement/ids.h"
#include "placement/score.h"

/// How a primitive (or instance) was assigned its node: what was compared at that time.
namespace [[gnu::visibility("default")]] placement {

/// What decided between the chosen node and another one, in the order in which it is checked.
enum class Criterion : std::uint8_t {
    CannotRun,   ///< the node cannot run resources
    NotAllowed,  ///< the node is not in the resource's table
    Score,       ///< it has a lower score
    Wanted,      ///< with equal scores, the requested node is chosen: an instance's own, or the one with most room
    Capacity,    ///< with equal scores, it has less capacity left (placement-strategy=balanced)
    Load,        ///< more resources have been assigned to it
    CurrentNode, ///< the resource runs on the chosen node
    Name,        ///< its name comes later
};

struct NodeChoice {
    enum class Way : std::uint8_t {
        Compared,  ///< the best of the nodes
        Unmanaged, ///< it stays where it is
        StopAll,   ///< stop-all-resources is set
    };
    struct Candidate {
        NodeId node;
        bool can_run = false; ///< online, clean, not leaving, not in standby or maintenance, as known at that time
        Score score;
        std::int32_t load = 0; ///< how many resources had been assigned to it
        /// Why this node was not chosen; meaningless for the chosen node.
        Criterion against = Criterion::Score;
    };

    ResourceId resource;
    Way way = Way::Compared;
    NodeId best;   ///< the first choice, even if it cannot be used; none if there are no nodes
    NodeId chosen; ///< none: even the best node cannot be used
    std::vector<Candidate> candidates; ///< best first; the nodes in the resource's table
};

} // namespace placement

#pragma once

#include <cstdint>
#include <vector>

#include "placement/ids.h"
#include "placement/score.h"

/// How a primitive (or instance) was given its node: what was compared, at that moment.
namespace placement {

/// What decided between the node that was chosen and another one, in the order in which it is looked at.
enum class Criterion : std::uint8_t {
    CannotRun,   ///< the node cannot run resources
    NotAllowed,  ///< the node is not in the resource's table
    Score,       ///< it has a lower score
    Wanted,      ///< of equal scores, the node that was asked for: an instance's own, or the one with most room
    Capacity,    ///< of equal scores, it has less capacity left (placement-strategy=balanced)
    Load,        ///< more resources have been assigned to it
    CurrentNode, ///< the resource runs on the other one
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
        bool can_run = false; ///< online, clean, not leaving, not in standby or maintenance, as known at that moment
        Score score;
        std::int32_t load = 0; ///< how many resources had been assigned to it
        /// Why it is not this one; of the chosen node itself without a meaning.
        Criterion against = Criterion::Score;
    };

    ResourceId resource;
    Way way = Way::Compared;
    NodeId best;   ///< the first choice, even where it may not be had; none where there is no node at all
    NodeId chosen; ///< none: even the best may not be had
    std::vector<Candidate> candidates; ///< best first; the nodes in the resource's table
};

} // namespace placement

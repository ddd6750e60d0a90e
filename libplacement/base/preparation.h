#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "placement/cluster.h"

namespace placement {

/// What reading the configuration and status asks the scheduler to do first, in this order. Marks that later reading depends on
/// (a node unclean, a resource failed) are in the model already; a wish is what still has to be recorded as a score or an
/// action.
struct Wish {
    enum class Kind : std::uint8_t {
        AddScore,         ///< add `score` to `resource` on `node`; scores for its descendants are separate wishes
        FenceNode,        ///< an optional fencing action for `node`, which something may require later
        ClearFailCount,   ///< of `resource` on `node`
        CheckParameters,  ///< ClearFailCount, if `resource` has other parameters now than when `operation` failed; for a
                          ///< bundle's connection, whose address is known once its container has a node
        ClearHistory,     ///< of `resource` on `node`: its shutdown lock has expired
        RequireStop,      ///< of `resource` on `node`
        RequireDemote,    ///< of `resource` on `node`
        RelaxStop,        ///< existing stops of `resource` on `node` become optional
        RecurringMonitor, ///< `operation` of `resource` runs on `node` already: an optional action for it
    };
    Kind kind = Kind::AddScore;
    ResourceId resource;
    NodeId node;
    Score score;
    std::string reason;
    OperationReference operation; ///< RecurringMonitor, ClearFailCount, CheckParameters
    /// The action exists but nothing requires it, because the resource was unmanaged when the wish was made: ClearFailCount,
    /// ClearHistory, RequireStop, RequireDemote.
    bool optional = false;
    bool priority_delay = false;             ///< FenceNode: priority-fencing-delay applies
    bool order_after_remote_fencing = false; ///< ClearFailCount, CheckParameters of a remote connection
    Position position;
};

/// Of a part of a cluster, which knows only some of the resources: how many of the others have been assigned to a node when the
/// turn of one of its own comes.
struct LoadBeside {
    ResourceId before; ///< the top resource whose turn it is
    NodeId node;
    std::int32_t resources = 0; ///< more than at the turn before
};

/// What unpacking leaves to be done by the schedule.
struct Preparation {
    /// Keeps the operations of histories that differ from the CIB.
    std::vector<std::shared_ptr<const std::vector<OperationHistory>>> replaced_operations;
    std::vector<Wish> wishes;
    /// In the order of the top resources.
    std::vector<LoadBeside> beside;
    /// The failures whose parameters were compared with the current ones, in this order. (Pacemaker calculates the digests of
    /// an operation key on a node once, so these decide what later comparisons see.)
    std::vector<OperationReference> compared_operations;
};

/// What there is; of a cluster that was made in another way, nothing.
const Preparation& preparation_of(const Cluster& cluster);

/// The same, to be changed. Copies of the cluster keep theirs.
Preparation& change_preparation(Cluster& cluster);

} // namespace placement

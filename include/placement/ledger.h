#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "placement/ids.h"
#include "placement/score.h"

/// Why each score is what it is. Off by default; when it is on, every function that changes a score writes one entry.
namespace [[gnu::visibility("default")]] placement {

/// The stages of the pipeline that may write scores.
enum class Stage : std::uint8_t { Status, Location, Colocation, Assignment, Instances, Promotion, Utilization };

enum class CauseKind : std::uint8_t {
    Start,               ///< before the first stage (symmetric or not, a bundle's own node)
    Wish,                ///< id: index of Cluster::wishes
    Location,            ///< id: LocationId
    Stickiness,
    NodeHealth,
    MigrationThreshold,
    ShutdownLock,
    ExclusiveDiscovery,
    Ticket,              ///< id: TicketConstraintId
    Colocation,          ///< id: ColocationId; via: the dependent or primary that it came through
    InstanceLimit,       ///< clone-node-max reached
    Capacity,            ///< utilization does not fit
    TargetRole,          ///< will be stopped
    PromotionAttribute,  ///< the node attribute master-RESOURCE
    PromotionBase,       ///< the clone's own score on the node
    NotPromotable,       ///< state or role forbids promotion
    Guest,               ///< the container's node
    Restore,             ///< a trial is undone
    Copy,                ///< scores copied from parent or child; via: which
};

struct Cause {
    CauseKind kind = CauseKind::Start;
    std::uint32_t id = 0;
    ResourceId via;
};

/// One change of one score. An entry's `before` is the `after` of the previous entry for the same resource, node and table.
struct LedgerEntry {
    /// Node: a resource's score on a node. Promotion: an instance's promotion score (node: where it is).
    enum class Table : std::uint8_t { Node, Promotion };
    Table table = Table::Node;
    Stage stage = Stage::Location;
    ResourceId resource;
    NodeId node;
    std::optional<Score> before; ///< none: the node was not in the table
    std::optional<Score> after;
    /// What was added; none if the score was set (Restore, Copy, Start).
    std::optional<Score> change;
    Cause cause;
};

using Ledger = std::vector<LedgerEntry>;

} // namespace placement

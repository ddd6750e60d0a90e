#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "placement/action.h"
#include "placement/choice.h"
#include "placement/cluster.h"
#include "placement/ids.h"
#include "placement/ledger.h"
#include "placement/score.h"
#include "placement/transition.h"

namespace placement {

/// One line of the score report, in the order in which the reference prints it (crm_simulate -s).
struct ReportedScore {
    enum class Kind : std::uint8_t { Assignment, Promotion, Capacity, Utilization };
    Kind kind = Kind::Assignment;
    /// The variant that reported it: "primitive", "group", "clone", "bundle"; for Capacity "Original" or "Remaining".
    const char* variant = "";
    ResourceId resource;
    NodeId node; ///< Promotion: none where the instance has no node
    Score score;
    std::string detail; ///< Capacity, Utilization: "cpus=2 memory=4096"
};

/// What became of one resource (primitives and instances; collective resources have their children's).
struct Placement {
    NodeId node;                    ///< none: not placed
    Role role = Role::Unknown;      ///< the role it will have
    bool provisional = true;        ///< never assigned
    Score promotion_score;          ///< of an instance of a promotable clone
    bool promotion_considered = false;
    bool managed = true;
    bool blocked = false;
    std::string role_reason;
    /// The collective resource's parts in the order in which they were placed.
    std::vector<ResourceId> children;
    Role role_before = Role::Stopped;
    Role next_role = Role::Unknown; ///< Unknown: nothing decided one
    NodeId node_before;             ///< where it is now; of several nodes the one that counts
    bool failed = false;
    bool reloading = false;       ///< its parameters change in a way that needs no restart
    bool stop_if_failed = false;
    bool stop_unexpected = false; ///< only where it should not be is it stopped, of several nodes where it is active
    std::vector<ActionId> actions; ///< its own, oldest first
};

/// The result of one run of the scheduler.
struct Schedule {
    std::shared_ptr<const Cluster> cluster;
    IdVector<ResourceId, Placement> placements;
    /// The resources without a parent, in the order in which they were placed.
    std::vector<ResourceId> top_resources;
    /// The final table: a row a resource.
    IdVector<ResourceId, IdVector<NodeId, AllowedNode>> scores;
    std::vector<ReportedScore> reported_scores;
    /// Everything that was considered: what will be done, what is optional, what cannot be done and why.
    ActionTable actions;
    /// What will be done, and what each waits for.
    Transition transition;
    /// Nodes that must be fenced, with the reason.
    struct Fencing {
        NodeId node;
        std::string reason;
        bool possible = true;
    };
    std::vector<Fencing> fencing;
    Diagnostics diagnostics;
    /// What the reference says of changed parameters while it schedules, in its words and order.
    std::vector<std::string> notices;
    std::optional<Ledger> ledger;
    /// With the ledger: how nodes were chosen, in order. Of one resource the last counts; earlier ones were tried and undone.
    std::vector<NodeChoice> choices;
};

struct ScheduleOptions {
    /// Secrets may have been taken out of the CIB's parameters, so that a change of nothing else says nothing. Clusters
    /// do not think so of theirs; the reference program does of every file.
    bool sanitized = true;
    bool with_ledger = false;
    /// Report capacities and their use, too (crm_simulate -U).
    bool with_utilization = false;
    /// Scores flow along every path of colocations. From one resource so many steps are walked path by path; beyond them,
    /// parts of paths that several have in common are summed up. The scores are the same.
    std::size_t steps_path_by_path = 256;
    /// More steps than these in one schedule, with sums, are refused with LimitReached.
    std::size_t most_steps = 20'000'000;
};

/// Runs the scheduler on a cluster. Deterministic; throws NotSupported for what this version does not predict, and LimitReached.
/// (Pacemaker: pcmk__schedule_actions)
Schedule schedule(std::shared_ptr<const Cluster> cluster, const ScheduleOptions& options = {});

} // namespace placement

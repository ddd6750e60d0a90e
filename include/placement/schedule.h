#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "placement/action.h"
#include "placement/choice.h"
#include "placement/cluster.h"
#include "placement/ids.h"
#include "placement/ledger.h"
#include "placement/rare.h"
#include "placement/score.h"
#include "placement/shared.h"
#include "placement/transition.h"

namespace [[gnu::visibility("default")]] placement {

/// One line of the score report, in the order in which the reference prints it (crm_simulate -s).
struct ReportedScore {
    enum class Kind : std::uint8_t { Assignment, Promotion, Capacity, Utilization };
    /// Who reported an assignment's score; for Capacity, whether before or after assignment.
    enum class By : std::uint8_t { None, Primitive, Group, Clone, Bundle, Original, Remaining };
    Kind kind = Kind::Assignment;
    By by = By::None;
    ResourceId resource;
    NodeId node; ///< Promotion: none where the instance has no node
    Score score;
    std::uint32_t amounts = 0; ///< Capacity, Utilization: index of Schedule::reported_amounts
};

/// "primitive", "group", "clone", "bundle", "Original", "Remaining"; empty for None.
std::string_view text(ReportedScore::By by);

/// The result for one resource (primitives and instances; groups, clones and bundles have their children's).
struct Placement {
    NodeId node;                    ///< none: not placed
    Role role = Role::Unknown;      ///< the role it will have
    bool provisional = true;        ///< never assigned
    Score promotion_score;          ///< of an instance of a promotable clone
    bool promotion_considered = false;
    bool managed = true;
    bool blocked = false;
    std::string role_reason;
    /// The parts of a group, clone or bundle in the order in which they were placed.
    std::vector<ResourceId> children;
    Role role_before = Role::Stopped;
    Role next_role = Role::Unknown; ///< Unknown: nothing decided one
    /// The resource without a parent whose turn it was when this one was assigned; none: not assigned, or before all turns.
    ResourceId assigned_in_turn_of;
    NodeId node_before;             ///< where it is now; with several nodes, the one that counts
    bool failed = false;
    bool reloading = false;       ///< its parameters change in a way that does not need a restart
    bool stop_if_failed = false;
    bool stop_unexpected = false; ///< if it is active on several nodes, it is stopped only where it should not be
    std::vector<ActionId> actions; ///< its own, oldest first
};

/// The result of one run of the scheduler.
struct Schedule {
    std::shared_ptr<const Cluster> cluster;
    IdVector<ResourceId, Placement> placements;
    /// The resources without a parent, in the order in which they were placed.
    std::vector<ResourceId> top_resources;
    /// The final table: one row for each resource.
    IdVector<ResourceId, IdVector<NodeId, AllowedNode>> scores;
    std::vector<ReportedScore> reported_scores;
    /// "cpus=2 memory=4096"
    std::vector<std::string> reported_amounts;
    /// Everything that was considered: what will be done, what is optional, and what cannot be done and why.
    Shared<ActionTable> actions;
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
    /// What the reference prints about changed parameters while it schedules, in its words and order. What it prints before,
    /// while it reads the status, is status_notices().
    std::vector<std::string> notices;
    std::optional<Ledger> ledger;
    /// With the ledger: how nodes were chosen, in order. For each resource the last entry counts; earlier ones were tried and
    /// undone.
    std::vector<NodeChoice> choices;
};

struct ScheduleOptions {
    /// Secrets may have been removed from the CIB's parameters, so a change of nothing else is not reported. A cluster does not
    /// assume this of its own CIB; the reference program does for every file.
    bool sanitized = true;
    bool with_ledger = false;
    /// Also report capacities and utilization (crm_simulate -U).
    bool with_utilization = false;
    /// Scores flow along every path of colocations. From one resource they are walked path by path, with so many steps to resources
    /// where the walk was before; beyond them, parts of paths that several have in common are summed up. The scores are the same.
    std::size_t steps_path_by_path = 256;
    /// More steps than these in one schedule, with sums, are refused with LimitReached.
    std::size_t most_steps = 2'000'000;
    /// Where more resources than these follow one another along colocations, or more actions along orderings, each decided within
    /// the decision on the one before, the cluster is refused with LimitReached: the stack has an end.
    std::size_t longest_chain = 2'000;
    /// What an ordering with a clone or bundle means is decided by looks at its instances. More looks than these are refused with
    /// LimitReached.
    std::size_t most_looks = 300'000'000;
    /// More relations between actions than these are refused with LimitReached.
    std::size_t most_relations = 20'000'000;
};

/// Runs the scheduler on a cluster. Deterministic; throws NotSupported for features that this version does not support, and
/// LimitReached.
/// (Pacemaker: pcmk__schedule_actions)
Schedule schedule(std::shared_ptr<const Cluster> cluster, const ScheduleOptions& options = {});

/// What the reference prints while it reads the status: nodes whose fencing is called for and that must be unfenced again,
/// because a device's definition changed.
std::vector<std::string> status_notices(const Cluster& cluster, bool sanitized);

} // namespace placement

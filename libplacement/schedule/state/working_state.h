#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "placement/action.h"
#include "placement/cluster.h"
#include "placement/ids.h"
#include "placement/ledger.h"
#include "placement/schedule.h"
#include "placement/score.h"
#include "rules/operation_digest.h"
#include "schedule/state/action_index.h"
#include "schedule/state/member_actions.h"

/// One run's mutable part. Everything that the configuration and status say stays in Cluster; what the stages decide is
/// here. Scores change through scores.h, assignments through assignment.h, so that the ledger sees every change.
namespace placement {

/// A resource's standing on a node.
struct NodeEntry {
    Score score;
    std::int32_t instances = 0; ///< of a collective resource: instances (or promoted instances) placed on the node
    ProbeMode probe_mode = ProbeMode::Always;
    bool listed = false; ///< whether the node is in the resource's table at all
    /// Of a clone with exclusive discovery: its instances are not looked for here, so it counts on the node no more.
    bool left_out = false;
    /// While preferences are merged: the node may not fall below zero by them, and no further preference counts.
    bool unusable = false;
};

using NodeTable = IdVector<NodeId, NodeEntry>;

/// Amounts by utilization attribute.
using Capacity = std::map<std::string, std::int32_t, std::less<>>;

/// The pseudo-actions around a change of a clone that tell its instances of it: made when the change's own are, or
/// nothing where instances are not told.
struct NotificationPoints {
    std::string_view task; ///< of what instances are told; empty: they are not
    ActionId pre;
    ActionId pre_done;
    ActionId post;
    ActionId post_done;

    explicit operator bool() const { return !task.empty(); }
};

struct ResourceState {
    Role role = Role::Stopped;
    Role next_role = Role::Unknown;
    std::string next_role_reason;
    NodeId assigned_node;
    ResourceId assigned_in_turn_of; ///< see WorkingState::turn
    Score assigned_score; ///< the score on assigned_node at the moment of assignment
    /// Of an instance of a promotable clone: its promotion score in the making. Beyond an infinite score where the
    /// members of a group have more together.
    std::int64_t priority = 0;
    Score promotion_score;
    /// The same before it is brought into the range of scores, as the members of a group may have more together: the order in
    /// which instances are promoted.
    std::int64_t promotion_rank = 0;
    bool unassigned = true;
    bool assigning = false;      ///< guards against assignment loops
    int entered = 0;             ///< of a bundle: assignments of it that are under way, one within another
    int nested = 0;              ///< … and how many there have been within others
    bool merging_scores = false; ///< guards against loops of colocated preferences
    std::size_t last_walk = 0;   ///< along colocations, see WorkingState::walks
    bool managed = true;
    bool blocked = false;
    bool failed = false;
    bool start_pending = false; ///< its start is not known to be done, or it must be done anew
    bool stop_if_failed = false;
    bool stop_unexpected = false; ///< only where it should not be is it stopped, of several nodes where it is active
    bool restarting = false;      ///< while the actions of its restart are made
    bool reloading = false;       ///< its parameters changed in a way that needs no restart
    bool exclusive_discovery = false;
    bool other_starts_wait_for_probes = false; ///< of a container: the starts of its bundle's others are ordered after its probes
    bool promotion_score_settled = false;
    bool promotion_scores_added = false;
    bool instances_sorted_for_promotion = false;
    NodeId lock_node;
    std::int64_t lock_time = 0;
    std::vector<ResourceId> children; ///< a stage may sort instances; later stages see that order
    std::vector<ColocationId> this_with; ///< colocations in which the resource is the dependent, by primary's priority
    std::vector<ColocationId> with_this; ///< … the primary, by dependent's priority
    std::vector<LocationId> locations;
    NodeId partial_migration_source;
    NodeId partial_migration_target;
    std::vector<ActionId> actions; ///< oldest first; Pacemaker visits them newest first
    ActionIndex action_index;      ///< of these
    NotificationPoints start_notifications; ///< of a clone, as the three below
    NotificationPoints stop_notifications;
    NotificationPoints promote_notifications;
    NotificationPoints demote_notifications;
};

struct NodeState {
    bool online = false;
    bool unclean = false;
    bool shutdown = false;
    bool needs_reset = false; ///< of a remote node: its connection must be cut before it is trusted again
    std::int32_t assigned_resources = 0;
    Capacity capacity; ///< what is left
};

/// One end of an ordering: an action, or all actions with a key that a resource will have.
struct ActionReference {
    ResourceId resource;
    ActionId action;
    ActionKey key; ///< where there is no action
};

struct Ordering {
    ActionReference first;
    ActionReference then;
    RelationFlags flags;
    OrderingId constraint; ///< of the configuration; none: built in
};

/// What a failure (or what is active) was run with, against today's parameters of a bundle's connection.
struct WaitingComparison {
    ResourceId resource;
    NodeId node;
    OperationReference operation;
    bool is_failure = false; ///< else the operation has succeeded
};

struct WorkingState {
    WorkingState(const Cluster& cluster, const ScheduleOptions& options);

    const Cluster& cluster;
    const ScheduleOptions options;
    Stage stage = Stage::Status;
    IdVector<ResourceId, ResourceState> resources;
    IdVector<NodeId, NodeState> nodes;
    IdVector<ResourceId, NodeTable> scores;
    /// The configuration's colocations, then those that groups, bundles and guests make.
    IdVector<ColocationId, Colocation> colocations;
    /// The top resources in the order in which they are assigned.
    std::vector<ResourceId> assignment_order;
    ResourceId turn;                  ///< the one of these that is being assigned, with what is assigned because of it
    std::size_t next_load_beside = 0; ///< of the cluster's
    ActionTable actions;
    std::size_t action_changes = 0; ///< how often a resource had a new action, or one of its actions another task or node
    MemberActions member_actions;   ///< of these
    std::unordered_map<std::string, ActionId> named_actions; ///< those without a resource
    /// One memory of digests for the whole run, with what was compared while the status was read.
    OperationDigests digests;
    /// Comparisons of parameters that wait until resources have nodes, oldest first; Pacemaker visits them newest first.
    std::vector<WaitingComparison> waiting_comparisons;
    std::vector<std::string> notices; ///< see Schedule
    std::deque<Ordering> orderings; ///< in the order in which they were made, which is that of applying them
    std::vector<ReportedScore> report;
    std::vector<std::string> reported_amounts;
    Diagnostics diagnostics;
    /// The next moment at which something would change by itself; 0: none is known.
    std::int64_t recheck_by = 0;
    Ledger ledger;
    std::size_t walks = 0;     ///< along colocations; each has the next number
    std::size_t steps = 0;     ///< along colocations, with sums
    std::size_t looks = 0;     ///< at instances, for what an ordering means for all of them
    std::size_t chain = 0;     ///< how long it is now: see Chain
    std::size_t relations = 0; ///< between actions
    std::vector<NodeChoice> choices; ///< see Schedule; while the ledger is kept

    const Resource& resource(ResourceId id) const { return cluster.resources[id]; }
    const Node& node(NodeId id) const { return cluster.nodes[id]; }
    ResourceState& operator[](ResourceId id) { return resources[id]; }
    const ResourceState& operator[](ResourceId id) const { return resources[id]; }
};

/// Minds a moment at which the answer may change, unless it is past. (Pacemaker: pe__update_recheck_time)
void recheck_by(WorkingState& state, std::int64_t moment);
void recheck_by(WorkingState& state, const NextChange& moment);

} // namespace placement

#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "placement/behavior.h"
#include "placement/cib.h"
#include "placement/diagnostic.h"
#include "placement/error.h"
#include "placement/list.h"
#include "placement/node_fencing.h"
#include "placement/obstacle.h"
#include "placement/one_of.h"
#include "placement/operation_result.h"
#include "placement/score.h"
#include "placement/sequence_options.h"
#include "placement/service_state.h"
#include "placement/time.h"
#include "placement/vocabulary.h"

/// What-if questions: a cluster, what happens to it, and the outcome for its resources.
namespace [[gnu::visibility("default")]] placement {

struct Agent;                 // placement/agents.h
struct Cluster;               // placement/cluster.h
struct CorosyncConfiguration; // placement/quorum.h
struct Schedule;              // placement/schedule.h
struct Sequence;              // placement/sequence.h
struct SettledCluster;        // placement/carry_out.h

// ---- events ---------------------------------------------------------------------------------------------------

/// The node crashes: it disappears, and must be fenced if fencing is enabled.
struct NodeFails { std::string node; };
/// The node leaves the cluster cleanly.
struct NodeLeaves { std::string node; };
/// The node joins the cluster, or is already a member.
struct NodeJoins { std::string node; };
/// The node is put in standby.
struct NodeStandby { std::string node; };
/// The node leaves standby, no matter how it was put there.
struct NodeUnstandby { std::string node; };
/// The node is put in maintenance mode: the cluster leaves the resources that run there as they are.
struct NodeMaintenance { std::string node; };
/// The node leaves maintenance mode.
struct NodeUnmaintenance { std::string node; };
/// The resource's monitor on the node finds it dead ("not running"). A clone's id stands for its instance on the node.
struct ResourceFails { std::string resource; std::string node; };
/// An operation on the node has ended with this result, and the operation history records it.
struct OperationEnds { OperationResult result; };
/// A ticket is granted to the site or revoked, or is put in standby or taken out of it.
struct TicketChanges {
    enum class To : std::uint8_t { Granted, Revoked, Standby, Active };
    std::string ticket;
    To to = To::Granted;
};
/// Whether the cluster has a watchdog device from now on.
struct WatchdogChanges { bool present = true; };
/// This much time passes and nothing else happens: failures expire, and rules with dates change their result.
struct TimePasses {
    std::int64_t seconds = 0;
    std::int64_t milliseconds = 0; ///< in addition to `seconds`; used only if the scenario has agents
};
/// A node attribute is set or, without a value, removed.
struct NodeAttributeSet {
    std::string node;
    std::string name;
    std::optional<std::string> value;
    bool permanent = false; ///< it is in the configuration, not in the status (which is lost when the node leaves)
};
/// The promotion score of the resource (or of one instance of it, "db:1") on the node, as its agent would set it.
struct PromotionScoreSet {
    std::string resource;
    std::string node;
    Score score;
};
/// A cluster property is set to this value.
struct OptionSet {
    std::string name;
    std::string value;
};
/// The resource gets target-role=Stopped (`pcs resource disable`, `crm resource stop`).
struct ResourceDisabled { std::string resource; };
/// The resource's target-role is removed (`pcs resource enable`). For a clone or bundle, so is the target-role of the resources
/// in it; for a resource in a clone or bundle, so is that of the clone or bundle.
struct ResourceEnabled { std::string resource; };
/// The cluster no longer manages the resource: is-managed=false is set for it, or for each primitive in it (`pcs resource
/// unmanage`).
struct ResourceUnmanaged { std::string resource; };
/// is-managed is removed from the resource, from the resources in it, and from those that it is in (`pcs resource manage`).
struct ResourceManaged { std::string resource; };
/// The constraint that `crm_resource --move` creates: the resource prefers the node or, if no node is named, is banned from the
/// node where it runs.
struct ResourceMoved {
    std::string resource;
    std::optional<std::string> node = {};
    bool promoted = false; ///< for the promoted role only
};
/// The constraint that `crm_resource --ban` creates: the resource is banned from the node or, if no node is named, from the
/// node where it runs.
struct ResourceBanned {
    std::string resource;
    std::optional<std::string> node = {};
    bool promoted = false; ///< for the promoted role only
};
/// The constraints that moves and bans of the resource created for the node, or for any node, are removed (`crm_resource
/// --clear`).
struct ResourceCleared {
    std::string resource;
    std::optional<std::string> node = {};
};
/// The failures of the resource, of those that it is in, and of those in it, are forgotten on the node, or on all nodes: fail
/// counts, and the history of what failed, which is probed again (`crm_resource --cleanup`).
struct ResourceCleanedUp {
    std::string resource;
    std::optional<std::string> node = {};
};
/// The same for the whole operation history, whether or not anything failed (`crm_resource --refresh`).
struct ResourceRefreshed {
    std::string resource;
    std::optional<std::string> node = {};
};
/// From now on the operation ends with this result every time it runs.
struct OperationWillFail { OperationResult result; };
/// From now on every attempt to fence the node fails.
struct FencingWillFail { std::string node; };
/// The cluster comes to rest before the next event.
struct ClusterSettles {};

using Event =
    OneOf<NodeFails, NodeLeaves, NodeJoins, NodeStandby, NodeUnstandby, NodeMaintenance, NodeUnmaintenance, ResourceFails,
          ResourceDisabled, ResourceEnabled, ResourceUnmanaged, ResourceManaged, ResourceMoved, ResourceBanned, ResourceCleared,
          ResourceCleanedUp, ResourceRefreshed, OperationEnds, TicketChanges, WatchdogChanges, TimePasses, NodeAttributeSet,
          PromotionScoreSet, OptionSet, OperationWillFail, FencingWillFail, ClusterSettles>;

/// "pg01 fails", "db fails on pg01", …
std::string text(const Event& event);
/// "granted", "revoked", "put in standby", "taken out of standby".
std::string_view text(TicketChanges::To change);

/// An event that is not possible in this cluster: a resource fails where it does not run, or a group itself is to fail.
class ImpossibleEvent : public Error {
public:
    using Error::Error;
};

/// How quorum is determined after the events.
enum class QuorumRule : std::uint8_t {
    Votes,      ///< one vote for each cluster node; more than half of them must be members
    TwoNode,    ///< corosync's two_node: any one member has quorum
    Yes,
    No,
    AsRecorded, ///< the CIB's have-quorum
};

/// The state of the cluster when the first event happens.
enum class StartFrom : std::uint8_t {
    Recorded, ///< as the CIB has it, even if the cluster was about to do something
    Rest,     ///< once the cluster has done what it was about to do
};
/// "recorded", "rest".
std::string_view text(StartFrom from);

struct Scenario {
    Cib cib;
    List<Event> events = {};
    /// The Pacemaker release whose rules the scheduler follows. Default: the cluster's own (cluster_release()), or else
    /// default_release.
    std::optional<Release> release = {};
    /// What the scheduler decides, if it is not all as that release does (see behavior_of()).
    std::optional<Behavior> behavior = {};
    /// The time at which rules, expiries and locks are evaluated before the events. Default: Cib::default_time().
    std::optional<Time> at = {};
    /// Default: as recorded, unless an event makes a node join or leave; then as `corosync` has it, or else by votes, except that
    /// a cluster of two nodes is assumed to have two_node.
    std::optional<QuorumRule> quorum = {};
    /// The cluster's corosync.conf. Where it cannot tell (CorosyncConfiguration::counts_votes, QuorumState::can_tell()), it is as
    /// if it were not there.
    std::shared_ptr<const CorosyncConfiguration> corosync = {};
    /// Operations that fail every time they run.
    List<OperationResult> failing = {};
    /// The maximum number of transitions that are carried out until nothing is left to do.
    std::size_t transition_limit = 20;
    /// The agents that are simulated and change attributes while the cluster works. With any, the scenario is a sequence in
    /// time (placement/sequence.h): events happen one after the other at the same moment, unless time passes or the cluster
    /// settles between them.
    List<Agent> agents = {};
    /// How long things take in the sequence.
    SequenceOptions sequence = {};
    /// Keep the score ledger in the outcome's schedule.
    bool with_ledger = false;
    StartFrom from = StartFrom::Recorded;
    /// Assume that all cluster nodes are online members with quorum, and let the cluster come to rest before the events; for a
    /// configuration without a status.
    bool assume_online = false;
    /// Resources that do not count as services, in addition to fencing devices and those that a comment in the CIB names (`<!--
    /// placement-not-a-service ID… -->`).
    List<std::string> not_services = {};
};

// ---- outcome --------------------------------------------------------------------------------------------------

/// A primitive, or one instance of it, on a node in a role, as far as the cluster knows.
struct RunningOn {
    std::string node;
    Role role = Role::Started;
    /// The full id of the instance ("db:1"), or the resource's own id.
    std::string instance;
    InstanceState state = InstanceState::Running;
    friend bool operator==(const RunningOn&, const RunningOn&) = default;
};

/// One difference between before and after.
struct Change {
    enum class Kind : std::uint8_t { Starts, Stops, Moves, Restarts, Promotes, Demotes, Returns };
    Kind kind = Kind::Starts;
    std::string from; ///< Stops, Moves, Demotes, Restarts: the node. Returns: where it was and is again
    std::string to;   ///< Starts, Moves, Promotes: the node. Returns: where it was in between
    /// Starts, Moves: the role there. Stops: the role it had.
    Role role = Role::Started;
    friend bool operator==(const Change&, const Change&) = default;
};

/// "Starts", "Stops", "Moves", "Restarts", "Promotes", "Demotes", "Returns".
std::string_view text(Change::Kind kind);

/// What was done to a resource until the cluster was at rest, for all its instances together.
struct Course {
    std::size_t stops = 0; ///< including those that the fencing of a node implies
    std::size_t starts = 0;
    std::size_t promotions = 0;
    std::size_t demotions = 0;
    std::size_t migrations = 0; ///< live
    /// How often it moved to another node, by a start or by a live migration.
    std::size_t moves = 0;
    /// How often an instance stopped doing its work: it failed, lost its node, was stopped or was demoted. A live migration
    /// does not count.
    std::size_t interruptions = 0;
    /// The nodes to which it moved, in order.
    std::vector<std::string> nodes = {};
    friend bool operator==(const Course&, const Course&) = default;
};

/// How a resource's state changed, from least to most trouble.
enum class Fate : std::uint8_t {
    Down,         ///< did not run, and still does not
    Runs,         ///< runs as before, perhaps elsewhere
    Starts,       ///< did not run, and now does
    Reduced,      ///< a clone with fewer instances (or fewer promoted) than before, but some
    LostPromoted, ///< runs, but had a promoted instance and has none now
    Undetected,   ///< ran; is dead, and the cluster does not know
    Unknown,      ///< ran; it is not known whether it still does
    Stuck,        ///< ran; is dead or failed, and the cluster does not recover it
    Lost,         ///< ran, and is stopped
};

/// "down", "runs", "starts", "reduced", "lost-promoted", "undetected", "unknown", "stuck", "lost".
std::string_view text(Fate fate);

struct ResourceOutcome {
    std::string id;     ///< as configured
    std::string kind;   ///< "primitive", "group", "clone", "bundle"
    std::string parent; ///< empty for a top-level resource
    bool promotable = false;
    /// It counts as a service: a primitive, or a clone or bundle, which counts in place of the primitive in it. Fencing devices
    /// do not count, nor do resources that the scenario or the CIB excludes.
    bool service = false;
    /// Where the primitives in it are, as far as the cluster knows. A group, clone or bundle lists everything in it.
    std::vector<RunningOn> before;
    std::vector<RunningOn> after;
    std::vector<Change> changes;
    /// A clause that says why it left its node, failed or was demoted; empty if none of that happened, or if no reason is
    /// known.
    std::string because;
    Course course;
    /// Its state at rest, compared with the state before.
    ServiceState state = ServiceState::Down;
    Fate fate = Fate::Down;
    /// If its fate is worse than Runs: what keeps it down, the most decisive first.
    std::vector<Obstacle> kept_down_by;
    Position position;
};

struct NodeOutcome {
    std::string name;
    NodeKind kind = NodeKind::Cluster;
    /// "online", "standby", "maintenance", "pending", "offline", "unclean" (must be fenced), …
    std::string before;
    std::string after; ///< at rest
    /// Whether the scheduler wanted the node fenced before the cluster was at rest, whether that was possible, and why it was
    /// wanted.
    bool fencing = false;
    bool fencing_possible = false;
    std::string fencing_reason;
    /// What fences the node, and from which member; or why it cannot be fenced.
    NodeFencing fenced_by;
    /// How often the node was fenced before the cluster was at rest.
    std::size_t fenced = 0;
};

/// The events between two ClusterSettles, and the cluster at rest after them.
struct Phase {
    /// For a cluster to which nothing has happened yet.
    explicit Phase(const Cib& cib);
    Phase(const Phase& other);
    Phase(Phase&& other) noexcept;
    Phase& operator=(const Phase& other);
    Phase& operator=(Phase&& other) noexcept;
    ~Phase();

    std::vector<Event> events; ///< without the ClusterSettles
    Time at;                   ///< the time after the events
    std::shared_ptr<const Cluster> before;
    std::shared_ptr<const Cluster> after; ///< after the events, before the cluster did anything
    std::shared_ptr<const SettledCluster> settled;
    std::vector<NodeOutcome> nodes;
    std::vector<ResourceOutcome> resources; ///< kept_down_by is empty
    bool quorum = false;
    std::string quorum_explanation;
};

struct Outcome {
    /// For a cluster to which nothing has happened yet.
    explicit Outcome(const Cib& cib);
    Outcome(const Outcome& other);
    Outcome(Outcome&& other) noexcept;
    Outcome& operator=(const Outcome& other);
    Outcome& operator=(Outcome&& other) noexcept;
    ~Outcome();

    std::string name; ///< the name of the CIB
    Time at;
    std::vector<Event> events;
    std::vector<OperationResult> failing; ///< Scenario::failing
    /// The state in which the events began: as recorded, or at rest (Scenario::from).
    std::shared_ptr<const Cluster> before;
    StartFrom from = StartFrom::Recorded;
    /// What happens without the events; set only if there are events and the cluster was about to do something anyway.
    std::shared_ptr<const Outcome> anyway;
    /// If the cluster settles between events: each group of events, including the last, with its own before and after.
    /// Otherwise, and with agents, empty.
    std::vector<Phase> phases;
    /// The state after the events, as passed to the scheduler.
    std::shared_ptr<const Cluster> after;
    /// The first schedule after the events; never null, nor is `settled`.
    std::shared_ptr<const Schedule> schedule;
    /// The transitions that follow, until nothing is left to do or the cluster is found never to come to rest.
    std::shared_ptr<const SettledCluster> settled;
    /// The state after them.
    std::shared_ptr<const Cluster> at_rest;
    /// With agents: the timeline. `schedule` is then that of the first run after the last event, and `settled` has the runs
    /// from there on.
    std::shared_ptr<const Sequence> sequence;
    std::vector<NodeOutcome> nodes;
    /// In configuration order; a group, clone or bundle comes before its members.
    std::vector<ResourceOutcome> resources;
    bool quorum = false;
    std::string quorum_explanation;
    Diagnostics diagnostics;

    /// The nodes on which (an instance of) the resource is promoted and does its work; throws UnknownName.
    std::vector<std::string> promoted(const std::string& resource) const;
    /// The nodes on which (an instance of) the resource does its work, in any role; throws UnknownName.
    std::vector<std::string> running(const std::string& resource) const;
    /// Everything about one configured resource; throws UnknownName.
    const ResourceOutcome& resource(const std::string& id) const;
    /// The services that ran before and no longer do: stopped, stuck, unknown, dead without the cluster knowing, or without a
    /// promoted instance; in configuration order.
    std::vector<std::string> lost() const;
    /// Nothing is lost.
    bool all_services_survive() const;
    /// Whether nothing is left to do: the cluster is not in a loop, and the limit was not reached.
    bool at_rest_in_the_end() const;
    /// No service ran at any time, and none runs now: there is nothing to report.
    bool nothing_ran() const;
    /// The final score; for a primitive in a clone, the best score of its instances. -INFINITY if the node is not in the table;
    /// throws UnknownName.
    Score score(const std::string& resource, const std::string& node) const;
    /// The promotion score of the clone's instance that will be on the node, or none; throws UnknownName.
    std::optional<Score> promotion_score(const std::string& resource, const std::string& node) const;
};

/// Reads the CIB, applies the events, runs the scheduler, and compares. Throws InputError, UnknownName, ImpossibleEvent and
/// NotSupported.
Outcome simulate(const Scenario& scenario);

} // namespace placement

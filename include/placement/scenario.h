#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "placement/agents.h"
#include "placement/carry_out.h"
#include "placement/cib.h"
#include "placement/cluster.h"
#include "placement/explain.h"
#include "placement/fencing.h"
#include "placement/schedule.h"
#include "placement/sequence.h"
#include "placement/service_state.h"
#include "placement/time.h"

/// What if: a cluster, what happens to it, and what becomes of its resources.
namespace placement {

// ---- events ---------------------------------------------------------------------------------------------------

/// The node crashes: it leaves without a word, and must be fenced where fencing is enabled.
struct NodeFails { std::string node; };
/// The node leaves the cluster cleanly.
struct NodeLeaves { std::string node; };
/// The node joins the cluster, or is there already.
struct NodeJoins { std::string node; };
/// The node is put in standby.
struct NodeStandby { std::string node; };
/// The node leaves standby, however it was put there.
struct NodeUnstandby { std::string node; };
/// The node is put in maintenance mode: what runs there is left as it is.
struct NodeMaintenance { std::string node; };
/// The node leaves maintenance mode.
struct NodeUnmaintenance { std::string node; };
/// The resource's monitor on the node finds it dead ("not running"). A clone stands for its instance on the node.
struct ResourceFails { std::string resource; std::string node; };
/// An operation on the node ends so, and the history says it.
struct OperationEnds { OperationResult result; };
/// The site gets a ticket or loses it, or the ticket goes into standby or out of it.
struct TicketChanges {
    enum class To : std::uint8_t { Granted, Revoked, Standby, Active };
    std::string ticket;
    To to = To::Granted;
};
/// The cluster has a watchdog device, or has none any more.
struct WatchdogChanges { bool present = true; };
/// Nothing else happens for so long; failures expire, rules change their mind.
struct TimePasses {
    std::int64_t seconds = 0;
    std::int64_t milliseconds = 0; ///< in addition; they count where the scenario has agents
};
/// A node attribute is set or, without a value, taken away.
struct NodeAttributeSet {
    std::string node;
    std::string name;
    std::optional<std::string> value;
    bool permanent = false; ///< it is of the configuration, and not of the status (which ends when the node leaves)
};
/// The promotion score that the resource (or one instance of it, "db:1") has on the node, as its agent would set it.
struct PromotionScoreSet {
    std::string resource;
    std::string node;
    Score score;
};
/// A cluster property gets a value.
struct OptionSet {
    std::string name;
    std::string value;
};
/// The resource gets the target-role Stopped (`pcs resource disable`, `crm resource stop`).
struct ResourceDisabled { std::string resource; };
/// The resource's target-role is removed (`pcs resource enable`); of a clone or bundle also that of what is in it, and of
/// what is in one, that of the clone or bundle.
struct ResourceEnabled { std::string resource; };
/// The cluster leaves the resource alone: is-managed is false for it, or for each primitive in it (`pcs resource unmanage`).
struct ResourceUnmanaged { std::string resource; };
/// is-managed is removed from the resource, from what is in it, and from what it is in (`pcs resource manage`).
struct ResourceManaged { std::string resource; };
/// The constraint that `crm_resource --move` makes: the resource is drawn to the node or, where none is named, banned from
/// where it runs.
struct ResourceMoved {
    std::string resource;
    std::optional<std::string> node = {};
    bool promoted = false; ///< for the promoted role only
};
/// The constraint that `crm_resource --ban` makes: the resource is kept off the node or, where none is named, off the one
/// where it runs.
struct ResourceBanned {
    std::string resource;
    std::optional<std::string> node = {};
    bool promoted = false; ///< for the promoted role only
};
/// The constraints that moves and bans of the resource made for the node, or for any node, are removed
/// (`crm_resource --clear`).
struct ResourceCleared {
    std::string resource;
    std::optional<std::string> node = {};
};
/// The failures of the resource, and of what it is in or has in it, are forgotten on the node, or on all: fail counts, and
/// the history of what failed, which is probed anew (`crm_resource --cleanup`).
struct ResourceCleanedUp {
    std::string resource;
    std::optional<std::string> node = {};
};
/// The same of the whole history, whether anything failed or not (`crm_resource --refresh`).
struct ResourceRefreshed {
    std::string resource;
    std::optional<std::string> node = {};
};
/// From here on the operation ends so whenever the cluster does it.
struct OperationWillFail { OperationResult result; };
/// From here on every attempt to fence the node fails.
struct FencingWillFail { std::string node; };
/// What follows happens only when the cluster is at rest.
struct ClusterSettles {};

using Event =
    std::variant<NodeFails, NodeLeaves, NodeJoins, NodeStandby, NodeUnstandby, NodeMaintenance, NodeUnmaintenance,
                 ResourceFails, ResourceDisabled, ResourceEnabled, ResourceUnmanaged, ResourceManaged, ResourceMoved,
                 ResourceBanned, ResourceCleared, ResourceCleanedUp, ResourceRefreshed, OperationEnds, TicketChanges,
                 WatchdogChanges, TimePasses, NodeAttributeSet, PromotionScoreSet, OptionSet, OperationWillFail,
                 FencingWillFail, ClusterSettles>;

/// "pg01 fails", "db fails on pg01", …
std::string text(const Event& event);
/// "granted", "revoked", "put in standby", "taken out of standby".
std::string_view text(TicketChanges::To change);

/// An event that cannot happen to this cluster: a resource fails where it does not run, a group is said to fail itself.
class ImpossibleEvent : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// How quorum is found after the events.
enum class QuorumRule : std::uint8_t {
    Votes,      ///< one vote a cluster node; more than half of them must be members
    TwoNode,    ///< corosync's two_node: any one member has quorum
    Yes,
    No,
    AsRecorded, ///< the CIB's have-quorum
};

/// In which state the cluster is when the first event happens.
enum class StartFrom : std::uint8_t {
    Recorded, ///< as the CIB has it, whatever the cluster was about to do
    Rest,     ///< after the cluster has done what it was about to do
};
/// "recorded", "rest".
std::string_view text(StartFrom from);

struct Scenario {
    Cib cib;
    std::vector<Event> events = {};
    /// The release of Pacemaker whose rules the scheduler follows; without it, the cluster's own (cluster_release()), or else
    /// default_release.
    std::optional<Release> release = {};
    /// The time that rules, expiries and locks are judged at before the events; without it, Cib::default_time().
    std::optional<Time> at = {};
    /// Without it: as recorded when no event takes a node out or brings one in; else by votes, but a cluster of two is
    /// taken to have two_node.
    std::optional<QuorumRule> quorum = {};
    /// Operations that fail whenever they happen.
    std::vector<OperationResult> failing = {};
    /// How many transitions are carried out at most until nothing is left to do.
    std::size_t transition_limit = 20;
    /// Whose attributes change while the cluster works. With any, the scenario is a sequence in time (placement/sequence.h):
    /// events happen one after the other at the same moment, unless time passes or the cluster settles between them.
    std::vector<Agent> agents = {};
    /// How long things take in it.
    SequenceOptions sequence = {};
    /// Keep the score ledger in the outcome's schedule.
    bool with_ledger = false;
    StartFrom from = StartFrom::Recorded;
    /// Take every cluster node to be an online member, with quorum, and let the cluster come to rest before the events: for a
    /// configuration without a state.
    bool assume_online = false;
    /// Resources that are no services, besides fencing devices and those that a comment in the CIB names
    /// (`<!-- placement-not-a-service ID… -->`).
    std::vector<std::string> not_services = {};
};

// ---- outcome --------------------------------------------------------------------------------------------------

/// A primitive, or one instance of it, that the cluster has on a node in a role.
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

/// What was done to a resource on the way to rest, all its instances together.
struct Course {
    std::size_t stops = 0; ///< also those that come with the fencing of a node
    std::size_t starts = 0;
    std::size_t promotions = 0;
    std::size_t demotions = 0;
    std::size_t migrations = 0; ///< live
    /// How often it came to another node, by a start or live.
    std::size_t moves = 0;
    /// How often an instance ceased to do its work: it failed, its node was lost, it was stopped or demoted. A live migration
    /// does not count.
    std::size_t interruptions = 0;
    /// The nodes to which it moved, in order.
    std::vector<std::string> nodes = {};
    friend bool operator==(const Course&, const Course&) = default;
};

/// What became of a resource, from least to most trouble.
enum class Fate : std::uint8_t {
    Down,         ///< did not run, and does not
    Runs,         ///< runs as before, perhaps elsewhere
    Starts,       ///< did not run, and now does
    Reduced,      ///< a clone with fewer instances (or fewer promoted) than before, but some
    LostPromoted, ///< runs, but had a promoted instance and has none now
    Undetected,   ///< ran; is dead, and the cluster does not know
    Unknown,      ///< ran; nobody knows whether it does
    Stuck,        ///< ran; is dead or failed, and the cluster leaves it so
    Lost,         ///< ran, and is stopped
};

/// "down", "runs", "starts", "reduced", "lost-promoted", "undetected", "unknown", "stuck", "lost".
std::string_view text(Fate fate);

struct ResourceOutcome {
    std::string id;     ///< as configured
    std::string kind;   ///< "primitive", "group", "clone", "bundle"
    std::string parent; ///< empty for a top-level resource
    bool promotable = false;
    /// It counts as a service: a primitive, or a clone or bundle that stands for the one in it; neither a fencing device nor
    /// what the scenario or the CIB says is none.
    bool service = false;
    /// Where the cluster has the primitives in it; a collective resource has those of everything in it.
    std::vector<RunningOn> before;
    std::vector<RunningOn> after;
    std::vector<Change> changes;
    /// Why it left where it was, failed or was demoted, in a clause; empty where nothing of that happened or nothing tells.
    std::string because;
    Course course;
    /// How it stands at rest, compared with what it had before.
    ServiceState state = ServiceState::Down;
    Fate fate = Fate::Down;
    /// For what fared worse than Runs: what keeps it down, most decisive first.
    std::vector<Obstacle> kept_down_by;
    Position position;
};

struct NodeOutcome {
    std::string name;
    NodeKind kind = NodeKind::Cluster;
    /// "online", "standby", "maintenance", "pending", "offline", "unclean" (must be fenced before it is trusted), …
    std::string before;
    std::string after; ///< at rest
    /// The scheduler wanted it fenced on the way, why, and whether that could be done.
    bool fencing = false;
    bool fencing_possible = false;
    std::string fencing_reason;
    /// With what, and from where; or why nobody can.
    NodeFencing fenced_by = {};
    /// How often it was fenced on the way.
    std::size_t fenced = 0;
};

/// The events between two ClusterSettles, and the cluster at rest after them.
struct Phase {
    /// Of a cluster to which nothing has happened yet.
    explicit Phase(const Cib& cib) : settled{{}, {}, 0, cib, {}} {}

    std::vector<Event> events; ///< without the ClusterSettles
    Time at;                   ///< when the events were over
    std::shared_ptr<const Cluster> before;
    std::shared_ptr<const Cluster> after; ///< the events, before anything was done
    SettledCluster settled;
    std::vector<NodeOutcome> nodes;
    std::vector<ResourceOutcome> resources; ///< kept_down_by is empty
    bool quorum = false;
    std::string quorum_explanation;
};

struct Outcome {
    /// Of a cluster to which nothing has happened yet.
    explicit Outcome(const Cib& cib) : name(cib.name()), settled{{}, {}, 0, cib, {}} {}

    std::string name; ///< of the CIB
    Time at;
    std::vector<Event> events = {};
    /// The state in which the events began: as recorded, or at rest (Scenario::from).
    std::shared_ptr<const Cluster> before;
    StartFrom from = StartFrom::Recorded;
    /// What happens without the events, where the cluster was about to do something anyway and there are events.
    std::shared_ptr<const Outcome> anyway;
    /// Where the cluster settles between events: each group of them with its own before and after, the last one too. Empty
    /// otherwise, and with agents.
    std::vector<Phase> phases;
    /// The state after the events, as the scheduler was given it.
    std::shared_ptr<const Cluster> after;
    /// The first schedule after the events.
    Schedule schedule;
    /// The transitions that follow, until nothing is left to do, or it is seen that there is no end to it.
    SettledCluster settled;
    /// The state after them.
    std::shared_ptr<const Cluster> at_rest;
    /// With agents: what happened when. `schedule` is then of the first run after the last event, and `settled` has the
    /// runs from there on.
    std::optional<Sequence> sequence = {};
    std::vector<NodeOutcome> nodes;
    /// In configuration order, a collective resource before what is in it.
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
    /// The services that ran before and do not run: stopped, stuck, unknown, dead without the cluster's knowledge, or without a
    /// promoted instance; in configuration order.
    std::vector<std::string> lost() const;
    /// Nothing is lost.
    bool all_services_survive() const { return lost().empty(); }
    /// Whether nothing is left to do: it neither goes in a circle nor was it cut off.
    bool at_rest_in_the_end() const { return settled.end == SettledCluster::End::Settled; }
    /// No service ran at any time, and none does: there is nothing to judge.
    bool nothing_ran() const;
    /// The final score; of a clone's primitive, the best of its instances'. -INFINITY where the node is not in the
    /// table; throws UnknownName.
    Score score(const std::string& resource, const std::string& node) const;
    /// The promotion score of the clone's instance that will be on the node, or none; throws UnknownName.
    std::optional<Score> promotion_score(const std::string& resource, const std::string& node) const;
};

// ---- names ----------------------------------------------------------------------------------------------------

/// The node with this name; throws UnknownName with the nearest names.
NodeId require_node(const Cluster& cluster, const std::string& name);
/// The resources that a name stands for: the one with this full id ("db:1"), or those made of the element with this id,
/// which are several for what is in a clone. Throws UnknownName with the nearest names.
std::vector<ResourceId> require_resources(const Cluster& cluster, const std::string& name);

/// Reads the CIB, lets the events happen, runs the scheduler, and compares. Throws InputError, UnknownName,
/// ImpossibleEvent and NotSupported.
Outcome simulate(const Scenario& scenario);

} // namespace placement

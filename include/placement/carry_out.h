#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "placement/cib.h"
#include "placement/cluster.h"
#include "placement/schedule.h"
#include "placement/time.h"
#include "placement/transition.h"

/// Changing a cluster's state by hand, carrying a transition out, and going on until nothing is left to do. Nothing here
/// reaches a real cluster: a CIB goes in, and another comes out.
namespace placement {

// ---- results of operations ------------------------------------------------------------------------------------

/// A text that is no specification; what() says what one looks like.
class MalformedSpecification : public std::invalid_argument {
public:
    using std::invalid_argument::invalid_argument;
};

/// An operation on a node ends with an exit status: "db_monitor_10000@node1=7".
struct OperationResult {
    std::string resource; ///< as configured, or an instance ("db:0")
    std::string task;
    std::uint32_t interval_ms = 0;
    std::string node;
    std::int32_t exit_status = 0;

    /// Reads "RESOURCE_TASK_INTERVAL@NODE=STATUS"; throws MalformedSpecification. (Pacemaker: parse_op_key)
    static OperationResult parse(std::string_view text);
    friend bool operator==(const OperationResult&, const OperationResult&) = default;
};

/// "db_monitor_10000@node1=7".
std::string text(const OperationResult& result);

/// Throws UnknownName with the nearest names where the cluster has no such resource or node.
void require_known(const OperationResult& result, const Cluster& cluster);

// ---- injections -----------------------------------------------------------------------------------------------

/// A change of a cluster's state before the scheduler looks at it.
struct Injection {
    /// In the order in which they take effect, whatever the order in which they are given.
    enum class Kind : std::uint8_t {
        Quorum,         ///< have-quorum gets the value (crm_simulate -q)
        Watchdog,       ///< the property have-watchdog gets the value (-w)
        NodeUp,         ///< the node is a member; a node that nobody knows is added (-u)
        NodeDown,       ///< it left the cluster cleanly (-d)
        NodeFails,      ///< it is lost without a word (-f)
        TicketGranted,  ///< (-g)
        TicketRevoked,  ///< (-r)
        TicketStandby,  ///< (-b)
        TicketActive,   ///< out of standby (-e)
        OperationResult ///< the history gets the result, and a failure counts (-i)
    };
    Kind kind = Kind::NodeUp;
    /// The node's name, the ticket's id, the value, or what OperationResult::parse reads.
    std::string subject;

    friend bool operator==(const Injection&, const Injection&) = default;
};

/// A transient node attribute that was set, because an operation failed.
struct InjectedAttribute {
    std::string name;
    std::string value;
    std::string node_id;

    friend bool operator==(const InjectedAttribute&, const InjectedAttribute&) = default;
};

/// An injection, and what it set besides.
struct Modification {
    Injection injection;
    std::vector<InjectedAttribute> attributes = {};

    friend bool operator==(const Modification&, const Modification&) = default;
};

struct InjectedCib {
    Cib cib;
    std::vector<Modification> modifications; ///< in the order in which they were made
};

/// The CIB after the injections. `cluster` is what it means before them; `at` is when the injected operations ended.
/// Throws UnknownName and MalformedSpecification. (Pacemaker: pcmk__inject_scheduler_input)
InjectedCib inject(const Cib& cib, const Cluster& cluster, const std::vector<Injection>& injections, Time at);

// ---- carrying out ---------------------------------------------------------------------------------------------

/// One action that was done.
struct CarriedOutStep {
    enum class Kind : std::uint8_t { Resource, Cluster, Fencing, Pseudo };
    Kind kind = Kind::Resource;
    std::uint32_t action = 0;  ///< index in Transition::actions
    std::string operation;     ///< the task; of a pseudo-action its key; of Fencing "reboot", "off", "on"
    std::string resource;      ///< Resource: the id as the history has it; Cluster: the resource, or empty
    std::uint32_t interval_ms = 0; ///< Resource
    std::string node;          ///< empty where it has none
    /// It was made to fail with this status.
    std::optional<std::int32_t> failed_with;
    /// It failed, with on-fail="ignore": what waits for it goes on.
    bool failure_ignored = false;
    /// What its failure set.
    std::vector<InjectedAttribute> attributes = {};
    /// Fencing, with whole effects: what does it ("device fence-n1, which runs on n2"), or why nobody can.
    std::string means = {};

    friend bool operator==(const CarriedOutStep&, const CarriedOutStep&) = default;
};

enum class TransitionEnd : std::uint8_t {
    Complete,   ///< every action was done
    Stopped,    ///< an action failed, and what was left was given up
    Terminated, ///< actions were left whose inputs can never be confirmed
};
std::string_view text(TransitionEnd end);

struct CarriedOut {
    Cib cib;
    std::vector<CarriedOutStep> steps; ///< in the order in which they were done
    TransitionEnd end = TransitionEnd::Complete;
    std::vector<std::uint32_t> left; ///< indexes in Transition::actions of what was not done
    /// Of the operations that were to fail, those that did not happen.
    std::vector<OperationResult> unused_failures = {};
};

struct CarryOutOptions {
    /// Operations that fail if they happen; names are compared without case.
    std::vector<OperationResult> failing = {};
    /// When the operations end; without it, the schedule's time.
    std::optional<Time> at = {};
    /// A node that acts and is not configured is added to the configuration (as crm_simulate does after -u).
    bool add_nodes = false;
    /// Also what a cluster does and crm_simulate leaves out: fail counts and histories are cleared, cancelled operations are
    /// gone, a node that shuts down is down, unfencing, maintenance and shutdown locks are remembered, guest and remote nodes
    /// that come or go lose their history, failures count as in a cluster (those of probes and migrations do not), and a
    /// fencing that nobody can do (placement/fencing.h) fails.
    bool whole_effects = false;
    /// With whole effects: nodes whose fencing fails whenever it is tried.
    std::vector<std::string> failing_fencing = {};
};

/// Does what the schedule's transition says, and writes into the CIB what the cluster would write: operation histories,
/// fail counts, node states. `cib` is the one that was scheduled. (Pacemaker: pcmk__simulate_transition)
CarriedOut carry_out(const Cib& cib, const Schedule& schedule, const CarryOutOptions& options = {});

// ---- until nothing is left to do ------------------------------------------------------------------------------

struct SettleOptions {
    /// How many transitions are carried out at most.
    std::size_t limit = 20;
    /// Operations that fail whenever they happen.
    std::vector<OperationResult> failing = {};
    /// Nodes whose fencing fails whenever it is tried.
    std::vector<std::string> failing_fencing = {};
    /// Whose rules the scheduler follows. Where the CIB has been scheduled already, it is as in that schedule.
    Release release = default_release;
};

/// A cluster and the transitions by which it came to rest.
struct SettledCluster {
    enum class End : std::uint8_t {
        Settled,      ///< the last schedule has nothing to do, or pseudo-actions alone; or see failed_fencing
        Cycle,        ///< the state is one that was there before, and so it would go on for ever
        LimitReached, ///< it was still changing
    };
    struct Round {
        Cib before;
        Schedule schedule;
        CarriedOut carried_out;
    };
    End end = End::Settled;
    std::vector<Round> rounds;
    /// Cycle: the index of the first round of it; it goes on to the last one.
    std::size_t cycle_begin = 0;
    Cib cib;           ///< the state after the last round
    Schedule schedule; ///< what the scheduler makes of that
    /// A fencing that fails, and would fail again and again.
    struct FailedFencing {
        std::string node;
        std::string reason; ///< a clause
    };
    /// The fencings that the cluster tries in vain once nothing else changes any more. It rests all the same; `schedule` still
    /// has them to do, and what waits for them.
    std::vector<FailedFencing> failed_fencing = {};
};
std::string_view text(SettledCluster::End end);

/// Schedules and carries out, with whole effects, again and again, at one and the same time. States are compared without call ids,
/// times and update counters. Throws what unpack, schedule and carry_out throw.
SettledCluster settle(const Cib& cib, Time at, const SettleOptions& options = {});
/// The same, where the CIB has been scheduled already.
SettledCluster settle(const Cib& cib, Schedule scheduled, Time at, const SettleOptions& options = {});

} // namespace placement

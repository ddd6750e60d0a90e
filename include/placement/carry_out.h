#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "placement/cib.h"
#include "placement/cluster.h"
#include "placement/error.h"
#include "placement/operation_result.h"
#include "placement/schedule.h"
#include "placement/time.h"
#include "placement/transition.h"

/// Changing a cluster's state by hand, carrying a transition out, and continuing until nothing is left to do. Nothing here
/// reaches a real cluster: the input is a CIB, and so is the output.
namespace [[gnu::visibility("default")]] placement {

// ---- injections -----------------------------------------------------------------------------------------------

/// A change of a cluster's state before the scheduler runs.
struct Injection {
    /// In the order in which they take effect, no matter in which order they are given.
    enum class Kind : std::uint8_t {
        Quorum,         ///< have-quorum gets the value (crm_simulate -q)
        Watchdog,       ///< the property have-watchdog gets the value (-w)
        NodeUp,         ///< the node is a member; an unknown node is added (-u)
        NodeDown,       ///< it left the cluster cleanly (-d)
        NodeFails,      ///< it fails (-f)
        TicketGranted,  ///< (-g)
        TicketRevoked,  ///< (-r)
        TicketStandby,  ///< (-b)
        TicketActive,   ///< out of standby (-e)
        OperationResult ///< the result is added to the history, and a failure is counted (-i)
    };
    Kind kind = Kind::NodeUp;
    /// The node's name, the ticket's id, the value, or what OperationResult::parse reads.
    std::string subject;

    friend bool operator==(const Injection&, const Injection&) = default;
};

/// A transient node attribute that was set because an operation failed.
struct InjectedAttribute {
    std::string name;
    std::string value;
    std::string node_id;

    friend bool operator==(const InjectedAttribute&, const InjectedAttribute&) = default;
};

/// An injection, and the attributes that it set in addition.
struct Modification {
    Injection injection;
    std::vector<InjectedAttribute> attributes = {};

    friend bool operator==(const Modification&, const Modification&) = default;
};

struct InjectedCib {
    Cib cib;
    std::vector<Modification> modifications; ///< in the order in which they were made
    std::vector<std::string> passed_over;    ///< what was wrong with results that are among them, but changed nothing
    /// Ambiguous::Ends: the last one is of a node that has several states, and was not made, nor were the ones after it.
    bool ended_at_ambiguity = false;
};

/// What is done with an injected result of an operation that is malformed, or of a resource that there is not.
enum class Unusable : std::uint8_t { Refused, PassedOver };

/// What is done where something is to be written into the state of a node that has several, or one without an id.
enum class Ambiguous : std::uint8_t { First, Ends };

/// The CIB after the injections. `cluster` is the unpacked CIB before them; `at` is the time at which the injected operations
/// ended. Throws UnknownName and MalformedSpecification. (Pacemaker: pcmk__inject_scheduler_input)
InjectedCib inject(const Cib& cib, const Cluster& cluster, const std::vector<Injection>& injections, Time at,
                   Unusable results = Unusable::Refused, Ambiguous states = Ambiguous::First);

// ---- carrying out ---------------------------------------------------------------------------------------------

/// One action that was done.
struct CarriedOutStep {
    enum class Kind : std::uint8_t { Resource, Cluster, Fencing, Pseudo };
    Kind kind = Kind::Resource;
    std::uint32_t action = 0;  ///< index in Transition::actions
    std::string operation;     ///< the task; of a pseudo-action its key; of Fencing "reboot", "off", "on"
    std::string resource;      ///< Resource: the id as the history has it; Cluster: the resource, or empty
    std::uint32_t interval_ms = 0; ///< Resource
    std::string node;          ///< empty if it has none
    /// It was made to fail with this exit status.
    std::optional<std::int32_t> failed_with;
    /// It failed with on-fail="ignore": what waits for it continues.
    bool failure_ignored = false;
    /// The attributes that its failure set.
    std::vector<InjectedAttribute> attributes = {};
    /// Fencing, with whole effects: what fences the node ("device fence-n1, which runs on n2"), or why it cannot be fenced.
    std::string means = {};

    friend bool operator==(const CarriedOutStep&, const CarriedOutStep&) = default;
};

enum class TransitionEnd : std::uint8_t {
    Complete,   ///< every action was done
    Stopped,    ///< an action failed, and the rest of the transition was abandoned
    Terminated, ///< actions were left whose inputs can never be confirmed
    Ambiguous,  ///< an action is on a node that has several states; see Ambiguous
};
std::string_view text(TransitionEnd end);

struct CarriedOut {
    Cib cib;
    std::vector<CarriedOutStep> steps; ///< in the order in which they were done
    TransitionEnd end = TransitionEnd::Complete;
    std::vector<std::uint32_t> left; ///< indexes in Transition::actions of the actions that were not done
    /// The operations in CarryOutOptions::failing that did not happen.
    std::vector<OperationResult> unused_failures = {};
};

struct CarryOutOptions {
    /// Operations that fail if they happen; names are compared without case.
    std::vector<OperationResult> failing = {};
    /// When the operations end. Default: the schedule's time.
    std::optional<Time> at = {};
    /// A node that acts and is not configured is added to the configuration (as crm_simulate does after -u).
    bool add_nodes = false;
    Ambiguous states = Ambiguous::First;
    /// Also do what a cluster does and crm_simulate leaves out: fail counts and histories are cleared, cancelled operations are
    /// removed, a node that shuts down is down, unfencing, maintenance and shutdown locks are remembered, guest and remote
    /// nodes that join or leave lose their history, failures are counted as in a cluster (those of probes and migrations are
    /// not), and fencing that is not possible (placement/fencing.h) fails.
    bool whole_effects = false;
    /// With whole effects: nodes for which every fencing attempt fails.
    std::vector<std::string> failing_fencing = {};
};

/// Carries the schedule's transition out, and writes into the CIB what the cluster would write: operation histories, fail
/// counts, node states. `cib` is the CIB that was scheduled. (Pacemaker: pcmk__simulate_transition)
CarriedOut carry_out(const Cib& cib, const Schedule& schedule, const CarryOutOptions& options = {});

// ---- until nothing is left to do ------------------------------------------------------------------------------

struct SettleOptions {
    /// The maximum number of transitions that are carried out.
    std::size_t limit = 20;
    /// Operations that fail every time they run.
    std::vector<OperationResult> failing = {};
    /// Nodes for which every fencing attempt fails.
    std::vector<std::string> failing_fencing = {};
    /// The release whose rules the scheduler follows, and what it decides otherwise (as in Scenario). If the CIB has been
    /// scheduled already, those of that schedule apply.
    Release release = default_release;
    std::optional<Behavior> behavior = {};
};

/// A cluster and the transitions by which it came to rest.
struct SettledCluster {
    enum class End : std::uint8_t {
        Settled, ///< the last schedule has nothing to do but pseudo-actions, notifications, and what can never begin; or see failed_fencing
        Cycle,        ///< the state has occurred before, so the cluster never comes to rest
        LimitReached, ///< the limit was reached while the state was still changing
    };
    struct Round {
        Cib before;
        Schedule schedule;
        CarriedOut carried_out;
    };
    End end = End::Settled;
    std::vector<Round> rounds;
    /// Cycle: the index of the first round of the cycle, which ends with the last round.
    std::size_t cycle_begin = 0;
    Cib cib;           ///< the state after the last round
    Schedule schedule; ///< the schedule for that state
    /// Fencing that fails, and would fail again and again.
    struct FailedFencing {
        std::string node;
        std::string reason; ///< a clause
    };
    /// The fencing that the cluster tries in vain when nothing else changes. The cluster counts as settled all the same;
    /// `schedule` still contains this fencing, and what waits for it.
    std::vector<FailedFencing> failed_fencing = {};
};
std::string_view text(SettledCluster::End end);

/// Schedules and carries out, with whole effects, again and again, always at the same time `at`. States are compared without
/// call ids, times and update counters. Throws what unpack, schedule and carry_out throw.
SettledCluster settle(const Cib& cib, Time at, const SettleOptions& options = {});
/// The same for a CIB that has been scheduled already.
SettledCluster settle(const Cib& cib, Schedule scheduled, Time at, const SettleOptions& options = {});

} // namespace placement

#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "placement/agents.h"
#include "placement/behavior.h"
#include "placement/cib.h"
#include "placement/diagnostic.h"
#include "placement/edit.h"
#include "placement/explain.h"
#include "placement/quorum.h"
#include "placement/sequence.h"
#include "placement/time.h"

/// A cluster's own history: the inputs that its scheduler saved, in the order in which they were calculated, and what the cluster's
/// logs say about them.
namespace [[gnu::visibility("default")]] placement {

struct HistoryLimits {
    std::size_t files = 50'000;                         ///< that are looked at, in archives and folders
    std::size_t bytes_of_file = std::size_t{256} << 20; ///< of one file in an archive, unpacked
    std::uint64_t bytes = std::uint64_t{4} << 30;       ///< of all files that are kept
};

/// An input of the scheduler, as a cluster saved it. It keeps the file as it was, often compressed, so that thousands need little
/// memory.
struct SavedInput {
    std::string file; ///< its path, from the folder or archive on that was named
    /// The node in whose folder it was; empty if the path names none.
    std::string node;
    std::string kind;         ///< "input", "warn" or "error", as its name says
    std::int64_t number = -1; ///< in its name; -1: none
    Time at;                  ///< execution-date, or else the newest time that it records
    bool has_execution_date = false;
    std::int64_t admin_epoch = 0, epoch = 0, num_updates = 0;
    std::string coordinator; ///< dc-uuid
    std::shared_ptr<const std::string> bytes;

    /// Reads it. Throws InputError.
    Cib cib() const;
};

/// One line of what a cluster logs before it carries out a transition: "Start db ( node1 )", "Shutdown node2".
struct LoggedAction {
    std::string change;  ///< "Start", "Move", "Fence (reboot)", "Shutdown"
    std::string subject; ///< the resource, or the node
    std::string where;   ///< within the parentheses: nodes and roles; empty for nodes
    std::string reason;  ///< after "due to", or of a fencing
    bool blocked = false;

    /// Whether both are the same decision; what the reason says does not count.
    friend bool operator==(const LoggedAction& left, const LoggedAction& right) {
        return left.change == right.change && left.subject == right.subject && left.where == right.where;
    }
};

/// The action that a line names ("  * Start      db  ( node1 )  due to …"), with or without what a log writes before it; none
/// where it names none.
std::optional<LoggedAction> parse_logged_action(std::string_view line);

/// What a log says of one calculation: "Calculated transition 4, saving inputs in …/pe-input-8.bz2". One input may serve several.
struct LoggedCalculation {
    std::optional<Time> at; ///< none where the log's line has no year and nothing tells it
    std::string moment;     ///< the same as the log writes it
    std::string node;       ///< who calculated it
    std::string process;    ///< "2920" of "pacemaker-schedulerd[2920]"
    std::int64_t transition = -1;
    std::string input; ///< the name of the input's file, without folders
    std::vector<LoggedAction> actions;
    std::string log;        ///< the file
    std::uint32_t line = 0; ///< of "Calculated transition", from 1
};

/// Something that a log says happened: "Peer n1 was terminated (reboot) by …".
struct LoggedEvent {
    enum class Kind : std::uint8_t { NodeJoined, NodeLost, Fenced, FencingFailed, OperationFailed, QuorumAcquired, QuorumLost };
    Kind kind = Kind::NodeJoined;
    std::optional<Time> at;          ///< none where the log's line has no year and nothing tells it
    std::string moment;              ///< the same as the log writes it
    std::string node;                ///< what it is about; empty for quorum
    std::string resource, operation; ///< OperationFailed
    std::string text;                ///< the message
    std::string log;                 ///< the file
    std::uint32_t line = 0;
};
/// "node-joined", "node-lost", …
std::string_view text(LoggedEvent::Kind kind);

/// Everything that was found in some folders, archives and files.
struct History {
    /// In the order in which they were calculated.
    std::vector<SavedInput> inputs;
    /// In the order in which they were calculated; each once, even where several logs have it.
    std::vector<LoggedCalculation> calculations;
    /// In order; each once, even where several logs or nodes have it within ten seconds.
    std::vector<LoggedEvent> events;
    /// The cluster's corosync.conf, if there is one among the files.
    std::shared_ptr<const CorosyncConfiguration> corosync = {};
    /// What was left out, doubts about the order, gaps.
    Diagnostics diagnostics;

    /// Reads folders, archives (tar, compressed or not) and single inputs; archives in memory. Files that are neither
    /// inputs nor logs are passed over. Throws InputError where a path cannot be read, or nothing in it is an input.
    static History read(const std::vector<std::string>& paths, const HistoryLimits& limits = {});
};

/// How a decision compares with what the cluster logged.
enum class Agreement : std::uint8_t {
    NotLogged, ///< no log says what was decided
    Equal,
    Different,
};

/// Something that happened between two inputs and that the cluster did not do by itself.
struct OutsideEvent {
    enum class Kind : std::uint8_t {
        NodeJoins,
        NodeIsLost,       ///< without having been fenced or stopped by the cluster
        NodeLeaves,       ///< the cluster expected it to be down by then: it was stopped, or fenced by other means
        OperationFails,   ///< an operation ended otherwise than it was expected to
        AttributeChanges, ///< a transient node attribute: a promotion score, most often
        ConfigurationEdited,
        HistoryRemoved, ///< a clean-up or a reprobe: what is known of a resource on a node was forgotten
        ProbeFinds,     ///< a resource of which nothing was known runs on a node
        QuorumChanges,
    };
    Kind kind = Kind::NodeJoins;
    std::string node;      ///< NodeJoins, NodeIsLost, NodeLeaves, OperationFails, AttributeChanges, HistoryRemoved, ProbeFinds
    std::string resource;  ///< OperationFails, HistoryRemoved, ProbeFinds
    std::string operation; ///< OperationFails: the task
    std::uint32_t interval_ms = 0;
    std::int32_t exit_status = 0; ///< OperationFails: what the agent answered
    std::string reason; ///< OperationFails: what the agent said; ConfigurationEdited: who wrote it, and when, if that is recorded
    std::string name;   ///< AttributeChanges
    std::optional<std::string> before, after; ///< AttributeChanges: its value, if it has one; QuorumChanges: "1" or "0"
    std::string text;                         ///< ConfigurationEdited: the edit
};
/// "node-joins", "node-is-lost", …
std::string_view text(OutsideEvent::Kind kind);

/// A resource that is recorded elsewhere than the transition before would have brought it.
struct UnlikePrediction {
    enum class Cause : std::uint8_t {
        OperationFailed, ///< of this resource
        NodeChanged,     ///< a node that it was or should have been on joined or was lost
        HistoryRemoved,
        FoundByProbe,
        NotDone,  ///< it is where it was: the transition was abandoned, or is not that far yet
        HalfDone, ///< it is on the way from the one to the other
        NotExplained,
    };
    std::string resource; ///< as configured
    /// Where it was, where the transition would have brought it, and where it is: "node1", "node1 (Promoted)", none of them: stopped.
    std::vector<std::string> before, predicted, recorded;
    Cause cause = Cause::NotExplained;
};
/// "operation-failed", "node-changed", …
std::string_view text(UnlikePrediction::Cause cause);

/// Why a decision deserves a look.
struct Suspicion {
    enum class Kind : std::uint8_t {
        GoesDown,    ///< a service that was up is not up once this is carried out
        StaysDown,   ///< a service that had been up is down, and this does not bring it back
        NotPromoted, ///< it runs and is to be promoted, and this promotes no instance
        Restarts,    ///< it has not failed, and is stopped and started again where it runs
        StartsAgain, ///< it is started where an earlier decision stopped it, less than five minutes before
        MovesAgain,  ///< it is moved, and an earlier decision moved it, less than five minutes before
        Repeats,     ///< the same was decided twice before, at equal distances: the cluster goes round in circles
    };
    Kind kind = Kind::GoesDown;
    std::string resource = {};               ///< as configured; Repeats: empty
    std::optional<std::size_t> earlier = {}; ///< StartsAgain, MovesAgain, Repeats: the (last) earlier decision
};
/// "goes-down", "stays-down", …
std::string_view text(Suspicion::Kind kind);

/// One input, and what follows from it.
struct Decision {
    std::size_t input = 0;             ///< in History::inputs
    Release release = default_release; ///< whose rules were followed
    std::string nearest_to;            ///< the cluster's version, if the release is only the nearest one
    /// What is decided: as the cluster's log would list it, monitors left out.
    std::vector<LoggedAction> actions;
    /// For each of them: a clause that says what makes the resource leave or change its node, or what blocks the action, with
    /// constraint and line; empty where nothing of that is decided.
    std::vector<std::string> because;
    std::vector<Suspicion> suspicions;
    Agreement agreement = Agreement::NotLogged;
    /// What the log lists, where it differs.
    std::vector<LoggedAction> logged;
    /// The calculations in History::calculations that used this input.
    std::vector<std::size_t> calculations;
    std::string error; ///< why the input could not be judged; empty if it could

    /// Whether it was compared with what the decision before would have led to, carried out in full; the first input was not.
    bool compared = false;
    /// What happened since the input before, as far as the two inputs say.
    std::vector<OutsideEvent> since_before;
    /// What the logs say happened in that time: indexes of History::events.
    std::vector<std::size_t> logged_events;
    /// The resources that are elsewhere than that decision would have brought them. None: as predicted.
    std::vector<UnlikePrediction> unlike;

    /// With HistoryOptions::otherwise: what would have been decided for this input. None where that does not apply to it.
    std::optional<std::vector<LoggedAction>> otherwise;
    bool otherwise_applies() const { return otherwise.has_value(); }
    bool differs_otherwise() const { return otherwise && *otherwise != actions; }
};

/// A service, and where it was at some input and until the next one of its own.
struct ServiceSpell {
    /// From this input on. One that was up between two inputs that both record it as down has the second, as the spell after it does.
    std::size_t input = 0;
    /// When it began: when the operation ended that the input records as its beginning; else, if it is up again, when the decision
    /// before was taken, or otherwise the input's time.
    Time at;
    bool by_operation = false; ///< `at` is an operation's own time
    /// Promoted somewhere, if it is promotable; else running somewhere.
    bool up = false;
    /// Whether the configuration wants it up: it has it, and no target-role keeps it down.
    bool wanted = true;
    bool configured = true;
    /// False where what was recorded of it on a node where it was up has been removed (a clean-up, a refresh, a reprobe), and
    /// nothing has been recorded there since: it may well be up.
    bool known = true;
    std::vector<std::string> promoted, running; ///< nodes; those where it is promoted are among those where it runs

    bool is_missed() const { return wanted && known && !up; }
    /// The same but for when.
    friend bool operator==(const ServiceSpell& left, const ServiceSpell& right) {
        return left.up == right.up && left.wanted == right.wanted && left.configured == right.configured &&
               left.known == right.known && left.promoted == right.promoted && left.running == right.running;
    }
};

struct ServiceStory {
    std::string id; ///< of the resource, as configured
    bool promotable = false;
    std::vector<ServiceSpell> spells;
};

/// What took a service down, as far as it is recorded.
struct OutageCause {
    enum class Kind : std::uint8_t {
        OperationFailed, ///< of the service, where it was up
        NodeLost,        ///< one where it was up
        Decided,         ///< the cluster stopped, demoted or moved it, or fenced or shut down its node
        NotRecorded,     ///< none of these is recorded
    };
    Kind kind = Kind::NotRecorded;
    std::size_t decision = 0;                ///< Decided: which; else the one whose input records the event
    std::optional<OutsideEvent> event = {};  ///< OperationFailed, NodeLost
    std::optional<LoggedAction> action = {}; ///< Decided
    std::string because = {};                ///< Decided: Decision::because of it
};
/// "operation-failed", "node-lost", "decided", "not-recorded".
std::string_view text(OutageCause::Kind kind);

/// What kept a service down: the cluster of the last input of the outage whose decision does not bring it back, simulated from
/// there until it is at rest or goes round in circles.
struct OutageExplanation {
    std::size_t decision = 0;  ///< that one
    std::vector<Agent> agents; ///< those that were played: all whose behaviour is known
    /// The simulation brings it back, so the records end too early, or what kept it down is not recorded.
    bool comes_back = false;
    std::optional<Loop> loop; ///< where the cluster goes round in circles
    std::vector<Obstacle> kept_down_by;
    bool searched = false; ///< for what would have brought it back
    /// What of itself would have brought it back, found by simulation, as clauses: changes of the configuration ("without
    /// vip-with-db", "a score from -19999 on for vip-with-db"), a ticket that is granted, a node that leaves standby, a clean-up.
    std::vector<std::string> ended_by;
    /// With HistoryOptions::otherwise: whether it would have come back with that.
    std::optional<bool> ends_otherwise;
};

/// A time in which a service that had been up was not, although the configuration wanted it.
struct ServiceOutage {
    std::string service;
    std::size_t first_input = 0; ///< the first that records it as down
    Time from;
    /// When it was up again or not wanted any more, by the operations' own times where they are recorded, or else when the
    /// decision was taken that brought it back; none: it is still down at the last input. One that took no time is not listed.
    std::optional<Time> to;
    std::optional<std::size_t> last_input; ///< the first that records it as up again, or as not wanted any more
    OutageCause cause = {};
    std::optional<OutageExplanation> explanation = {}; ///< of the longest of each service, unless its input cannot be simulated

    /// Seconds, up to `end` if it is not over.
    std::int64_t length(Time end) const { return to.value_or(end).seconds - from.seconds; }
};

struct ToldHistory {
    std::vector<Decision> decisions;    ///< one for each input
    std::size_t logged = 0;             ///< inputs whose decision a log lists
    std::size_t equal = 0;              ///< and of these, those whose list equals what was calculated here
    std::size_t neighbours = 0;         ///< inputs that were compared with what the one before led to
    std::size_t as_predicted = 0;       ///< of these, those whose resources all are where they were to be
    std::size_t explained = 0;          ///< and those where each difference has a cause that is named
    std::vector<ServiceStory> services; ///< in configuration order
    /// Of each resource that was ever configured: the ids of what is in it, its own included.
    std::map<std::string, std::set<std::string>> parts;
    /// Doubts that only the inputs' contents raise.
    Diagnostics diagnostics;
    std::vector<ServiceOutage> outages; ///< the longest first
};

/// What might have been otherwise. All of it together.
struct Otherwise {
    /// In place of each input's own configuration.
    std::optional<Cib> configuration = {};
    /// In the configuration of each input.
    std::vector<ConfigurationChange> changes = {};
    std::optional<Release> release = {}; ///< whose rules the cluster would have followed
    bool empty() const { return !configuration && changes.empty() && !release; }
};

struct HistoryOptions {
    /// Whose rules to follow; none: those of the release that each input names.
    std::optional<Release> release = {};
    /// To see where the decision would have been another one, and whether the longest outages would have ended.
    Otherwise otherwise = {};
    /// Simulate the longest outage of each service, to explain it.
    bool explain_outages = true;
    /// For so many of them, the longest first, search for what would have ended it. Each search is many simulations.
    std::size_t search_outages = 10;
    /// Called with how many inputs have been judged, and how many there are.
    std::function<void(std::size_t, std::size_t)> progress = {};
};

/// Calculates each input's transition anew, and finds what happened between the inputs, the outages of the services, and what is
/// suspect. Throws what changed() throws if HistoryOptions::otherwise applies to none of the inputs.
ToldHistory tell(const History& history, const HistoryOptions& options = {});

/// An outage as a test: what happened from where the cluster was still at rest, at the times at which it happened, and that no service
/// is to be lost. Edits of the configuration become comments; what agents do by themselves is left to them.
struct Incident {
    std::string scenario; ///< a scenario file (docs/scenarios.md)
    std::string cib;      ///< the CIB that it begins with, which belongs beside it
};
/// `outage` is one of told.outages; `cib_file` is what the scenario calls the CIB.
Incident incident(const History& history, const ToldHistory& told, const ServiceOutage& outage, const std::string& cib_file);

struct Outcome;

/// An input as a cluster would have saved it.
struct SimulatedInput {
    Time at;
    std::string xml; ///< with the time as execution-date
};
/// What a cluster would have saved while it did what the simulation says, in order: an input for each time that the scheduler ran.
std::vector<SimulatedInput> simulated_inputs(const Outcome& outcome);

} // namespace placement

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

#include "placement/behavior.h"
#include "placement/cib.h"
#include "placement/diagnostic.h"
#include "placement/edit.h"
#include "placement/time.h"

/// A cluster's own history: the inputs that its scheduler saved, in the order in which they were calculated, and what the cluster's
/// logs say about them.
namespace placement {

struct HistoryLimits {
    std::size_t files = 50'000;                         ///< that are looked at, in archives and folders
    std::size_t bytes_of_file = std::size_t{256} << 20; ///< of one file in an archive, unpacked
    std::size_t bytes = std::size_t{4} << 30;           ///< of all files that are kept
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
    std::string node;       ///< who calculated it
    std::string process;    ///< "2920" of "pacemaker-schedulerd[2920]"
    std::int64_t transition = -1;
    std::string input; ///< the name of the input's file, without folders
    std::vector<LoggedAction> actions;
    std::string log;        ///< the file
    std::uint32_t line = 0; ///< of "Calculated transition", from 1
};

/// Everything that was found in some folders, archives and files.
struct History {
    /// In the order in which they were calculated.
    std::vector<SavedInput> inputs;
    /// In the order in which they were calculated; each once, even where several logs have it.
    std::vector<LoggedCalculation> calculations;
    /// What was left out, doubts about the order, gaps.
    Diagnostics diagnostics;

    /// Reads folders, archives (tar or zip, compressed or not) and single inputs; archives in memory. Files that are neither
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
        OperationFails,   ///< an operation ended otherwise than it was expected to
        AttributeChanges, ///< a transient node attribute: a promotion score, most often
        ConfigurationEdited,
        HistoryRemoved, ///< a clean-up or a reprobe: what is known of a resource on a node was forgotten
        ProbeFinds,     ///< a resource of which nothing was known runs on a node
        QuorumChanges,
    };
    Kind kind = Kind::NodeJoins;
    std::string node;      ///< NodeJoins, NodeIsLost, OperationFails, AttributeChanges, HistoryRemoved, ProbeFinds
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

/// One input, and what follows from it.
struct Decision {
    std::size_t input = 0;             ///< in History::inputs
    Release release = default_release; ///< whose rules were followed
    std::string nearest_to;            ///< the cluster's version, if the release is only the nearest one
    /// What is decided: as the cluster's log would list it, monitors left out.
    std::vector<LoggedAction> actions;
    Agreement agreement = Agreement::NotLogged;
    /// What the log lists, where it differs.
    std::vector<LoggedAction> logged;
    /// The calculations in History::calculations that used this input.
    std::vector<std::size_t> calculations;
    std::string error; ///< why the input could not be judged; empty if it could

    /// Whether it was compared with what the decision before would have led to, carried out in full; the first input was not.
    bool compared = false;
    /// What happened since the input before.
    std::vector<OutsideEvent> since_before;
    /// The resources that are elsewhere than that decision would have brought them. None: as predicted.
    std::vector<UnlikePrediction> unlike;

    /// With HistoryOptions::changes: what would have been decided for this input. None where the changes do not apply to it.
    std::optional<std::vector<LoggedAction>> otherwise;
    bool differs_otherwise() const { return otherwise && *otherwise != actions; }
};

/// A service, and where it was at some input and until the next one of its own.
struct ServiceSpell {
    std::size_t input = 0; ///< from this input on
    Time at;
    /// Promoted somewhere, if it is promotable; else running somewhere.
    bool up = false;
    /// Whether the configuration wants it up: it has it, and no target-role keeps it down.
    bool wanted = true;
    std::vector<std::string> promoted, running; ///< nodes; those where it is promoted are among those where it runs

    friend bool operator==(const ServiceSpell& left, const ServiceSpell& right) {
        return left.up == right.up && left.wanted == right.wanted && left.promoted == right.promoted &&
               left.running == right.running;
    }
};

struct ServiceStory {
    std::string id; ///< of the resource, as configured
    bool promotable = false;
    std::vector<ServiceSpell> spells;
};

/// A time in which a service that had been up was not, although the configuration wanted it.
struct ServiceOutage {
    std::string service;
    std::size_t first_input = 0; ///< the first that records it as down
    Time from;
    /// When the decision was taken that brought it back, or when it was not wanted any more; none: it is still down at the last
    /// input. One that is over with the decision that its failure led to is not listed.
    std::optional<Time> to;
    std::optional<std::size_t> last_input; ///< the first that records it as up again, or as not wanted any more
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

struct HistoryOptions {
    /// Whose rules to follow; none: those of the release that each input names.
    std::optional<Release> release = {};
    /// What to change in the configuration of each input, to see where the decision would have been another one.
    std::vector<ConfigurationChange> changes = {};
    /// Called with how many inputs have been judged, and how many there are.
    std::function<void(std::size_t, std::size_t)> progress = {};
};

/// Calculates each input's transition anew. Throws what changed() throws if the changes apply to none of the inputs.
ToldHistory tell(const History& history, const HistoryOptions& options = {});

struct Outcome;

/// An input as a cluster would have saved it.
struct SimulatedInput {
    Time at;
    std::string xml; ///< with the time as execution-date
};
/// What a cluster would have saved while it did what the simulation says, in order: an input for each time that the scheduler ran.
std::vector<SimulatedInput> simulated_inputs(const Outcome& outcome);

} // namespace placement

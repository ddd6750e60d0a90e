#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "placement/carry_out.h"
#include "placement/cib.h"
#include "placement/diagnostic.h"
#include "placement/schedule.h"

/// A cluster over time: operations take time, agents set attributes while they do, what changes aborts the transition
/// under way, and the scheduler runs again. There is no clock in it: times are milliseconds since the scenario began.
namespace placement {

/// How long an operation takes.
struct OperationDuration {
    std::string resource; ///< a primitive as configured; empty: every one
    std::string task;     ///< "start", "monitor", …
    std::int64_t milliseconds = 0;
};

struct SequenceOptions {
    /// How long it goes on at most after the last event. Recurring monitors alone are rest.
    std::int64_t limit_ms = 300'000;
    /// How many times the scheduler runs at most.
    std::size_t run_limit = 500;
    /// From the last abort to the scheduler's answer, at least; it waits for what is under way.
    std::int64_t scheduler_ms = 100;
    /// Once a transition is aborted, what tells the instances of a clone of what has been done goes on.
    bool notifications_go_on = true;
    std::int64_t fencing_ms = 2'000;
    /// They count before those of the agents' profiles, and these before the general ones: a notification takes 100 ms,
    /// anything else 50 ms (an address comes and goes so fast). Of several that fit the last one counts.
    std::vector<OperationDuration> durations = {};
    /// A loop is told after it has been seen so often.
    std::size_t repetitions = 3;
};

/// One line of the timeline.
struct TimelineEntry {
    enum class Kind : std::uint8_t {
        Event,            ///< what the scenario makes happen
        SchedulerRun,     ///< `run` says which
        OperationBegins,
        OperationEnds,    ///< with `exit_status`
        MonitorReports,   ///< a recurring monitor's result is another one than before, or changes attributes
        AttributeChanges, ///< an agent, or an event, sets `attribute` of `node` from `before` to `after`
        Abort,            ///< the transition under way is given up, or the scheduler is called where there is none
        NodeChanges,      ///< `node` is fenced, leaves or joins
    };
    std::int64_t at_ms = 0;
    Kind kind = Kind::Event;
    std::string node;
    std::string resource; ///< as the history has it
    std::string instance; ///< with its number, where it is one of several
    std::string operation;
    std::uint32_t interval_ms = 0;
    std::int32_t exit_status = 0;
    std::int32_t expected = 0;
    std::string attribute;
    std::optional<std::string> before; ///< none: it was not set
    std::optional<std::string> after;  ///< none: it was taken away
    std::size_t run = 0;               ///< index in Sequence::runs
    std::string text;                  ///< in words
};
std::string_view text(TimelineEntry::Kind kind);

/// One run of the scheduler, and what became of its transition.
struct SchedulerRun {
    std::int64_t at_ms = 0;
    std::string because; ///< what called for it, in words
    Cib cib;             ///< what it was given
    Schedule schedule;
    bool aborted = false; ///< its transition was not carried out to its end
    CarriedOut carried_out; ///< what was done of it
};

/// A sequence that comes back to where it was, again and again.
struct Loop {
    /// An instance that is stopped and started (or promoted and demoted) in each turn.
    struct Instance {
        std::string resource; ///< as configured
        std::string node;
        std::vector<std::string> instances; ///< the full ids that take turns: "Postgresql:1", "Postgresql:2"
        std::size_t stops = 0;    ///< in one turn
        std::size_t starts = 0;
        std::size_t promotes = 0;
        std::size_t demotes = 0;
        std::size_t in_all = 0;   ///< stops in the whole sequence, also before the loop was closed
    };
    /// A constraint (or other number of the configuration) without which the loop is left.
    struct Feeder {
        std::string constraint; ///< id
        std::string what;       ///< "colocation -INFINITY of PostgresqlBackupVIP with msPostgresql"
        Position position;
    };
    std::size_t first_run = 0; ///< index of the first run of the first turn that was seen
    std::size_t runs = 0;      ///< scheduler runs a turn
    std::int64_t period_ms = 0;
    std::int64_t since_ms = 0;
    std::vector<Instance> instances;
    std::vector<Feeder> fed_by;
    /// What would end it, found by trying: clauses.
    std::vector<std::string> ended_by;
};

struct Sequence {
    enum class End : std::uint8_t { AtRest, Loop, LimitReached };
    End end = End::AtRest;
    std::int64_t end_ms = 0;
    std::int64_t last_event_ms = 0;
    std::vector<TimelineEntry> timeline;
    std::vector<SchedulerRun> runs;
    std::optional<Loop> loop;
    /// The first run after the last event: an index in runs, or their number where there was none.
    std::size_t first_run_after_events = 0;
};
std::string_view text(Sequence::End end);

} // namespace placement

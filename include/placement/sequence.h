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
#include "placement/sequence_options.h"

/// A cluster over time: operations take time, agents set attributes meanwhile, changes abort the running transition, and the
/// scheduler runs again. There is no real clock: times are milliseconds since the scenario began.
namespace [[gnu::visibility("default")]] placement {

/// One line of the timeline.
struct TimelineEntry {
    enum class Kind : std::uint8_t {
        EventHappens, ///< an event of the scenario
        SchedulerRun, ///< `run` says which
        OperationBegins,
        OperationEnds,    ///< with `exit_status`
        MonitorReports,   ///< a recurring monitor's result differs from the one before, or it changes attributes
        AttributeChanges, ///< an agent, or an event, sets `attribute` of `node` from `before` to `after`
        Abort,            ///< the running transition is abandoned, or the scheduler is called when none is running
        NodeChanges,      ///< `node` is fenced, leaves or joins
    };
    std::int64_t at_ms = 0;
    Kind kind = Kind::EventHappens;
    std::string node;
    std::string resource; ///< as in the operation history
    std::string instance; ///< with its number, if it is one of several
    std::string operation;
    std::uint32_t interval_ms = 0;
    std::int32_t exit_status = 0;
    std::int32_t expected = 0;
    std::string attribute;
    std::optional<std::string> before; ///< none: it was not set
    std::optional<std::string> after;  ///< none: it was removed
    std::size_t run = 0;               ///< index in Sequence::runs
    std::string text;                  ///< in words
};
std::string_view text(TimelineEntry::Kind kind);

/// One run of the scheduler, and the result of its transition.
struct SchedulerRun {
    std::int64_t at_ms = 0;
    std::string because; ///< the reason for the run, in words
    Cib cib;             ///< its input
    Schedule schedule;
    bool aborted = false; ///< its transition was not completed
    CarriedOut carried_out; ///< what was done of its transition
};

/// A sequence that returns to the same state again and again.
struct Loop {
    /// An instance that is stopped and started (or promoted and demoted) in each cycle.
    struct Instance {
        std::string resource; ///< as configured
        std::string node;
        std::vector<std::string> instances; ///< the full ids that alternate: "Postgresql:1", "Postgresql:2"
        std::size_t stops = 0;    ///< in one cycle
        std::size_t starts = 0;
        std::size_t promotes = 0;
        std::size_t demotes = 0;
        std::size_t in_all = 0;   ///< stops in the whole sequence, including those before the loop was closed
    };
    /// A constraint (or another number of the configuration) without which the loop ends.
    struct Feeder {
        std::string constraint; ///< id
        std::string what;       ///< "colocation -INFINITY of PostgresqlBackupVIP with msPostgresql"
        Position position;
    };
    std::size_t first_run = 0; ///< index of the first run of the first cycle that was seen
    std::size_t runs = 0;      ///< scheduler runs in each cycle
    std::int64_t period_ms = 0;
    std::int64_t since_ms = 0;
    std::vector<Instance> instances;
    std::vector<Feeder> fed_by;
    /// What would end the loop, found by trying: clauses.
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
    /// The first run after the last event: an index in runs, or their number if there was none.
    std::size_t first_run_after_events = 0;
};
std::string_view text(Sequence::End end);

} // namespace placement

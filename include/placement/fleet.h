#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <iosfwd>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "placement/diagnostic.h"
#include "placement/render.h"
#include "placement/scenario.h"
#include "placement/shard.h"
#include "placement/verify.h"

/// One question asked of many clusters: a row for each, in the order of the files, whatever the number of threads. Rows are handed
/// over one by one, so that memory does not grow with their number. docs/fleet.md describes the rows.
namespace [[gnu::visibility("default")]] placement {

// ---- the question ---------------------------------------------------------------------------------------------

enum class FleetQuestion : std::uint8_t {
    Sweep,    ///< which single failures take a service down
    Lint,     ///< what is wrong or risky in the configuration
    Test,     ///< which tests of scenario files pass
    Releases, ///< what an upgrade from one release to another changes
    Verify,   ///< which sequences of failures break a property
};
/// "sweep", "lint", "test", "releases", "verify".
std::string_view text(FleetQuestion question);
/// All of them, in this order.
const std::vector<FleetQuestion>& fleet_questions();
/// Throws UnknownName.
FleetQuestion require_fleet_question(const std::string& name);

struct FleetOptions {
    FleetQuestion question = FleetQuestion::Sweep;

    /// As in Scenario; without it, each CIB is evaluated at its own time (Cib::default_time).
    std::optional<Time> at = {};
    std::optional<QuorumRule> quorum = {};
    std::optional<Release> release = {};
    bool assume_online = false;

    /// Sweep, Releases: as in SweepOptions. A CIB that has none of the attributes is refused.
    std::vector<std::string> attributes = {};
    /// Sweep: also pairs, if 2.
    int depth = 1;
    /// Sweep, Releases: a CIB that needs more runs is refused.
    std::size_t max_runs = 10'000;
    /// Lint: the codes that are disabled.
    std::set<std::string> disabled = {};
    /// Test: paths of scenario files; the CIBs that these name are replaced.
    std::vector<std::string> scenarios = {};
    /// Releases: what is upgraded from, and to.
    Release from = default_release;
    Release to = default_release;
    /// Verify: as in VerifyOptions.
    std::size_t failures = 1;
    std::optional<std::size_t> sequence_depth = {};
    std::set<Property> properties = {built_in_properties().begin(), built_in_properties().end()};
    std::size_t max_states = 100'000;

    /// Of the files, only these are asked.
    Shard shard = {};
    /// Files that are looked at at the same time; 0: one for each processor.
    unsigned threads = 0;
    /// Called when work on a file begins; what it returns is asked between two runs, and true ends the file with
    /// FleetStatus::TooLong. A single run, and reading, are not ended. Called by several threads.
    std::function<std::function<bool()>()> begin_file = {};
    /// When it becomes true, files that are not finished are given up, and no more are begun.
    const std::atomic<bool>* stop = nullptr;
    /// Called by the calling thread after each row.
    std::function<void(std::size_t done, std::size_t total)> progress = {};
};

/// For FleetOptions::begin_file: each file may take this long. `clock` tells milliseconds from some moment on, and is asked by several
/// threads.
std::function<std::function<bool()>()> limited_to(std::int64_t milliseconds, std::function<std::int64_t()> clock);

/// The question with everything that an answer depends on, apart from the CIB: "releases --pacemaker 2.1.5 --pacemaker 3.0.2 --max-runs 10000". Rows that answer
/// the same question can be put together. Throws InputError for a scenario file that cannot be read.
std::string question_text(const FleetOptions& options);

// ---- rows -----------------------------------------------------------------------------------------------------

enum class FleetStatus : std::uint8_t {
    Ok,          ///< answered
    NothingRuns, ///< no service runs before a failure, so there is nothing to answer
    Unreadable,  ///< no CIB, or none that can be used
    Refused,     ///< something in it is not supported, the question does not fit it, or it is too large for a limit
    TooLong,     ///< it took longer than is allowed
};
/// "ok", "nothing-runs", "unreadable", "refused", "too-long".
std::string_view text(FleetStatus status);
inline constexpr std::array fleet_statuses{FleetStatus::Ok, FleetStatus::NothingRuns, FleetStatus::Unreadable,
                                           FleetStatus::Refused, FleetStatus::TooLong};

/// Something that was found in one cluster.
struct FleetFinding {
    /// What kind it is: of a sweep "service-lost", "promoted-lost", "never-at-rest", "not-simulated", with "-by-two" for a pair of
    /// failures; of lint its code; the name of a test, or "no-test"; between releases the kind of difference; of a verification the
    /// property, or "not-all-tried".
    std::string code;
    std::string subject;             ///< the service, resource or node; may be empty
    std::string level;               ///< of lint: "error", "warning", "info"
    std::string text;                ///< what it is, in words
    std::vector<std::string> causes; ///< the failures, or the changed rules, that each do it
    Position position;               ///< of lint: where in the file
    friend bool operator==(const FleetFinding&, const FleetFinding&) = default;
};

/// What one cluster answers.
struct FleetRow {
    std::size_t place = 0; ///< of the file among all files, from 0
    std::string file;
    std::string digest;  ///< MD5 of the file's bytes, to tell whether it is the same; empty if it cannot be read
    std::string cluster; ///< the property cluster-name; may be empty
    std::string release; ///< whose rules applied; empty if it was not answered
    FleetStatus status = FleetStatus::Ok;
    std::string message; ///< why it was not answered
    Position position;   ///< … and where in the file
    bool well = false;   ///< it was answered, and nothing bad was found
    /// Numbers, by names that depend on the question alone; empty if it was not answered.
    std::vector<std::pair<std::string, std::int64_t>> figures;
    std::vector<FleetFinding> findings;
    friend bool operator==(const FleetRow&, const FleetRow&) = default;
};

/// The names of the figures in an answered row.
std::vector<std::string> figure_names(FleetQuestion question);

/// What the rows belong to.
struct FleetHeader {
    std::string question; ///< question_text()
    std::size_t files = 0;
    std::string list; ///< MD5 of the files' names, to tell whether two runs are about the same files
    Shard shard = {};
    friend bool operator==(const FleetHeader&, const FleetHeader&) = default;
};
FleetHeader fleet_header(const std::vector<std::string>& files, const FleetOptions& options);
/// What a question's text is about.
FleetQuestion question_of(const FleetHeader& header);

/// What all rows have in common. Its size depends on the number of codes, not of clusters.
struct FleetSummary {
    struct Tally {
        std::size_t clusters = 0;
        std::size_t findings = 0;
        friend bool operator==(const Tally&, const Tally&) = default;
    };
    std::size_t clusters = 0;
    std::size_t well = 0;
    /// Of those that were answered and are not well: only two failures together do harm; no test was run; not everything was tried,
    /// and no counterexample was found.
    std::size_t less_than_bad = 0;
    std::size_t expected = 0; ///< how many there should be
    std::map<FleetStatus, std::size_t> statuses;
    std::map<std::string, Tally> codes;
    std::map<std::string, std::size_t> causes; ///< between releases: how many clusters each changed rule changes

    explicit FleetSummary(const FleetHeader& header);
    void add(const FleetRow& row);
    bool complete() const { return clusters == expected; }
    /// The most frequent first: by clusters, findings, and name.
    std::vector<std::pair<std::string, Tally>> frequent_codes() const;

private:
    FleetQuestion question_;
};

// ---- asking ---------------------------------------------------------------------------------------------------

/// The files that the names stand for, in this order, each once: a file itself; a folder for what lies in it and in its folders and
/// ends in .xml, .cib, .bz2, .gz, .xz or .zst, sorted; a name with `*`, `?` or `[` that is no file for those that fit it, sorted; a name
/// that ends in .txt or .list for what its lines name (relative to it; `#` begins a comment). Throws InputError where there is nothing.
std::vector<std::string> fleet_files(const std::vector<std::string>& names);

/// The row of one file; none if the options' stop ended it.
std::optional<FleetRow> fleet_row(const std::string& file, std::size_t place, const FleetOptions& options);

/// A row that is known already, for a file with this content; none where there is none.
using KnownRow = std::function<std::optional<FleetRow>(const std::string& file, const std::string& digest)>;

/// Asks the files of the options' shard, from the `from`th of these on, and hands each row over in their order, from the calling
/// thread. False if it was stopped before all were done. Throws what `take` throws.
bool ask_fleet(const std::vector<std::string>& files, const FleetOptions& options,
               const std::function<void(const FleetRow&)>& take, std::size_t from = 0, const KnownRow& known = {});

// ---- rows as JSON lines ---------------------------------------------------------------------------------------

/// Each is one line of JSON with its end (docs/fleet.md).
std::string fleet_line(const FleetHeader& header);
std::string fleet_line(const FleetRow& row);
std::string fleet_line(const FleetSummary& summary);

/// A line that was read back.
struct FleetLine {
    enum class Kind : std::uint8_t { Header, Row, Summary };
    Kind kind = Kind::Row;
    FleetHeader header; ///< Kind::Header
    FleetRow row;       ///< Kind::Row
};
/// Throws InvalidArgument, whose what() is a clause.
FleetLine read_fleet_line(std::string_view line);

// ---- going on, and putting together ---------------------------------------------------------------------------

/// How far an interrupted run has come.
struct FleetResumption {
    std::size_t rows = 0;         ///< so many of the shard's files, from the first, are done and have not changed
    std::uint64_t bytes = 0;      ///< of the output up to there; 0: not even the header can stay
    std::vector<FleetRow> others; ///< further rows, which count if their file is asked for and has not changed
};
/// Reads what was written before. `keep` says which rows count (those that took too long may be asked again); `seen` gets each of
/// the first `rows`. A last line that is not complete is ignored. Throws InputError where it is no such output, or that of another
/// question or shard.
FleetResumption resume_fleet(std::istream& written, const std::string& name, const FleetHeader& header,
                             const std::vector<std::string>& files, const std::function<void(const FleetRow&)>& seen,
                             const std::function<bool(const FleetRow&)>& keep = {});

/// One of the outputs that are put together.
struct FleetPart {
    std::string name;
    std::istream* lines = nullptr;
};
struct FleetMerge {
    FleetHeader header;               ///< of the whole
    std::vector<std::string> missing; ///< a clause for each shard of which nothing is there, or not all
    std::size_t repeated = 0;         ///< rows that were there more than once, and equal
    bool complete() const { return missing.empty(); }
};
/// Puts outputs of one question together, with one row of each in memory: `begin` gets the header of the whole, `take` each row,
/// in their order, once. Throws InputError where an input cannot be read, where they are of different questions or files, and where
/// two rows of one file differ.
FleetMerge merge_fleet(const std::vector<FleetPart>& parts, const std::function<void(const FleetHeader&)>& begin,
                       const std::function<void(const FleetRow&)>& take);

/// The JSON of one sweep, put together from those of its shards (SweepOptions::shard).
struct SweepMerge {
    std::string json; ///< as sweep_json() of the whole writes it; where pairs are missing, as that of an interrupted one
    std::vector<std::string> missing; ///< a clause for each shard that is not there, or not complete
    std::size_t repeated = 0;         ///< shards that were there more than once, and equal
    bool anything_lost = false;       ///< as placement-sim sweep judges it
};
struct SweepPart {
    std::string name;
    std::string json;
};
/// Throws InputError where a part cannot be read, where they are of different sweeps, and where two of them differ in one scenario.
SweepMerge merge_sweeps(const std::vector<SweepPart>& parts);

// ---- for people and other programs ----------------------------------------------------------------------------

enum class FleetFormat : std::uint8_t { Text, JsonLines, Csv, Html };
/// The pieces of a report, which belong after each other.
struct FleetReport {
    FleetFormat format = FleetFormat::Text;
    /// Text: with `everything`, also the clusters in which nothing bad was found.
    TextStyle style = {};

    std::string begin(const FleetHeader& header) const;
    std::string row(const FleetHeader& header, const FleetRow& row) const;
    std::string end(const FleetHeader& header, const FleetSummary& summary) const;
};

} // namespace placement

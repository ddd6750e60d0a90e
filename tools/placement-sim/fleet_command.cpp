#include "placement-sim/fleet_command.h"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <map>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include <CLI/CLI.hpp>

#include "placement-sim/command_frame.h"
#include "placement-sim/fleet_format.h"
#include "placement-sim/long_work.h"
#include "placement-sim/row_file.h"
#include "placement-sim/shared_options.h"
#include "placement/error.h"
#include "placement/lint.h"
#include "program/output.h"

namespace placement::sim {

namespace {

constexpr const char* about =
    "Asks one question of many clusters, and answers with a row for each: sweep (which single failures take a service down), "
    "lint "
    "(what is wrong or risky), test (which tests of --scenarios pass), releases (what an upgrade between two --pacemaker "
    "changes), "
    "verify (which sequences of failures break a property). Every fault of a file is its own row (docs/fleet.md).";

constexpr const char* footer = R"(
Exit status:
  0  every cluster was answered, and nothing bad was found
  1  something bad was found, a file could not be answered, or the run was interrupted
  2  there are no files, or the arguments cannot be used

Examples:
  placement-sim fleet clusters
  placement-sim fleet clusters --ask lint --format csv -o lint.csv
  placement-sim fleet clusters --ask releases --pacemaker 2.1.5 --pacemaker 3.0.2
  placement-sim fleet clusters --limit 60 --resume rows.jsonl
  placement-sim fleet clusters --shard 1/2 --format json-lines -o rows-1.jsonl)";

struct Raw {
    std::vector<std::string> names;
    std::string ask = "sweep";
    std::vector<std::string> scenarios;
    std::size_t depth = 0;
    std::size_t failures = FleetOptions().failures;
    std::size_t max_states = FleetOptions().max_states;
    std::vector<std::string> properties;
    std::vector<std::string> disabled;
    NodeAttributesOption attributes;
    MaxRunsOption max_runs;
    ReleaseOption releases{
        "--pacemaker", "follow the rules of this Pacemaker release (default: each cluster's own, or the nearest one); twice for "
                       "--ask releases: from the first to the second"};
    AtOption at;
    QuorumOption quorum;
    bool assume_online = false;
    std::string limit;
    std::string output;
    std::string resume;
    bool again = false;
    std::string shard;
    JobsOption jobs;
    FleetFormatOptions format;
};

void add_options(CLI::App& app, Raw& raw) {
    app.add_option(
           "FILE", raw.names,
           "a CIB; a folder with CIBs in it; a pattern in quotes ('*/cib.xml'); or a list of these, a line each, in a file whose "
           "name ends in .txt or .list")
        ->option_text("...")
        ->required();
    add_watch_option(app);
    app.add_option("--ask", raw.ask, "the question (default: sweep)")
        ->option_text("sweep|lint|test|releases|verify")
        ->check(CLI::IsMember({"sweep", "lint", "test", "releases", "verify"}));
    raw.format.add_to(app);
    app.add_option("-o,--output", raw.output, "write the answer to this file")->option_text("FILE");
    app.add_option("--resume", raw.resume,
                   "write JSON lines to this file; what is in it from an interrupted run, and has not changed, is not done again")
        ->option_text("FILE");
    app.add_flag("--again", raw.again, "with --resume: ask those again that took too long");
    app.add_option("--limit", raw.limit, "give a file up that takes longer than this")->option_text("SECONDS");
    app.add_option("--shard", raw.shard,
                   "ask every COUNTth file alone, from the NUMBERth on; `placement-sim merge` puts the answers together")
        ->option_text("NUMBER/COUNT");
    raw.jobs.add_to(app);
    add_repeated(app, "--scenarios", raw.scenarios,
                 "with --ask test: the tests of this file, or of the .yaml and .yml files in this folder (repeatable)", "FILE");
    app.add_option("--depth", raw.depth,
                   "with --ask sweep: 2 also tries every pair of failures; with --ask verify: the longest sequence (default: as "
                   "--failures)")
        ->option_text("NUMBER");
    raw.attributes.add_to(app);
    raw.max_runs.add_to(app, "refuse a cluster that would need more runs than this (default: 10000)");
    app.add_option("--failures", raw.failures, "with --ask verify: how much may be broken at the same time (default: 1)")
        ->option_text("NUMBER");
    add_repeated(app, "--property", raw.properties,
                 "with --ask verify: look for counterexamples of this property alone (repeatable)", "PROPERTY");
    app.add_option("--max-states", raw.max_states, "with --ask verify: look at no more states than this (default: 100000)")
        ->option_text("NUMBER");
    add_repeated(app, "--disable", raw.disabled, "with --ask lint: do not report this code (repeatable)", "CODE")->delimiter(',');
    raw.releases.add_to(app, true);
    raw.at.add_to(app, "each CIB's", "the newest time that it records");
    raw.quorum.add_to(app);
    app.add_flag("--assume-online", raw.assume_online,
                 "assume that all cluster nodes are online with quorum, and let each cluster come to rest first");
}

// ---- what is asked --------------------------------------------------------------------------------------------

/// An option that means nothing for the question would be a mistake that nobody notices.
void check_options(const CLI::App& app, FleetQuestion question) {
    using Q = FleetQuestion;
    const std::vector<std::pair<const char*, std::vector<Q>>> meant{
        {"--scenarios", {Q::Test}},
        {"--depth", {Q::Sweep, Q::Verify}},
        {"--by-attribute", {Q::Sweep, Q::Releases}},
        {"--max-runs", {Q::Sweep, Q::Releases}},
        {"--failures", {Q::Verify}},
        {"--property", {Q::Verify}},
        {"--max-states", {Q::Verify}},
        {"--disable", {Q::Lint}},
        {"--assume-online", {Q::Sweep, Q::Releases, Q::Verify}},
    };
    for (const auto& [name, questions] : meant) {
        if (app.count(name) == 0 || std::ranges::find(questions, question) != questions.end()) continue;
        std::string words;
        for (const Q each : questions) words += (words.empty() ? "" : " or ") + ("--ask " + std::string(text(each)));
        throw InvalidArgument(std::string(name) + " needs " + words);
    }
}

/// The files of a folder; a file itself.
void add_scenarios(const std::string& path, std::vector<std::string>& files) {
    std::error_code error;
    if (!std::filesystem::is_directory(path, error)) return files.push_back(path);
    std::vector<std::string> found;
    for (const auto& entry : std::filesystem::directory_iterator(path)) {
        const std::string ending = entry.path().extension().string();
        if (ending == ".yaml" || ending == ".yml") found.push_back(entry.path().string());
    }
    if (found.empty()) throw InputError(path, {}, "there is no .yaml or .yml file in it");
    std::ranges::sort(found);
    files.insert(files.end(), found.begin(), found.end());
}

std::int64_t steady_milliseconds() {
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

FleetOptions options_of(const Raw& raw, const Terminal& terminal, std::ostream& err) {
    FleetOptions options;
    options.question = require_fleet_question(raw.ask);
    options.at = raw.at.time();
    options.quorum = raw.quorum.rule();
    options.assume_online = raw.assume_online;
    options.attributes = raw.attributes.names();
    options.max_runs = raw.max_runs.runs().value_or(options.max_runs);
    for (const std::string& code : raw.disabled) options.disabled.insert(require_rule(lint_rules(), code).code);
    for (const std::string& path : raw.scenarios) add_scenarios(path, options.scenarios);
    if (options.question == FleetQuestion::Test && options.scenarios.empty()) {
        throw InvalidArgument("--ask test needs --scenarios");
    }
    const std::size_t releases = options.question == FleetQuestion::Releases ? 2 : 1;
    if (raw.releases.count() > releases || (releases == 2 && raw.releases.count() != 2)) {
        throw InvalidArgument(releases == 2 ? "--ask releases needs two releases: --pacemaker 2.1.5 --pacemaker 3.0.2"
                                            : "--pacemaker: at most one, unless with --ask releases");
    }
    if (releases == 2) {
        std::tie(options.from, options.to) = raw.releases.both();
    } else {
        options.release = raw.releases.release();
    }
    if (options.question == FleetQuestion::Sweep && raw.depth > 2) throw InvalidArgument("--depth: 1 or 2 with --ask sweep");
    if (options.question == FleetQuestion::Sweep && raw.depth > 0) options.depth = static_cast<int>(raw.depth);
    if (options.question == FleetQuestion::Verify && raw.depth > 0) options.sequence_depth = raw.depth;
    options.failures = raw.failures;
    options.max_states = raw.max_states;
    if (!raw.properties.empty()) options.properties.clear();
    for (const std::string& name : raw.properties) options.properties.insert(require_property(name));
    if (!raw.shard.empty()) options.shard = parse_shard(raw.shard);
    options.threads = raw.jobs.threads();
    if (!raw.limit.empty()) options.begin_file = limited_to(milliseconds("--limit", raw.limit), steady_milliseconds);
    options.stop = &NotedInterrupts::flag();
    options.progress = progress_line(terminal, err, "clusters (Ctrl-C shows what is done so far)");
    return options;
}

// ---- answering ------------------------------------------------------------------------------------------------

/// Where the pieces of the answer go.
class FleetOutput {
public:
    FleetOutput(const Raw& raw, std::ostream& out) : out_(out) {
        if (!raw.output.empty()) file_.emplace(raw.output);
        if (!raw.resume.empty()) file_.emplace(raw.resume);
    }

    void keep(std::uint64_t bytes) {
        if (file_) file_->keep(bytes);
    }

    void write(const std::string& text) {
        if (text.empty()) return;
        if (file_) return file_->write(text);
        program::print(out_, text);
    }

    void close() {
        if (file_) file_->close();
    }

private:
    std::ostream& out_;
    std::optional<RowFile> file_;
};

/// What is left of an interrupted run.
struct Former {
    std::size_t rows = 0;
    std::uint64_t bytes = 0;
    std::map<std::pair<std::string, std::string>, FleetRow> others;
};

Former read_former(const Raw& raw, const FleetHeader& header, const std::vector<std::string>& files, FleetSummary& summary) {
    Former former;
    std::ifstream stream(raw.resume, std::ios::binary);
    if (!stream) return former;
    const auto keep = [&raw](const FleetRow& row) { return !raw.again || row.status != FleetStatus::TooLong; };
    FleetResumption found = resume_fleet(
        stream, raw.resume, header, files, [&](const FleetRow& row) { summary.add(row); }, keep);
    former.rows = found.rows;
    former.bytes = found.bytes;
    for (FleetRow& row : found.others) {
        auto key = std::pair(row.file, row.digest);
        former.others.emplace(std::move(key), std::move(row));
    }
    return former;
}

Status ask(const Raw& raw, const FleetOptions& options, const Terminal& terminal, std::ostream& out, std::ostream& err) {
    const std::vector<std::string> files = fleet_files(raw.names);
    require_other_file(raw.output.empty() ? raw.resume : raw.output, files);
    const FleetHeader header = fleet_header(files, options);
    FleetReport report = raw.format.report(terminal, raw.output.empty());
    if (!raw.resume.empty()) report.format = FleetFormat::JsonLines;
    FleetOutput output(raw, out);
    FleetSummary summary(header);
    Former former;
    if (!raw.resume.empty()) former = read_former(raw, header, files, summary);
    output.keep(former.bytes);
    if (former.bytes == 0) output.write(report.begin(header));
    const KnownRow known = [&former](const std::string& file, const std::string& digest) -> std::optional<FleetRow> {
        const auto found = former.others.find({file, digest});
        return found == former.others.end() ? std::nullopt : std::optional(found->second);
    };
    const NotedInterrupts noted;
    const auto take = [&](const FleetRow& row) {
        output.write(report.row(header, row));
        summary.add(row);
    };
    const bool done = ask_fleet(files, options, take, former.rows, former.others.empty() ? KnownRow() : known);
    if (done || report.format != FleetFormat::JsonLines) output.write(report.end(header, summary));
    output.close();
    if (!done) {
        program::complain(err, "placement-sim fleet: interrupted after " + std::to_string(summary.clusters) + " of " +
                                   std::to_string(summary.expected) + " clusters" +
                                   (raw.resume.empty() ? "" : "; the same command goes on from there"));
    }
    return status_of(summary);
}

} // namespace

Status fleet_command(int count, const char* const* words, const Terminal& terminal, std::ostream& out, std::ostream& err) {
    Raw raw;
    CLI::App app(about, "placement-sim fleet");
    app.footer(footer);
    add_options(app, raw);
    return in_command(app, count, words, out, err, [&] {
        if (!raw.output.empty() && !raw.resume.empty()) throw InvalidArgument("-o and --resume exclude each other");
        if (!raw.resume.empty() && app.count("--format") > 0 && !raw.format.is_json_lines()) {
            throw InvalidArgument(
                "--resume writes JSON lines; `placement-sim merge FILE --format …` makes something else of them");
        }
        if (raw.again && raw.resume.empty()) throw InvalidArgument("--again needs --resume");
        const FleetOptions options = options_of(raw, terminal, err);
        check_options(app, options.question);
        return ask(raw, options, terminal, out, err);
    });
}

} // namespace placement::sim

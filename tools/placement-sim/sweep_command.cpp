#include "placement-sim/sweep_command.h"

#include <algorithm>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "placement-sim/command_frame.h"
#include "placement-sim/live_cib.h"
#include "placement-sim/long_work.h"
#include "placement-sim/shared_options.h"
#include "placement/error.h"
#include "placement/lint.h"
#include "placement/margin.h"
#include "placement/render.h"
#include "placement/schedule.h"
#include "placement/sweep.h"
#include "placement/unpack.h"
#include "program/output.h"

namespace placement::sim {

namespace {

constexpr const char* about = "Tries every single failure (each node crashes, each running instance fails where it runs) and "
                              "reports its effect on each service, what it takes down, and why.";

constexpr const char* footer = R"(
Exit status:
  0  no failure takes a service down, and the cluster comes to rest after each
  1  a failure takes a service down, the cluster never comes to rest after it, it could not be simulated, or the sweep was interrupted
  2  the input or the arguments cannot be used, or more runs would be needed than are allowed
  3  the CIB uses something that is not supported
  4  no service runs before a failure, so there is nothing to report (see --assume-online)

Examples:
  placement-sim sweep cib.xml --by-attribute site
  placement-sim sweep cib.xml --agent db-clone=pgsql
  placement-sim sweep cib.xml --depth 2 --max-runs 50000 --format csv
  placement-sim sweep cib.xml --depth 2 --shard 1/2 --format json -o pairs-1.json
  placement-sim sweep cib.xml --format prometheus)";

struct Raw {
    std::string cib;
    LiveOption live;
    int depth = 1;
    NodeAttributesOption attributes;
    AgentOptions agents;
    MaxRunsOption max_runs;
    JobsOption jobs;
    ReleaseOption release;
    BeginOptions begin;
    AtOption at;
    QuorumOption quorum;
    CorosyncOption corosync;
    FormatOption format;
    AllOption all;
    bool whole_cluster = false;
    std::string shard;
    bool margins = false;
    std::string output;
};

void add_options(CLI::App& app, Raw& raw) {
    add_cib_argument(app, "CIB", raw.cib);
    raw.live.add_to(app);
    app.add_option("--depth", raw.depth, "with 2, also try every pair of failures (default: 1)")
        ->option_text("1|2")
        ->check(CLI::IsMember({1, 2}));
    raw.attributes.add_to(app);
    raw.agents.add_to(app);
    raw.max_runs.add_to(app, "refuse to do more runs than this (default: 10000)");
    raw.jobs.add_to(app);
    app.add_flag("--whole-cluster", raw.whole_cluster,
                 "simulate the whole cluster for each failure, also where only a part of it can change; the answer is the same");
    raw.begin.add_to(app, SweepOptions().from);
    raw.release.add_to(app);
    raw.at.add_to(app);
    raw.quorum.add_to(app);
    raw.corosync.add_to(app);
    raw.format.add_to(app, {"text", "json", "csv", "prometheus"});
    raw.all.add_to(app, "do not shorten lists");
    app.add_option(
           "--shard", raw.shard,
           "with --depth 2 and --format json: try every COUNTth pair alone, from the NUMBERth on; `placement-sim merge` puts "
           "the answers together")
        ->option_text("NUMBER/COUNT");
    app.add_flag("--margins", raw.margins,
                 "with --format prometheus: also how far the closest number of each service is from a cliff");
    app.add_option("-o,--output", raw.output, "write the answer to this file, as a whole")->option_text("FILE");
}

void check(const Raw& raw) {
    if (!raw.shard.empty() && (raw.depth != 2 || !raw.format.is("json"))) {
        throw InvalidArgument("--shard needs --depth 2 and --format json");
    }
    if (raw.margins && !raw.format.is("prometheus")) throw InvalidArgument("--margins needs --format prometheus");
}

// ---- metrics --------------------------------------------------------------------------------------------------

/// When something changes by itself, as the cluster's own scheduler asks to be called again.
std::optional<std::int64_t> next_change_of(const Schedule& schedule) {
    for (const auto& [name, value] : schedule.transition.attributes) {
        if (name == "recheck-by") return std::stoll(value);
    }
    return std::nullopt;
}

/// Margins of each service that runs. A service for which they cannot be found has none.
std::vector<Margins> margins_of(const Cib& cib, const SweepOptions& options, const Sweep& found) {
    std::vector<Margins> all;
    for (std::size_t i = 0; i < found.services.size(); ++i) {
        if (found.now[i].running.empty() || *options.stop) continue;
        Scenario scenario{.cib = cib};
        scenario.at = options.at;
        scenario.release = options.release;
        scenario.quorum = options.quorum;
        scenario.corosync = options.corosync;
        scenario.from = options.from;
        scenario.assume_online = options.assume_online;
        all.push_back(margins(scenario, found.services[i]));
    }
    return all;
}

std::string prometheus(const Raw& raw, const Cib& cib, const SweepOptions& options, const Sweep& found) {
    SweepMetrics metrics;
    metrics.at = options.at.value_or(cib.default_time());
    const auto cluster = unpack(cib, *metrics.at, options.release);
    const auto name = cluster->options.values.find("cluster-name");
    if (name != cluster->options.values.end()) metrics.cluster = name->second;
    metrics.next_change = next_change_of(schedule(cluster));
    LintOptions lint_options;
    lint_options.at = metrics.at;
    lint_options.quorum = options.quorum;
    lint_options.release = options.release;
    lint_options.threads = options.threads;
    const LintReport report = lint(cib, lint_options);
    metrics.findings = &report;
    if (raw.margins) metrics.margins = margins_of(cib, options, found);
    return sweep_prometheus(found, metrics);
}

// ---- answering ------------------------------------------------------------------------------------------------

std::string rendered(const Raw& raw, const Cib& cib, const SweepOptions& options, const Sweep& found, const Terminal& terminal) {
    if (raw.format.is("prometheus")) return prometheus(raw, cib, options, found);
    if (raw.format.is("json")) return sweep_json(found);
    if (raw.format.is("csv")) return sweep_csv(found);
    if (!raw.output.empty()) return sweep_text(found, {.everything = raw.all.given()});
    return sweep_text(
        found, {.color = terminal.color, .everything = raw.all.given(), .width = terminal.width, .blocks = terminal.blocks});
}

bool all_is_well(const Sweep& found) {
    return found.complete && std::ranges::none_of(found.scenarios, [](const SweptScenario& scenario) {
               return !scenario.error.empty() || scenario.anything_lost() || !scenario.settles;
           });
}

bool nothing_runs(const Sweep& found) {
    for (std::size_t i = 0; i < found.now.size(); ++i) {
        if (!found.now[i].running.empty()) return false;
    }
    return true;
}

Status try_failures(const Raw& raw, const Terminal& terminal, std::ostream& out, std::ostream& err) {
    const Cib cib = read_cib(raw.cib);
    SweepOptions options;
    options.depth = raw.depth;
    options.attributes = raw.attributes.names();
    raw.agents.apply_to(options);
    options.max_runs = raw.max_runs.runs().value_or(options.max_runs);
    options.threads = raw.jobs.threads();
    options.whole_cluster = raw.whole_cluster;
    options.quorum = raw.quorum.rule();
    if (!options.quorum || !raw.corosync.path().empty()) options.corosync = read_corosync(raw.corosync.path(), raw.cib);
    raw.begin.apply_to(options);
    options.release = raw.release.release();
    options.stop = &NotedInterrupts::flag();
    options.progress = progress_line(terminal, err, "runs (Ctrl-C shows what is done so far)");
    options.at = time_of_question(raw.at.time(), {&cib}, terminal.now);
    if (!raw.shard.empty()) options.shard = parse_shard(raw.shard);
    const NotedInterrupts noted;
    const Sweep found = sweep(cib, options);
    // Who reads the other formats is to see that, and not what was there before, or nothing.
    const bool told_anyway = !raw.format.is("text");
    if (nothing_runs(found) && !told_anyway) return nothing_runs_before(cib, options.assume_online, err);
    if (options.corosync) complain_of_corosync(found.name, found.diagnostics, err);
    if (!found.complete) {
        program::complain(err, "placement-sim sweep: interrupted after " + std::to_string(found.count_done()) + " of " +
                                   std::to_string(found.scenarios.size()) + " runs; the answer is incomplete");
    }
    const std::string answer = rendered(raw, cib, options, found, terminal);
    if (raw.output.empty()) {
        program::print(out, answer);
    } else {
        program::write_file(raw.output, answer);
    }
    if (nothing_runs(found)) return nothing_runs_before(cib, options.assume_online, err);
    return all_is_well(found) ? Status::Survives : Status::Lost;
}

} // namespace

Status sweep_command(int count, const char* const* words, const Terminal& terminal, std::ostream& out, std::ostream& err) {
    Raw raw;
    CLI::App app(about, "placement-sim sweep");
    app.footer(footer);
    add_options(app, raw);
    return in_command(app, count, words, out, err, [&] {
        raw.live.take(raw.cib);
        check(raw);
        return try_failures(raw, terminal, out, err);
    });
}

} // namespace placement::sim

#include "placement-sim/sweep_command.h"

#include <algorithm>
#include <ostream>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "placement-sim/command_frame.h"
#include "placement-sim/live_cib.h"
#include "placement-sim/long_work.h"
#include "placement-sim/shared_options.h"
#include "placement/render.h"
#include "placement/sweep.h"
#include "program/output.h"

namespace placement::sim {

namespace {

constexpr const char* about = "Tries every single failure (each node crashes, each running instance fails where it runs) and "
                              "reports its effect on each service, what it takes down, and why.";

constexpr const char* footer = R"(
Exit status:
  0  no failure takes a service down
  1  a failure takes a service down, or could not be simulated, or the sweep was interrupted
  2  the input or the arguments cannot be used, or more runs would be needed than are allowed
  3  the CIB uses something that is not supported
  4  no service runs before a failure, so there is nothing to report (see --assume-online)

Examples:
  placement-sim sweep cib.xml --by-attribute site
  placement-sim sweep cib.xml --agent db-clone=pgsql
  placement-sim sweep cib.xml --depth 2 --max-runs 50000 --format csv)";

struct Raw {
    std::string cib;
    bool live = false;
    int depth = 1;
    std::vector<std::string> attributes;
    AgentOptions agents;
    std::size_t max_runs = SweepOptions().max_runs;
    unsigned jobs = 0;
    std::vector<std::string> release;
    BeginOptions begin;
    std::string at;
    std::string quorum;
    std::string format = "text";
    bool all = false;
};

void add_options(CLI::App& app, Raw& raw) {
    app.add_option("CIB", raw.cib, about_cib)->option_text(" ");
    add_live_option(app, raw.live);
    app.add_option("--depth", raw.depth, "with 2, also try every pair of failures (default: 1)")
        ->option_text("1|2")
        ->check(CLI::IsMember({1, 2}));
    add_repeated(app, "--by-attribute", raw.attributes,
                 "also fail all nodes together that have the same value of this node attribute (repeatable)", "NAME");
    add_agent_options(app, raw.agents);
    app.add_option("--max-runs", raw.max_runs, "refuse to do more runs than this (default: 10000)")->option_text("NUMBER");
    app.add_option("--jobs", raw.jobs, "run this many scenarios in parallel (default: one per processor)")
        ->option_text("NUMBER")
        ->check(CLI::Range(1U, 1024U));
    add_begin_options(app, raw.begin, SweepOptions().from);
    add_release_option(app, raw.release);
    app.add_option("--at", raw.at,
                   "evaluate rules and expiries at this time, in ISO 8601 (default: the CIB's execution-date, else now)")
        ->option_text("TIME");
    app.add_option("--quorum", raw.quorum, "override quorum (see placement-sim --help)")
        ->option_text("yes|no|votes|two-node")
        ->check(CLI::IsMember({"yes", "no", "votes", "two-node"}));
    add_format_option(app, raw.format, {"text", "json", "csv"});
    app.add_flag("--all", raw.all, "do not shorten lists");
}

std::string rendered(const Raw& raw, const Sweep& found, const Terminal& terminal) {
    if (raw.format == "json") return sweep_json(found);
    if (raw.format == "csv") return sweep_csv(found);
    return sweep_text(found, {.color = terminal.color, .everything = raw.all, .width = terminal.width});
}

bool all_is_well(const Sweep& found) {
    return found.complete && std::ranges::none_of(found.scenarios, [](const SweptScenario& scenario) {
        return !scenario.error.empty() || scenario.anything_lost();
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
    options.attributes = raw.attributes;
    options.agents = agents_of(raw.agents);
    options.sequence = sequence_of(raw.agents);
    options.max_runs = raw.max_runs;
    options.threads = raw.jobs;
    options.quorum = quorum_rule(raw.quorum);
    options.from = start_from(raw.begin, options.from);
    options.assume_online = raw.begin.assume_online;
    options.not_services = raw.begin.not_services;
    options.release = release_of(raw.release);
    options.stop = &NotedInterrupts::flag();
    options.progress = progress_line(terminal, err, "runs (Ctrl-C shows what is done so far)");
    if (!raw.at.empty()) options.at = time_of(raw.at);
    if (!options.at && !cib.execution_date()) options.at = terminal.now;
    const NotedInterrupts noted;
    const Sweep found = sweep(cib, options);
    if (nothing_runs(found)) {
        program::complain(err, found.name + ": there is nothing to report: no service runs before a failure (--assume-online assumes that all "
                                            "cluster nodes are online)");
        return Status::NothingToJudge;
    }
    if (!found.complete) {
        program::complain(err, "placement-sim sweep: interrupted after " + std::to_string(found.count_done()) + " of " +
                                   std::to_string(found.scenarios.size()) + " runs; the answer is incomplete");
    }
    program::print(out, rendered(raw, found, terminal));
    return all_is_well(found) ? Status::Survives : Status::Lost;
}

} // namespace

Status sweep_command(int count, const char* const* words, const Terminal& terminal, std::ostream& out,
                     std::ostream& err) {
    Raw raw;
    CLI::App app(about, "placement-sim sweep");
    app.footer(footer);
    add_options(app, raw);
    return in_command(app, count, words, out, err, [&] {
        take_live(raw.live, raw.cib);
        return try_failures(raw, terminal, out, err);
    });
}

} // namespace placement::sim

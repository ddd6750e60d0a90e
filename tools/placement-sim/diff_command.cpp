#include "placement-sim/diff_command.h"

#include <optional>
#include <ostream>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <CLI/CLI.hpp>

#include "placement-sim/command_frame.h"
#include "placement/difference.h"
#include "placement/render.h"
#include "placement-sim/live_cib.h"
#include "placement-sim/event_options.h"
#include "placement-sim/long_work.h"
#include "placement-sim/shared_options.h"
#include "program/output.h"

namespace placement::sim {

namespace {

constexpr const char* about = "Compares two CIBs of one cluster: what was edited, what committing the edits does to the "
                              "cluster, what differs now and under every single failure (each node crashes, each running "
                              "instance fails) or after the given events, and what is no longer protected. Or compares what "
                              "one CIB does under the rules of two Pacemaker releases.";

constexpr const char* footer = R"(
Exit status:
  0  nothing gets worse
  1  a service newly does not run, is not promoted or has fewer instances, a failure is no longer
     detected, or a node can no longer be fenced; or the comparison was interrupted
  2  the input or the arguments cannot be used, or the CIBs are of different clusters
  3  a CIB uses something that is not supported

Examples:
  placement-sim diff cib.xml edited.xml
  placement-sim diff cib.xml edited.xml --fail node1 --op-fail db_start_0@node2=1
  placement-sim diff cib.xml edited.xml --agent db-clone=pgsql --fail node1
  placement-sim diff cib.xml --pacemaker 1.1.10 --pacemaker 3.0.2)";

struct Raw {
    std::string old_cib;
    bool live = false;
    std::string new_cib;
    EventOptions events;
    AgentOptions agents;
    std::vector<std::string> failing;
    std::size_t limit = 20;
    std::vector<std::string> attributes;
    std::vector<std::string> releases;
    std::size_t max_runs = SweepOptions().max_runs;
    unsigned jobs = 0;
    BeginOptions begin;
    std::string at;
    std::string quorum;
    std::string format = "text";
    bool all = false;
};

void add_options(CLI::App& app, Raw& raw) {
    app.add_option("OLD", raw.old_cib, about_cib)->option_text(" ");
    add_live_option(app, raw.live);
    app.add_option("NEW", raw.new_cib, "the edited CIB; omit it to compare two releases")->option_text(" ");
    raw.events.add_to(app);
    add_agent_options(app, raw.agents);
    add_repeated(app, "--op-fail", raw.failing, "the operation ends with this exit status every time it runs (repeatable)",
                 "RESOURCE_OPERATION_INTERVAL@NODE=STATUS");
    app.add_option("--max-transitions", raw.limit,
                   "carry out at most this many transitions until the cluster is at rest (default: 20)")
        ->option_text("NUMBER")
        ->check(CLI::Range(1, 10000));
    add_begin_options(app, raw.begin, SweepOptions().from);
    add_release_option(app, raw.releases, true);
    add_repeated(app, "--by-attribute", raw.attributes,
                 "also fail all nodes together that have the same value of this node attribute (repeatable)", "NAME");
    app.add_option("--max-runs", raw.max_runs,
                   "refuse to try more failures than this, and try at most this many edits (default: 10000)")
        ->option_text("NUMBER");
    app.add_option("--jobs", raw.jobs, "run this many scenarios in parallel (default: one per processor)")
        ->option_text("NUMBER")
        ->check(CLI::Range(1U, 1024U));
    app.add_option("--at", raw.at,
                   "evaluate rules and expiries at this time, in ISO 8601 (default: the CIBs' execution-date, else now)")
        ->option_text("TIME");
    app.add_option("--quorum", raw.quorum, "override quorum (see placement-sim --help)")
        ->option_text("yes|no|votes|two-node")
        ->check(CLI::IsMember({"yes", "no", "votes", "two-node"}));
    add_format_option(app, raw.format, {"text", "json"});
    app.add_flag("--all", raw.all, "list every failure, even if several have the same differences");
}

/// The two releases to compare; none where it is two CIBs.
std::optional<std::pair<Release, Release>> releases_of(const Raw& raw) {
    if (raw.releases.size() > 2) throw std::invalid_argument("--pacemaker: at most two releases can be compared");
    if (!raw.new_cib.empty() && raw.releases.size() == 2) {
        throw std::invalid_argument("either two CIBs or two releases can be compared, not both");
    }
    if (raw.new_cib.empty() && raw.releases.size() != 2) {
        throw std::invalid_argument("with one CIB, two releases must be given: --pacemaker 1.1.10 --pacemaker 3.0.2");
    }
    if (raw.releases.size() < 2) return std::nullopt;
    return std::pair{*release_of({raw.releases.front()}), *release_of({raw.releases.back()})};
}

DifferenceOptions options_of(const CLI::App& app, const Raw& raw, const Cib& old_cib, const Cib& new_cib, const Terminal& terminal,
                        Ticker& ticker) {
    DifferenceOptions options;
    options.events = raw.events.in_order(app);
    for (const std::string& text : raw.failing) options.failing.push_back(OperationResult::parse(text));
    options.agents = agents_of(raw.agents);
    options.sequence = sequence_of(raw.agents);
    options.transition_limit = raw.limit;
    options.attributes = raw.attributes;
    options.max_runs = raw.max_runs;
    options.threads = raw.jobs;
    options.stop = &NotedInterrupts::flag();
    options.progress = ticker.progress();
    options.quorum = quorum_rule(raw.quorum);
    options.from = start_from(raw.begin, options.from);
    options.assume_online = raw.begin.assume_online;
    options.not_services = raw.begin.not_services;
    if (!raw.at.empty()) {
        options.at = time_of(raw.at);
    } else if (!old_cib.execution_date() && !new_cib.execution_date()) {
        options.at = terminal.now;
    }
    return options;
}

Status compare(const CLI::App& app, const Raw& raw, const Terminal& terminal, std::ostream& out, std::ostream& err) {
    const auto releases = releases_of(raw);
    if (raw.old_cib == "-" && raw.new_cib == "-") throw std::invalid_argument("only one of the CIBs can be standard input");
    const Cib old_cib = read_cib(raw.old_cib);
    const Cib new_cib = raw.new_cib.empty() ? old_cib : read_cib(raw.new_cib);
    Ticker ticker(terminal, err, "comparing (Ctrl-C shows what is done so far)");
    DifferenceOptions options = options_of(app, raw, old_cib, new_cib, terminal, ticker);
    if (!releases) options.release = release_of(raw.releases);
    const NotedInterrupts noted;
    const Difference found = releases ? difference(old_cib, releases->first, releases->second, options)
                                      : difference(old_cib, new_cib, options);
    ticker.stop();
    TextStyle style = terminal.style();
    style.everything = raw.all;
    program::print(out, raw.format == "json" ? difference_json(found) : difference_text(found, style));
    if (!found.mismatches.empty()) {
        program::complain(err, "placement-sim: " + found.mismatches.front());
        return Status::Unusable;
    }
    if (!found.complete) program::complain(err, "placement-sim diff: interrupted; the answer is incomplete");
    return found.any_worse() || !found.complete ? Status::Lost : Status::Survives;
}

} // namespace

Status diff_command(int count, const char* const* words, const Terminal& terminal, std::ostream& out,
                    std::ostream& err) {
    Raw raw;
    CLI::App app(about, "placement-sim diff");
    app.footer(footer);
    add_options(app, raw);
    return in_command(app, count, words, out, err, [&] {
        take_live(raw.live, raw.old_cib, &raw.new_cib);
        return compare(app, raw, terminal, out, err);
    });
}

} // namespace placement::sim

#include "placement-sim/diff_command.h"

#include <optional>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include <CLI/CLI.hpp>

#include "placement-sim/command_frame.h"
#include "placement-sim/event_options.h"
#include "placement-sim/live_cib.h"
#include "placement-sim/long_work.h"
#include "placement-sim/shared_options.h"
#include "placement/difference.h"
#include "placement/error.h"
#include "placement/render.h"
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
    LiveOption live;
    std::string new_cib;
    EventOptions events;
    AgentOptions agents;
    FailingOperationsOption failing;
    TransitionLimitOption limit;
    NodeAttributesOption attributes;
    ReleaseOption releases;
    MaxRunsOption max_runs;
    JobsOption jobs;
    BeginOptions begin;
    AtOption at;
    QuorumOption quorum;
    CorosyncOption corosync;
    FormatOption format;
    AllOption all;
};

void add_options(CLI::App& app, Raw& raw) {
    add_cib_argument(app, "OLD", raw.old_cib);
    raw.live.add_to(app);
    app.add_option("NEW", raw.new_cib, "the edited CIB; omit it to compare two releases")->option_text(" ");
    raw.events.add_to(app);
    raw.agents.add_to(app);
    raw.failing.add_to(app);
    raw.limit.add_to(app, " until the cluster is at rest");
    raw.begin.add_to(app, SweepOptions().from);
    raw.releases.add_to(app, true);
    raw.attributes.add_to(app);
    raw.max_runs.add_to(app, "refuse to try more failures than this, and try at most this many edits (default: 10000)");
    raw.jobs.add_to(app);
    raw.at.add_to(app, "the CIBs'");
    raw.quorum.add_to(app);
    raw.corosync.add_to(app);
    raw.format.add_to(app, {"text", "json"});
    raw.all.add_to(app, "list every failure, even if several have the same differences");
}

/// The two releases to compare; none where it is two CIBs.
std::optional<std::pair<Release, Release>> releases_of(const Raw& raw) {
    if (raw.releases.count() > 2) throw InvalidArgument("--pacemaker: at most two releases can be compared");
    if (!raw.new_cib.empty() && raw.releases.count() == 2) {
        throw InvalidArgument("either two CIBs or two releases can be compared, not both");
    }
    if (raw.new_cib.empty() && raw.releases.count() != 2) {
        throw InvalidArgument("with one CIB, two releases must be given: --pacemaker 1.1.10 --pacemaker 3.0.2");
    }
    if (raw.releases.count() < 2) return std::nullopt;
    return raw.releases.both();
}

DifferenceOptions options_of(const CLI::App& app, const Raw& raw, const Cib& old_cib, const Cib& new_cib,
                             const Terminal& terminal, Ticker& ticker) {
    DifferenceOptions options;
    options.events = raw.events.in_order(app);
    options.failing = raw.failing.results();
    raw.agents.apply_to(options);
    options.transition_limit = raw.limit.limit();
    options.attributes = raw.attributes.names();
    options.max_runs = raw.max_runs.runs().value_or(options.max_runs);
    options.threads = raw.jobs.threads();
    options.stop = &NotedInterrupts::flag();
    options.progress = ticker.progress();
    options.quorum = raw.quorum.rule();
    if (!options.quorum || !raw.corosync.path().empty()) options.corosync = read_corosync(raw.corosync.path(), raw.old_cib);
    raw.begin.apply_to(options);
    options.at = time_of_question(raw.at.time(), {&old_cib, &new_cib}, terminal.now);
    return options;
}

Status compare(const CLI::App& app, const Raw& raw, const Terminal& terminal, std::ostream& out, std::ostream& err) {
    const auto releases = releases_of(raw);
    if (raw.old_cib == "-" && raw.new_cib == "-") throw InvalidArgument("only one of the CIBs can be standard input");
    const Cib old_cib = read_cib(raw.old_cib);
    const Cib new_cib = raw.new_cib.empty() ? old_cib : read_cib(raw.new_cib);
    Ticker ticker(terminal, err, "comparing (Ctrl-C shows what is done so far)");
    DifferenceOptions options = options_of(app, raw, old_cib, new_cib, terminal, ticker);
    if (!releases) options.release = raw.releases.release();
    const NotedInterrupts noted;
    const Difference found =
        releases ? difference(old_cib, releases->first, releases->second, options) : difference(old_cib, new_cib, options);
    ticker.stop();
    if (options.corosync) complain_of_corosync(found.old_name, found.diagnostics, err);
    TextStyle style = terminal.style();
    style.everything = raw.all.given();
    program::print(out, raw.format.is("json") ? difference_json(found) : difference_text(found, style));
    if (!found.mismatches.empty()) {
        program::complain(err, "placement-sim: " + found.mismatches.front());
        return Status::Unusable;
    }
    if (!found.complete) program::complain(err, "placement-sim diff: interrupted; the answer is incomplete");
    return found.any_worse() || !found.complete ? Status::Lost : Status::Survives;
}

} // namespace

Status diff_command(int count, const char* const* words, const Terminal& terminal, std::ostream& out, std::ostream& err) {
    Raw raw;
    CLI::App app(about, "placement-sim diff");
    app.footer(footer);
    add_options(app, raw);
    return in_command(app, count, words, out, err, [&] {
        raw.live.take(raw.old_cib, &raw.new_cib);
        return compare(app, raw, terminal, out, err);
    });
}

} // namespace placement::sim

#include "placement-sim/report_command.h"

#include <memory>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include <CLI/CLI.hpp>

#include "placement-sim/command_frame.h"
#include "placement-sim/live_cib.h"
#include "placement-sim/long_work.h"
#include "placement-sim/question_options.h"
#include "placement/error.h"
#include "placement/render.h"
#include "placement/report.h"
#include "program/output.h"

namespace placement::sim {

namespace {

constexpr const char* about =
    "Writes one HTML file that shows a cluster: what runs where, what every single failure does step by step, scores and their "
    "causes, constraints, and what lint finds. The file needs no network and loads nothing. Values of parameters whose names "
    "contain `passw` are left out of the CIB's text that it shows.";

constexpr const char* footer = R"(
Exit status:
  0  written
  2  the input or the arguments cannot be used, or the program was built without the page
  3  the CIB uses something that is not supported
  4  no service ran and none was started, so there is nothing to report

Examples:
  placement-sim report cib.xml -o report.html
  placement-sim report cib.xml --fail node1 -o report.html
  placement-sim report cib.xml --diff proposed.xml --history pengine/ -o report.html
  placement-sim report cib.xml --format json)";

struct Raw {
    std::string cib;
    QuestionOptions question;
    NodeAttributesOption attributes;
    MaxRunsOption max_runs;
    JobsOption jobs;
    bool verify = false;
    std::vector<std::string> history;
    std::string other;
    ReleaseOption other_release{"--with-pacemaker", "also show what is different by the rules of this release"};
    std::string output;
};

void add_options(CLI::App& app, Raw& raw) {
    add_cib_argument(app, "CIB", raw.cib);
    app.add_option("-o,--output", raw.output, "write the report to this file, as a whole (default: standard output)")
        ->option_text("FILE");
    raw.question.add_to(app, StartFrom::Recorded, {"html", "json"});
    raw.attributes.add_to(app);
    app.add_flag("--verify", raw.verify, "also try every sequence of two failures, as placement-sim verify does");
    add_repeated(app, "--history", raw.history,
                 "also show what happened: folders with saved inputs, archives, single inputs (repeatable)", "PATH");
    app.add_option("--diff", raw.other, "also show what would be different with this CIB")->option_text("CIB");
    raw.other_release.add_to(app);
    raw.max_runs.add_to(app, "leave the single failures out if they are more than this (default: 10000)");
    raw.jobs.add_to(app);
}

Arguments arguments_of(const CLI::App& app, const Raw& raw) {
    Arguments arguments = raw.question.arguments(app);
    arguments.cib = raw.cib;
    return arguments;
}

DifferenceOptions difference_options(const Raw& raw, const Scenario& scenario, const Progress& progress) {
    DifferenceOptions options{sweep_options_of(scenario)};
    options.events = scenario.events;
    options.attributes = raw.attributes.names();
    options.threads = raw.jobs.threads();
    options.stop = &NotedInterrupts::flag();
    options.progress = progress;
    return options;
}

/// What was asked for besides.
void add_more(const Raw& raw, const Scenario& scenario, Ticker& ticker, Report& report) {
    if (raw.verify) {
        VerifyOptions options;
        options.go_on = [](const VerifyProgress&) { return !NotedInterrupts::flag(); };
        Scenario from_rest = scenario;
        from_rest.events.clear();
        from_rest.from = StartFrom::Rest;
        report.verification = verify(from_rest, options);
    }
    if (!raw.other.empty()) {
        const DifferenceOptions options = difference_options(raw, scenario, ticker.progress());
        report.difference = difference(scenario.cib, read_cib(raw.other), options);
        if (!report.difference->mismatches.empty()) throw InvalidArgument("--diff: " + report.difference->mismatches.front());
    }
    if (const auto other = raw.other_release.release()) {
        const DifferenceOptions options = difference_options(raw, scenario, ticker.progress());
        report.releases = difference(scenario.cib, report.outcome.after->release, *other, options);
    }
    if (raw.history.empty()) return;
    History history = History::read(raw.history);
    ToldHistory told = tell(history, {.progress = ticker.progress()});
    report.history = std::make_shared<const std::pair<History, ToldHistory>>(std::move(history), std::move(told));
}

Status write_report(const CLI::App& app, const Raw& raw, const Terminal& terminal, std::ostream& out, std::ostream& err) {
    const Arguments arguments = arguments_of(app, raw);
    const bool as_json = raw.question.format.is("json");
    if (!as_json && !has_report_page()) throw NoReportPage();
    const Scenario scenario = scenario_of(arguments, terminal);
    const NotedInterrupts noted;
    Ticker ticker(terminal, err, "simulating");
    ReportOptions options;
    options.attributes = raw.attributes.names();
    options.threads = raw.jobs.threads();
    options.max_runs = raw.max_runs.runs().value_or(options.max_runs);
    options.progress = [show = ticker.progress()](const std::string&, std::size_t done, std::size_t total) { show(done, total); };
    options.stop = &NotedInterrupts::flag();
    Report found = report(scenario, options);
    if (found.outcome.nothing_ran()) {
        ticker.stop();
        return nothing_runs_before(scenario.cib, scenario.assume_online, err);
    }
    add_more(raw, scenario, ticker, found);
    ticker.stop();
    const std::string json = report_json(found);
    const std::string text = as_json ? json : report_page(json);
    if (raw.output.empty()) {
        program::print(out, text);
    } else {
        program::write_file(raw.output, text);
    }
    return Status::Survives;
}

} // namespace

Status report_command(int count, const char* const* words, const Terminal& terminal, std::ostream& out, std::ostream& err) {
    Raw raw;
    CLI::App app(about, "placement-sim report");
    app.footer(footer);
    add_options(app, raw);
    return in_command(app, count, words, out, err, [&] {
        raw.question.live.take(raw.cib);
        return write_report(app, raw, terminal, out, err);
    });
}

} // namespace placement::sim

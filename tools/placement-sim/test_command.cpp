#include "placement-sim/test_command.h"

#include <ostream>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "placement-sim/command_frame.h"
#include "placement-sim/long_work.h"
#include "placement-sim/shared_options.h"
#include "placement/test_report.h"
#include "program/output.h"

namespace placement::sim {

namespace {

constexpr const char* about = "Runs unit tests of a configuration: files that say what happens to a cluster and what is "
                              "expected of it (docs/scenarios.md).";

constexpr const char* footer = R"(
Exit status:
  0  every test passed
  1  a test failed
  2  a file or the arguments cannot be used; nothing was run
  3  a CIB uses something that is not supported
  4  no test was run: there is none, or none was selected

Examples:
  placement-sim test scenarios.yaml
  placement-sim test tests/*.yaml --format junit >report.xml
  cibadmin -Q | placement-sim test scenarios.yaml --cib - --coverage)";

struct Raw {
    std::vector<std::string> files;
    ReplacingCibOptions cib;
    CorosyncOption corosync;
    OnlyOption only;
    bool coverage = false;
    FormatOption format;
    AllOption all;
};

void add_options(CLI::App& app, Raw& raw) {
    add_scenarios_argument(app, raw.files);
    raw.only.add_to(app, "run only tests");
    raw.cib.add_to(app, "test");
    raw.corosync.add_to(app);
    app.add_flag("--coverage", raw.coverage, "list the constraints that decided nothing in any test");
    raw.format.add_to(app, {"text", "json", "junit", "tap"});
    raw.all.add_to(app, "also list the expectations that were met");
}

/// All files are read before anything is run, and each that cannot be used is told.
std::vector<ScenarioFile> read_files(const Raw& raw, std::ostream& err, bool& usable) {
    ScenarioFileOptions options;
    options.cib = raw.cib.cib();
    options.corosync = read_corosync(raw.corosync.path(), raw.cib.path());
    std::vector<ScenarioFile> files;
    for (const std::string& path : raw.files) {
        try {
            files.push_back(read_scenario_file(path, options));
        } catch (const InputError& error) {
            program::complain(err, error.what());
            usable = false;
        }
    }
    return files;
}

std::string rendered(const Raw& raw, const TestRun& run, const Terminal& terminal) {
    if (raw.format.is("json")) return test_report_json(run);
    if (raw.format.is("junit")) return test_report_junit(run);
    if (raw.format.is("tap")) return test_report_tap(run);
    return test_report_text(run, {.color = terminal.color, .everything = raw.all.given(), .width = terminal.width});
}

Status run_files(const Raw& raw, const Terminal& terminal, std::ostream& out, std::ostream& err) {
    bool usable = true;
    const std::vector<ScenarioFile> files = read_files(raw, err, usable);
    if (!usable) return Status::Unusable;
    TestOptions options;
    options.only = raw.only.texts();
    options.coverage = raw.coverage;
    Ticker ticker(terminal, err, raw.coverage ? "testing, and again without each constraint" : "testing");
    options.progress = ticker.progress();
    const TestRun run = run_tests(files, options);
    ticker.stop();
    program::print(out, rendered(raw, run, terminal));
    if (run.results.empty()) {
        if (!raw.format.is("text")) program::complain(err, "placement-sim test: " + verdict(run));
        return Status::NothingToJudge;
    }
    return run.passed() ? Status::Survives : Status::Lost;
}

} // namespace

Status test_command(int count, const char* const* words, const Terminal& terminal, std::ostream& out, std::ostream& err) {
    Raw raw;
    CLI::App app(about, "placement-sim test");
    app.footer(footer);
    add_options(app, raw);
    return in_command(app, count, words, out, err, [&] {
        raw.cib.check();
        return run_files(raw, terminal, out, err);
    });
}

} // namespace placement::sim

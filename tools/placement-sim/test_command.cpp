#include "placement-sim/test_command.h"

#include <ostream>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "placement-sim/command_frame.h"
#include "placement-sim/live_cib.h"
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
    std::string cib;
    bool live = false;
    std::vector<std::string> only;
    bool coverage = false;
    std::string format = "text";
    bool all = false;
};

void add_options(CLI::App& app, Raw& raw) {
    app.add_option("SCENARIOS", raw.files, "scenario files (YAML); - for standard input")->option_text(" ...")->required();
    add_repeated(app, "--only", raw.only, "run only tests with this text in their names (repeatable)", "TEXT");
    app.add_option("--cib", raw.cib, "test this CIB instead of those that the files name")->option_text("CIB");
    add_live_option(app, raw.live);
    app.add_flag("--coverage", raw.coverage, "list the constraints that decided nothing in any test");
    add_format_option(app, raw.format, {"text", "json", "junit", "tap"});
    app.add_flag("--all", raw.all, "also list the expectations that were met");
}

/// All files are read before anything is run, and each that cannot be used is told.
std::vector<ScenarioFile> read_files(const Raw& raw, std::ostream& err, bool& usable) {
    ScenarioFileOptions options;
    if (!raw.cib.empty()) options.cib = read_cib(raw.cib);
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
    if (raw.format == "json") return test_report_json(run);
    if (raw.format == "junit") return test_report_junit(run);
    if (raw.format == "tap") return test_report_tap(run);
    return test_report_text(run, {.color = terminal.color, .everything = raw.all, .width = terminal.width});
}

Status run_files(const Raw& raw, const Terminal& terminal, std::ostream& out, std::ostream& err) {
    bool usable = true;
    const std::vector<ScenarioFile> files = read_files(raw, err, usable);
    if (!usable) return Status::Unusable;
    TestOptions options;
    options.only = raw.only;
    options.coverage = raw.coverage;
    Ticker ticker(terminal, err, raw.coverage ? "testing, and again without each constraint" : "testing");
    options.progress = ticker.progress();
    const TestRun run = run_tests(files, options);
    ticker.stop();
    program::print(out, rendered(raw, run, terminal));
    if (run.results.empty()) {
        if (raw.format != "text") program::complain(err, "placement-sim test: " + verdict(run));
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
        if (raw.live) take_live(raw.live, raw.cib);
        return run_files(raw, terminal, out, err);
    });
}

} // namespace placement::sim

#include "placement-sim/run_command.h"

#include <algorithm>
#include <filesystem>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "placement-sim/command_frame.h"
#include "placement-sim/long_work.h"
#include "placement-sim/shared_options.h"
#include "placement/scenario_file.h"
#include "placement/scenario_run.h"
#include "program/output.h"

namespace placement::sim {

namespace {

constexpr const char* about = "Plays the scenarios of a file and shows when each thing happens, without checking expectations "
                              "as `placement-sim test` does (docs/scenarios.md, docs/agents.md).";

constexpr const char* footer = R"(
Exit status:
  0  in every scenario, every service that ran still runs at the end
  1  in at least one scenario, a service that ran does not run at the end
  2  a file or the arguments cannot be used; nothing was played
  3  a CIB uses something that is not supported
  4  no scenario was played: there is none, or none was selected

Examples:
  placement-sim run cib-samples/postgres-outage-2017.yaml
  placement-sim run cib-samples/postgres-outage-2017.yaml --only 1.1.10 --side-by-side
  placement-sim run scenarios.yaml --only "primary dies" --pacemaker 3.0.2 --format json)";

struct Raw {
    std::vector<std::string> files;
    ReplacingCibOptions cib;
    CorosyncOption corosync;
    OnlyOption only;
    ReleaseOption release;
    std::string inputs;
    bool side_by_side = false;
    std::optional<std::size_t> width;
    FormatOption format;
    AllOption all;
};

void add_options(CLI::App& app, Raw& raw) {
    add_scenarios_argument(app, raw.files);
    raw.only.add_to(app, "play only scenarios");
    raw.cib.add_to(app, "use");
    raw.corosync.add_to(app);
    raw.release.add_to(app);
    app.add_flag("--side-by-side", raw.side_by_side,
                 "show one column per scenario, with the same moment in the same row (needs agents)");
    app.add_option("--width", raw.width, "total width of the columns (default: the terminal's width, else 120)")
        ->option_text("CHARACTERS");
    app.add_option("--inputs", raw.inputs, "write the CIB that each run of the scheduler was given to this folder")
        ->option_text("FOLDER");
    raw.format.add_to(app, {"text", "json"});
    raw.all.add_to(app, "also show what every operation does, and all cycles of a loop");
}

bool is_selected(const ScenarioTest& test, const std::vector<std::string>& only) {
    return only.empty() ||
           std::ranges::any_of(only, [&](const std::string& text) { return test.name.find(text) != std::string::npos; });
}

/// "01-1.1.10-INFINITY" of the first scenario, "1.1.10, -INFINITY".
std::string folder_name(std::size_t number, const std::string& name) {
    std::string folder = (number < 10 ? "0" : "") + std::to_string(number) + "-";
    for (const char c : name) {
        const bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.';
        if (plain) {
            folder += c;
        } else if (folder.back() != '-') {
            folder += '-';
        }
    }
    return folder;
}

void write_inputs(const std::string& path, const std::vector<ScenarioRun>& runs) {
    for (std::size_t number = 0; number < runs.size(); ++number) {
        if (!runs[number].outcome.sequence) continue;
        const std::filesystem::path folder = std::filesystem::path(path) / folder_name(number + 1, runs[number].name);
        std::filesystem::create_directories(folder);
        std::size_t run_number = 0;
        for (const SchedulerRun& run : runs[number].outcome.sequence->runs) {
            std::string file = std::to_string(++run_number);
            file.insert(0, file.size() < 3 ? 3 - file.size() : 0, '0');
            program::write_file((folder / ("pe-input-" + file + ".xml")).string(), run.cib.xml());
        }
    }
}

/// A terminal that is too narrow for the columns folds them as it will.
std::size_t width_for(const Raw& raw, std::size_t columns, const Terminal& terminal) {
    constexpr std::size_t otherwise = 120;
    constexpr std::size_t narrowest_column = 32;
    if (raw.width) return *raw.width;
    return terminal.width == 0 ? otherwise : std::max(terminal.width, narrowest_column * columns);
}

std::string rendered(const Raw& raw, const std::vector<ScenarioRun>& runs, const Terminal& terminal) {
    if (raw.format.is("json")) return scenario_runs_json(runs);
    const TextStyle style{.color = terminal.color, .everything = raw.all.given(), .width = terminal.width};
    return raw.side_by_side ? scenario_runs_side_by_side(runs, width_for(raw, runs.size(), terminal), style)
                            : scenario_runs_text(runs, style);
}

Status run_files(const Raw& raw, const Terminal& terminal, std::ostream& out, std::ostream& err) {
    ScenarioFileOptions options;
    options.cib = raw.cib.cib();
    options.corosync = read_corosync(raw.corosync.path(), raw.cib.path());
    std::vector<ScenarioRun> runs;
    Ticker ticker(terminal, err, "playing");
    for (const std::string& path : raw.files) {
        const ScenarioFile file = read_scenario_file(path, options);
        for (const ScenarioTest& test : file.tests) {
            if (!is_selected(test, raw.only.texts())) continue;
            Scenario scenario = test.scenario;
            if (const auto release = raw.release.release()) scenario.release = release;
            scenario.with_ledger = true;
            runs.push_back({file.name, test.name, simulate(scenario)});
        }
    }
    ticker.stop();
    if (runs.empty()) {
        program::complain(err, "placement-sim run: no scenario was played");
        return Status::NothingToJudge;
    }
    program::print(out, rendered(raw, runs, terminal));
    if (!raw.inputs.empty()) write_inputs(raw.inputs, runs);
    const bool survives = std::ranges::all_of(runs, [](const ScenarioRun& run) { return run.outcome.all_services_survive(); });
    return survives ? Status::Survives : Status::Lost;
}

} // namespace

Status run_command(int count, const char* const* words, const Terminal& terminal, std::ostream& out, std::ostream& err) {
    Raw raw;
    CLI::App app(about, "placement-sim run");
    app.footer(footer);
    add_options(app, raw);
    return in_command(app, count, words, out, err, [&] {
        raw.cib.check();
        return run_files(raw, terminal, out, err);
    });
}

} // namespace placement::sim

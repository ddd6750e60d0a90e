#include "placement-sim/history_command.h"

#include <algorithm>
#include <filesystem>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "placement-sim/command_frame.h"
#include "placement-sim/live_cib.h"
#include "placement-sim/long_work.h"
#include "placement-sim/shared_options.h"
#include "placement/error.h"
#include "placement/history.h"
#include "placement/names.h"
#include "placement/render.h"
#include "program/output.h"

namespace placement::sim {

namespace {

constexpr const char* about =
    "Tells a cluster's own history from the inputs that its scheduler saved (pe-input-*, pe-warn-*, pe-error-*): what happened "
    "between them, what the cluster decided each time, whether that equals what its logs list, and how long each service was "
    "down. "
    "Archives are read in memory; nothing is written.";

constexpr const char* footer = R"(
Exit status:
  0  told; no decision differs from what the cluster logged
  1  a decision differs from what the cluster logged, or an input could not be judged
  2  the input or the arguments cannot be used

Examples:
  placement-sim history pengine/
  placement-sim history report.tar.gz --all
  placement-sim history report.tar.gz --resource db --since 2024-05-01T10:00Z
  placement-sim history report.tar.gz --without prefer-node2
  placement-sim history report.tar.gz --write-scenario outage.yaml)";

struct Raw {
    std::vector<std::string> paths;
    std::string resource;
    TimeOption since{"--since", "show what happened from this time on, in ISO 8601"};
    TimeOption until{"--until", "show what happened up to this time, in ISO 8601"};
    std::vector<std::string> without;
    std::vector<std::string> with_score;
    std::vector<std::string> option;
    std::string with; ///< a CIB
    ReleaseOption with_release{"--with-pacemaker", "show which decisions would have been different by the rules of this release"};
    std::string scenario;
    std::string corosync;
    ReleaseOption release;
    FormatOption format;
    AllOption all;
};

void add_options(CLI::App& app, Raw& raw) {
    app.add_option("PATH", raw.paths,
                   "folders with saved inputs, archives of crm_report, `pcs cluster report` or sosreport, or single inputs")
        ->option_text("...")
        ->required();
    add_watch_option(app);
    app.add_option("--resource", raw.resource, "show what concerns this resource alone")->option_text("RESOURCE");
    raw.since.add_to(app);
    raw.until.add_to(app);
    add_repeated(app, "--without", raw.without,
                 "show which decisions would have been different without this constraint (repeatable)", "CONSTRAINT");
    add_repeated(app, "--with-score", raw.with_score,
                 "show which decisions would have been different if the constraint had had this score (repeatable)",
                 "CONSTRAINT=SCORE");
    add_repeated(app, "--option", raw.option,
                 "show which decisions would have been different if the cluster property had had this value (repeatable)",
                 "NAME=VALUE");
    app.add_option("--with", raw.with, "show which decisions would have been different with the configuration of this CIB")
        ->option_text("CIB");
    raw.with_release.add_to(app);
    app.add_option("--write-scenario", raw.scenario,
                   "write the longest outage (with --resource: of that service) as a test for placement-sim test, and beside it "
                   "the CIB that it begins with")
        ->option_text("FILE");
    app.add_option("--corosync", raw.corosync,
                   "compare the quorum that the inputs record with this corosync.conf (default: the one among the files)")
        ->option_text("FILE");
    raw.release.add_to(app);
    raw.format.add_to(app, {"text", "json"});
    raw.all.add_to(app, "also show inputs at which nothing happened, every outage and every doubt");
}

Otherwise otherwise(const Raw& raw) {
    Otherwise otherwise;
    if (!raw.with.empty()) otherwise.configuration = read_cib(raw.with);
    for (const std::string& constraint : raw.without) otherwise.changes.push_back(ConfigurationChange::without(constraint));
    for (const std::string& change : raw.with_score) otherwise.changes.push_back(score_change(change));
    for (const std::string& option : raw.option) otherwise.changes.push_back(property_change(option));
    otherwise.release = raw.with_release.release();
    return otherwise;
}

void write_scenario(const Raw& raw, const History& history, const ToldHistory& told) {
    const auto wanted = [&](const ServiceOutage& outage) { return raw.resource.empty() || outage.service == raw.resource; };
    const auto longest = std::ranges::find_if(told.outages, wanted);
    if (longest == told.outages.end())
        throw InvalidArgument("--write-scenario: there is no outage" + (raw.resource.empty() ? "" : " of " + raw.resource));
    const std::filesystem::path cib = std::filesystem::path(raw.scenario).replace_extension(".cib.xml");
    const Incident written = incident(history, told, *longest, cib.filename().string());
    program::write_file(cib.string(), written.cib);
    program::write_file(raw.scenario, written.scenario);
}

HistoryView view_of(const Raw& raw) {
    HistoryView view{raw.resource, raw.since.time(), raw.until.time()};
    if (view.since && view.until && view.until->seconds < view.since->seconds)
        throw InvalidArgument("--until is before --since: no input is between");
    return view;
}

Status told(const Raw& raw, const Terminal& terminal, std::ostream& out, std::ostream& err) {
    const HistoryView view = view_of(raw);
    History history = History::read(raw.paths);
    if (!raw.corosync.empty())
        history.corosync = std::make_shared<const CorosyncConfiguration>(CorosyncConfiguration::from_file(raw.corosync));
    HistoryOptions options;
    options.release = raw.release.release();
    options.otherwise = otherwise(raw);
    options.progress = progress_line(terminal, err, "inputs");
    const ToldHistory answer = tell(history, options);
    if (!raw.resource.empty() && !answer.parts.contains(raw.resource)) {
        std::vector<std::string> names;
        for (const auto& each : answer.parts) names.push_back(each.first);
        throw unknown_name("resource", raw.resource, names);
    }
    if (!raw.scenario.empty()) write_scenario(raw, history, answer);
    TextStyle style = terminal.style();
    style.everything = raw.all.given();
    program::print(out, raw.format.is("json") ? history_json(history, answer) : history_text(history, answer, view, style));
    const bool agrees = std::ranges::none_of(answer.decisions, [](const Decision& decision) {
        return decision.agreement == Agreement::Different || !decision.error.empty();
    });
    return agrees ? Status::Survives : Status::Lost;
}

} // namespace

Status history_command(int count, const char* const* words, const Terminal& terminal, std::ostream& out, std::ostream& err) {
    Raw raw;
    CLI::App app(about, "placement-sim history");
    app.footer(footer);
    add_options(app, raw);
    return in_command(app, count, words, out, err, [&] { return told(raw, terminal, out, err); });
}

} // namespace placement::sim

#include "placement-sim/fleet_format.h"

namespace placement::sim {

void FleetFormatOptions::add_to(CLI::App& app) {
    format_.add_to(app, {"text", "json-lines", "csv", "html"});
    all_.add_to(app, "also show the clusters in which nothing bad was found, and do not shorten lists");
}

FleetReport FleetFormatOptions::report(const Terminal& terminal, bool to_terminal) const {
    FleetReport report;
    if (format_.is("json-lines")) report.format = FleetFormat::JsonLines;
    if (format_.is("csv")) report.format = FleetFormat::Csv;
    if (format_.is("html")) report.format = FleetFormat::Html;
    if (to_terminal) report.style = terminal.style();
    report.style.everything = all_.given();
    return report;
}

Status status_of(const FleetSummary& summary) {
    return summary.complete() && summary.well == summary.clusters ? Status::Survives : Status::Lost;
}

} // namespace placement::sim

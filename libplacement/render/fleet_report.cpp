#include "render/fleet_report.h"

#include <fmt/format.h>

#include "render/fleet_words.h"
#include "render/fold.h"
#include "render/lines.h"
#include "render/paint.h"

namespace placement {

namespace {

/// Findings of one cluster that are shown, unless all are wanted.
constexpr std::size_t most_findings = 10;

} // namespace

// ---- text -----------------------------------------------------------------------------------------------------

std::string fleet_row_text(const FleetRow& row, const TextStyle& style) {
    if (row.well && !style.everything) return {};
    const Paint paint(style.color);
    const std::string name = row.cluster.empty() ? "" : fmt::format(" ({})", row.cluster);
    std::string out;
    const auto say = [&](const std::string& line) { out += folded_lines(as_line(line, paint), style.width); };
    const bool answered = row.status == FleetStatus::Ok;
    const std::string what = !answered ? paint.yellow(unanswered_words(row)) : row.well ? paint.green("well") : "";
    say(fmt::format("{}{}{}{}", paint.bold(row.file), name, what.empty() ? "" : ": ", what));
    std::size_t shown = 0;
    for (const FleetFinding& finding : row.findings) {
        if (shown++ == most_findings && !style.everything) {
            say(paint.faint(fmt::format("  and {} more (--all shows them)", row.findings.size() - most_findings)));
            break;
        }
        const std::string place =
            finding.position.known() ? fmt::format("{}:{}: ", finding.position.line, finding.position.column) : "";
        const std::string level = finding.level.empty() ? "" : finding.level + ": ";
        say(fmt::format("  {}{}{} [{}]", place, level, finding_words(finding), finding.code));
    }
    return out;
}

std::string fleet_end_text(const FleetHeader& header, const FleetSummary& summary, const TextStyle& style) {
    const Paint paint(style.color);
    std::string out;
    for (const std::string& sentence : summary_words(header, summary)) out += folded_lines(as_line(sentence, paint), style.width);
    return out;
}

// ---- all formats ----------------------------------------------------------------------------------------------

std::string FleetReport::begin(const FleetHeader& header) const {
    switch (format) {
    case FleetFormat::JsonLines: return fleet_line(header);
    case FleetFormat::Csv: return fleet_begin_csv(header);
    case FleetFormat::Html: return fleet_begin_html(header);
    case FleetFormat::Text: break;
    }
    return {};
}

std::string FleetReport::row(const FleetHeader& header, const FleetRow& row) const {
    switch (format) {
    case FleetFormat::JsonLines: return fleet_line(row);
    case FleetFormat::Csv: return fleet_row_csv(header, row);
    case FleetFormat::Html: return fleet_row_html(header, row);
    case FleetFormat::Text: break;
    }
    return fleet_row_text(row, style);
}

std::string FleetReport::end(const FleetHeader& header, const FleetSummary& summary) const {
    switch (format) {
    case FleetFormat::JsonLines: return fleet_line(summary);
    case FleetFormat::Csv: return {};
    case FleetFormat::Html: return fleet_end_html(header, summary);
    case FleetFormat::Text: break;
    }
    return fleet_end_text(header, summary, style);
}

} // namespace placement

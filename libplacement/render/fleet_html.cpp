#include <string_view>

#include <fmt/format.h>

#include "placement/quoting.h"
#include "render/fleet_report.h"
#include "render/fleet_words.h"

// A page without scripts and without anything from elsewhere.
namespace placement {

namespace {

std::string html_text(std::string_view text) {
    std::string escaped;
    for (const char c : visible(text)) {
        switch (c) {
        case '&': escaped += "&amp;"; break;
        case '<': escaped += "&lt;"; break;
        case '>': escaped += "&gt;"; break;
        case '"': escaped += "&quot;"; break;
        case '\'': escaped += "&#39;"; break;
        default: escaped += c;
        }
    }
    return escaped;
}

constexpr std::string_view page_begin = R"(<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>placement-sim fleet</title>
<style>
body { font-family: sans-serif; margin: 2em; }
table { border-collapse: collapse; }
th, td { border: 1px solid #bbb; padding: 0.3em 0.6em; text-align: left; vertical-align: top; }
td.number { text-align: right; }
tr.bad td { background: #fbe3e3; }
tr.unanswered td { background: #fdf3d0; }
ul { margin: 0; padding-left: 1.2em; }
</style>
</head>
<body>
)";

} // namespace

std::string fleet_begin_html(const FleetHeader& header) {
    std::string page(page_begin);
    page +=
        fmt::format("<h1>{}</h1>\n<table>\n<thead><tr><th>file</th><th>cluster</th><th>status</th>", html_text(header.question));
    for (const std::string& name : figure_names(question_of(header))) page += fmt::format("<th>{}</th>", figure_heading(name));
    return page + "<th>findings</th></tr></thead>\n<tbody>\n";
}

std::string fleet_row_html(const FleetHeader& header, const FleetRow& row) {
    const bool answered = row.status == FleetStatus::Ok;
    const char* const kind = !answered ? " class=\"unanswered\"" : row.well ? "" : " class=\"bad\"";
    std::string page = fmt::format("<tr{}><td>{}</td><td>{}</td><td>{}</td>", kind, html_text(row.file), html_text(row.cluster),
                                   html_text(answered ? row.well ? "well" : "not well" : unanswered_words(row)));
    for (const std::string& name : figure_names(question_of(header))) {
        page += "<td class=\"number\">";
        for (const auto& [known, value] : row.figures) {
            if (known == name) page += std::to_string(value);
        }
        page += "</td>";
    }
    page += "<td>";
    if (!row.findings.empty()) {
        page += "<ul>";
        for (const FleetFinding& finding : row.findings) {
            page += fmt::format("<li>{}: {}</li>", html_text(finding.code), html_text(finding_words(finding)));
        }
        page += "</ul>";
    }
    return page + "</td></tr>\n";
}

std::string fleet_end_html(const FleetHeader& header, const FleetSummary& summary) {
    std::string page = "</tbody>\n</table>\n";
    for (const std::string& sentence : summary_words(header, summary)) page += fmt::format("<p>{}</p>\n", html_text(sentence));
    return page + "</body>\n</html>\n";
}

} // namespace placement

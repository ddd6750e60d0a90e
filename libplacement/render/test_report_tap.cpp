#include <fmt/format.h>

#include "base/unseen.h"
#include "placement/quoting.h"
#include "placement/test_report.h"
#include "render/lines.h"

namespace placement {

namespace {

/// A description, in which a number sign would begin a directive.
std::string described(const std::string& text) {
    std::string safe;
    for (const char c : visible(text)) {
        if (c == '#' || c == '\\') safe += '\\';
        safe += c;
    }
    return safe;
}

/// A double-quoted text of YAML, whose escapes visible_form() has; a byte that is no UTF-8 becomes the character of its number.
std::string yaml_string(const std::string& text) {
    std::string result;
    for (const char c : text) {
        if (c == '"' || c == '\\') result += '\\';
        result += c;
    }
    return "\"" + with_unseen_as(result, visible_form) + "\"";
}

void add_details(const TestResult& result, const CheckedExpectation& checked, std::string& out) {
    out += fmt::format("    - at: {}\n      subject: {}\n      expected: {}\n      predicted: {}\n",
                       yaml_string(place_text(result.file, checked.expectation.position)), yaml_string(checked.subject),
                       yaml_string(checked.expected), yaml_string(checked.predicted));
    if (checked.explanation.empty()) return;
    out += "      explanation:\n";
    for (const std::string& why : checked.explanation) out += "        - " + yaml_string(why) + "\n";
}

void add_diagnostics(const TestResult& result, std::string& out) {
    out += "  ---\n";
    if (!result.error.empty()) {
        out += fmt::format("  message: {}\n",
                           yaml_string(place_text(result.file, result.error_position) + ": " + result.error));
    }
    bool first = true;
    for (const CheckedExpectation& checked : result.checks) {
        if (checked.met) continue;
        if (first) out += "  checks:\n";
        first = false;
        add_details(result, checked, out);
    }
    out += "  ...\n";
}

} // namespace

std::string test_report_tap(const TestRun& run) {
    std::string out = fmt::format("TAP version 14\n1..{}{}\n", run.results.size(),
                                  run.results.empty() ? " # " + described(verdict(run)) : "");
    std::size_t number = 0;
    for (const TestResult& result : run.results) {
        out += fmt::format("{} {} - {}\n", result.passed() ? "ok" : "not ok", ++number,
                           described(result.file + ": " + result.name));
        if (!result.passed()) add_diagnostics(result, out);
    }
    if (run.coverage) {
        for (const UndecidedConstraint& each : run.coverage->undecided) {
            out += as_line(fmt::format("# {}: {} {} decided nothing", place_text(each.cib, each.position), each.kind, each.id));
        }
    }
    return out;
}

} // namespace placement

#include <algorithm>

#include <fmt/format.h>

#include "placement/test_report.h"
#include "render/lines.h"
#include "render/xml_writer.h"

namespace placement {

namespace {

/// What the failures of a test say, below one another.
std::string junit_details(const TestResult& result) {
    std::string text;
    for (const CheckedExpectation& checked : result.checks) {
        if (checked.met) continue;
        text += as_line(place_text(result.file, checked.expectation.position) + ": " + checked.subject);
        text += as_line("  expected   " + checked.expected) + as_line("  predicted  " + checked.predicted);
        for (const std::string& why : checked.explanation) text += as_line("    " + why);
    }
    return text;
}

std::string first_failure(const TestResult& result) {
    const auto found = std::ranges::find(result.checks, false, &CheckedExpectation::met);
    if (found == result.checks.end()) return "";
    return fmt::format("{}: expected {}, predicted {}", found->subject, found->expected, found->predicted);
}

struct Count {
    std::size_t tests = 0;
    std::size_t failures = 0;
    std::size_t errors = 0;
};

void count_result(const TestResult& result, Count& count) {
    ++count.tests;
    if (!result.error.empty()) {
        ++count.errors;
    } else if (!result.passed()) {
        ++count.failures;
    }
}

void add_counts(XmlWriter& xml, const Count& count) {
    xml.attribute("tests", fmt::format("{}", count.tests));
    xml.attribute("failures", fmt::format("{}", count.failures));
    xml.attribute("errors", fmt::format("{}", count.errors));
}

void add_result(XmlWriter& xml, const TestResult& result) {
    xml.open("testcase");
    xml.attribute("name", result.name);
    xml.attribute("classname", result.file);
    xml.attribute("file", result.file);
    xml.attribute("line", fmt::format("{}", result.position.line));
    if (!result.error.empty()) {
        xml.open("error");
        xml.attribute("message",
                      fmt::format("{}: {}", place_text(result.file, result.error_position), result.error));
        xml.close();
    } else if (!result.passed()) {
        xml.open("failure");
        xml.attribute("message", first_failure(result));
        xml.close_with(junit_details(result));
    }
    xml.close();
}

} // namespace

std::string test_report_junit(const TestRun& run) {
    XmlWriter xml;
    Count all;
    for (const TestResult& result : run.results) count_result(result, all);
    xml.open("testsuites");
    xml.attribute("name", "placement-sim test");
    add_counts(xml, all);
    for (auto begin = run.results.begin(); begin != run.results.end();) {
        const auto end = std::find_if(begin, run.results.end(), [&](const TestResult& each) { return each.file != begin->file; });
        Count of_file;
        for (auto each = begin; each != end; ++each) count_result(*each, of_file);
        xml.open("testsuite");
        xml.attribute("name", begin->file);
        add_counts(xml, of_file);
        for (; begin != end; ++begin) add_result(xml, *begin);
        xml.close();
    }
    xml.close();
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + std::move(xml).text();
}

} // namespace placement

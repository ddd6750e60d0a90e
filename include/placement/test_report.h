#pragma once

#include <string>

#include "placement/render.h"
#include "placement/scenario_file.h"

/// Results of the tests in scenario files, for people and for tools that read test reports. Everything returns a string.
namespace [[gnu::visibility("default")]] placement {

/// One line for each test; below a failed test, what was expected, what is predicted instead, and why; then the constraints
/// that decided nothing, if requested; then the totals. With TextStyle::everything, also the expectations that were met.
std::string test_report_text(const TestRun& run, const TextStyle& style = {});
/// The same as JSON (docs/json.md).
std::string test_report_json(const TestRun& run);
/// In JUnit's XML format, which CI servers read, one test suite for each file.
std::string test_report_junit(const TestRun& run);
/// TAP, version 14.
std::string test_report_tap(const TestRun& run);

/// One sentence: how many tests passed.
std::string verdict(const TestRun& run);

/// "pg.yaml:12:7".
std::string place_text(const std::string& file, Position position);

} // namespace placement

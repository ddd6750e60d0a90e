#pragma once

#include <string>

#include "placement/render.h"
#include "placement/scenario_file.h"

/// What came of the tests of scenario files, for people and for what reads test reports. Everything returns a string.
namespace placement {

/// A line a test; below one that fails, what was expected, what is predicted instead, and why; then the constraints that
/// decided nothing, if they were asked for; then the tally. With TextStyle::everything also what was as expected.
std::string test_report_text(const TestRun& run, const TextStyle& style = {});
/// The same as JSON (docs/json.md).
std::string test_report_json(const TestRun& run);
/// As JUnit writes it, a test suite a file, which CI servers read.
std::string test_report_junit(const TestRun& run);
/// TAP, version 14.
std::string test_report_tap(const TestRun& run);

/// One sentence: how many tests passed.
std::string verdict(const TestRun& run);

/// "pg.yaml:12:7".
std::string place_text(const std::string& file, Position position);

} // namespace placement

#include "placement/test_report.h"
#include "render/contains.h"

#include <doctest/doctest.h>

// What came of tests, in the four formats.
using namespace placement;

namespace {

CheckedExpectation met() {
    return {
        {.kind = Expectation::Kind::Running, .position = {4, 7}}, true, "web", "running on n1", "running on n1", {}};
}
CheckedExpectation unmet() {
    return {
        {.kind = Expectation::Kind::Promoted, .position = {9, 7}}, false, "db", "promoted on n2", "promoted nowhere",
        {"not promoted on n2: its score is < 0 & \"low\""}};
}

TestRun two_tests() {
    TestRun run;
    run.results.push_back({"t.yaml", "a <good> one # 1", {2, 3}, {met()}, "", {}});
    run.results.push_back({"t.yaml", "a bad one", {7, 3}, {met(), unmet()}, "", {}});
    return run;
}

TestRun one_error() {
    TestRun run;
    run.results.push_back({"u.yaml", "impossible", {2, 3}, {}, "`db` does not run on n1", {3, 9}});
    return run;
}

TestRun covered() {
    TestRun run = two_tests();
    run.coverage =
        Coverage{3, {{"cib.xml", "location", "likes", {10, 5}, true}, {"cib.xml", "order", "then", {11, 5}, false}}, 4};
    return run;
}

} // namespace

TEST_CASE("test report: as text, a failure shows expected against predicted, and why") {
    CHECK(test_report_text(two_tests()) == "t.yaml\n"
                                           "  ok      a <good> one # 1\n"
                                           "  FAILED  a bad one\n"
                                           "          t.yaml:9:7: db\n"
                                           "            expected   promoted on n2\n"
                                           "            predicted  promoted nowhere\n"
                                           "              not promoted on n2: its score is < 0 & \"low\"\n"
                                           "1 of 2 tests failed.\n");
}

TEST_CASE("test report: as text, everything on demand, and colours") {
    CHECK(contains(test_report_text(two_tests(), {.everything = true}), "            web: running on n1\n"));
    CHECK(contains(test_report_text(two_tests(), {.color = true}), "\033["));
}

TEST_CASE("test report: what could not be run to its end") {
    CHECK(contains(test_report_text(one_error()), "          u.yaml:3:9: `db` does not run on n1\n"));
    CHECK(contains(test_report_junit(one_error()), "<error message=\"u.yaml:3:9: `db` does not run on n1\"/>"));
    CHECK(contains(test_report_tap(one_error()),
                   "not ok 1 - u.yaml: impossible\n  ---\n  message: \"u.yaml:3:9: `db` does not run on n1\"\n  ...\n"));
    CHECK(contains(test_report_json(one_error()), "\"message\": \"`db` does not run on n1\""));
}

TEST_CASE("test report: coverage lists what decided nothing, and whether it had a part") {
    const std::string text = test_report_text(covered());
    CHECK(contains(text, "1 of 3 constraints decided something in a test\n"));
    CHECK(contains(text, "  cib.xml:10:5: location likes had a part, but without it all would end the same\n"));
    CHECK(contains(text, "  cib.xml:11:5: order then had no part in any test\n"));
    CHECK(contains(test_report_tap(covered()), "# cib.xml:10:5: location likes decided nothing\n"));
    CHECK(contains(test_report_json(covered()), "\"took_part\": true"));
}

TEST_CASE("test report: JUnit counts, and keeps what XML would take for its own") {
    const std::string xml = test_report_junit(two_tests());
    CHECK(contains(xml, "<testsuites name=\"placement-sim test\" tests=\"2\" failures=\"1\" errors=\"0\">"));
    CHECK(contains(xml, "<testsuite name=\"t.yaml\" tests=\"2\" failures=\"1\" errors=\"0\">"));
    CHECK(contains(xml, "name=\"a &lt;good&gt; one # 1\""));
    CHECK(contains(xml, "<failure message=\"db: expected promoted on n2, predicted promoted nowhere\">"));
    CHECK(contains(xml, "its score is &lt; 0 &amp; "));
}

TEST_CASE("test report: JUnit has a suite a file") {
    TestRun run = two_tests();
    run.results.push_back(one_error().results.front());
    const std::string xml = test_report_junit(run);
    CHECK(contains(xml, "<testsuites name=\"placement-sim test\" tests=\"3\" failures=\"1\" errors=\"1\">"));
    CHECK(contains(xml, "<testsuite name=\"u.yaml\" tests=\"1\" failures=\"0\" errors=\"1\">"));
}

TEST_CASE("test report: TAP has a plan, and a number sign in a name begins no directive") {
    const std::string tap = test_report_tap(two_tests());
    CHECK(tap.starts_with(
        "TAP version 14\n1..2\nok 1 - t.yaml: a <good> one \\# 1\nnot ok 2 - t.yaml: a bad one\n  ---\n"));
    CHECK(contains(tap, "      predicted: \"promoted nowhere\"\n"));
    CHECK(contains(tap, "        - \"not promoted on n2: its score is < 0 & \\\"low\\\"\"\n  ...\n"));
}

TEST_CASE("test report: JSON") {
    const std::string json = test_report_json(two_tests());
    CHECK(contains(json, "\"failed\": 1"));
    CHECK(contains(json, "\"passed\": false"));
    CHECK(contains(json, "\"predicted\": \"promoted nowhere\""));
    CHECK(contains(json, "\"line\": 9"));
}

TEST_CASE("test report: no test is said to be none") {
    CHECK(test_report_text({}) == "No test was run: the file has none.\n");
    CHECK(contains(test_report_tap({}), "1..0 # No test was run: the file has none.\n"));
    TestRun none_selected;
    none_selected.not_selected = 2;
    CHECK(verdict(none_selected) == "No test was run: none of 2 tests was selected.");
    CHECK(contains(test_report_json({}), "\"passed\": false"));
}

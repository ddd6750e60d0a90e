#include <algorithm>
#include <atomic>

#include <doctest/doctest.h>

#include "placement/carry_out.h"
#include "placement/stop.h"
#include "scenario_text.h"

using namespace placement;

namespace {

const std::string three_tests = "tests:\n"
                                "  - name: at rest\n    expect: {running: {db: n1}}\n"
                                "  - name: n1 fails\n    steps: [fail: n1]\n    expect: {running: {db: n2}}\n"
                                "  - name: n2 fails\n    steps: [fail: n2]\n    expect: {running: {db: n2}}\n";

bool is_about_rest(const CheckedExpectation& checked) { return checked.expectation.kind == Expectation::Kind::Settles; }

} // namespace

TEST_CASE("tests: each is run, in order, and failures are counted") {
    const TestRun run = run_tests({file_about(two_services(), three_tests)});
    REQUIRE(run.results.size() == 3);
    CHECK(run.results[1].name == "n1 fails");
    CHECK(run.results[1].passed());
    CHECK_FALSE(run.results[2].passed());
    CHECK(run.count_failed() == 1);
    CHECK_FALSE(run.passed());
}

TEST_CASE("tests: some are selected by their names") {
    const TestRun run = run_tests({file_about(two_services(), three_tests)}, {.only = {"rest", "n1"}});
    CHECK(run.results.size() == 2);
    CHECK(run.not_selected == 1);
    CHECK(run.passed());
}

TEST_CASE("tests: none run is not a success") {
    const TestRun run =
        run_tests({file_about(two_services(), three_tests)}, {.only = {"nothing has this in its name"}});
    CHECK(run.results.empty());
    CHECK(run.not_selected == 3);
    CHECK_FALSE(run.passed());
    CHECK_FALSE(run_tests({}).passed());
}

TEST_CASE("tests: progress is told before each test, and at the end") {
    std::vector<std::size_t> told;
    run_tests({file_about(two_services(), three_tests)},
              {.progress = [&](std::size_t done, std::size_t total) { told.push_back(done * 10 + total); }});
    CHECK(told == std::vector<std::size_t>{3, 13, 23, 33});
}

TEST_CASE("tests: what is expected in between sees no later event") {
    const Sketch sketch = two_services();
    CHECK(passes(
        sketch,
        "    steps:\n      - expect: {running: {db: n1}}\n      - fail: n1\n      - expect: {running: {db: n2}}\n"
        "      - up: n1\n    expect: {running: {web-clone: [n1, n2]}}\n"));
}

TEST_CASE("tests: an operation that will fail leaves the resource to another node") {
    CHECK(passes(two_services(),
                 "    steps:\n      - op_fail: db_start_0@n2=1\n      - fail: n1\n    expect: {stopped: db}\n"));
}

TEST_CASE("tests: a cluster that does not come to rest fails every test that does not expect it") {
    const Sketch sketch = two_services();
    const ScenarioFile file =
        test_of(sketch, "    max_transitions: 1\n    steps: [fail: n1]\n    expect: {running: {db: n2}}\n");
    Scenario scenario = file.tests.at(0).scenario;
    scenario.transition_limit = 1;
    const bool rests = simulate(scenario).settled->end == SettledCluster::End::Settled;
    const TestResult result = run_test(file, file.tests[0]);
    const bool complains = std::ranges::any_of(result.checks, is_about_rest);
    CHECK(rests != complains);
}

TEST_CASE("tests: a test is ended before the scheduler runs") {
    const ScenarioFile file = test_of(two_services(), "    steps: [fail: n1]\n    expect: {running: {db: n2}}\n");
    const std::atomic<bool> stop = true;
    CHECK_THROWS_AS(run_test(file, file.tests[0], &stop), Stopped);
}

TEST_CASE("tests: the run of a file is ended before the scheduler runs") {
    const ScenarioFile file = test_of(two_services(), "    steps: [fail: n1]\n    expect: {running: {db: n2}}\n");
    const std::atomic<bool> stop = true;
    CHECK_THROWS_AS(run_tests({file}, {.stop = &stop}), Stopped);
    CHECK_THROWS_AS(constraint_coverage({file}, &stop), Stopped);
}

#include <algorithm>
#include <utility>

#include "placement/scenario_file.h"
#include "scenario_file/scenario_until.h"
#include "scenario_file/simulated.h"

namespace placement {

namespace {

/// The first event that cannot happen: without it and what follows, everything can.
Position impossible_event(const ScenarioTest& test, StopFlag stop) {
    for (std::size_t count = 1; count < test.scenario.events.size(); ++count) {
        try {
            simulated(scenario_until(test.scenario, count), stop);
        } catch (const ImpossibleEvent&) {
            return test.event_positions[count - 1];
        }
    }
    return test.event_positions.empty() ? test.position : test.event_positions.back();
}

bool speaks_of_rest(const Expectation& each) {
    return each.kind == Expectation::Kind::Settles || each.kind == Expectation::Kind::Loops;
}

bool needs_no_rest(const Expectation& each) { return each.kind == Expectation::Kind::Holds || each.at_all_times; }

/// Where things are means nothing while they go round: unless that is expected, it is a failure.
void check_rest(const Checkpoint& checkpoint, const Predicted& predicted, TestResult& result) {
    if (std::ranges::any_of(checkpoint.expectations, speaks_of_rest)) return;
    if (std::ranges::all_of(checkpoint.expectations, needs_no_rest)) return;
    CheckedExpectation rest = check({.kind = Expectation::Kind::Settles}, predicted);
    rest.expectation.position = checkpoint.expectations.front().position;
    if (!rest.met) result.checks.push_back(std::move(rest));
}

bool is_selected(const ScenarioTest& test, const std::vector<std::string>& only) {
    if (only.empty()) return true;
    return std::ranges::any_of(only,
                               [&](const std::string& text) { return test.name.find(text) != std::string::npos; });
}

} // namespace

Scenario scenario_until(const Scenario& scenario, std::size_t events) {
    Scenario part = scenario;
    part.events.resize(events);
    // Nothing follows that would have to wait for rest, which is where every scenario ends.
    while (!part.events.empty() && std::holds_alternative<ClusterSettles>(part.events.back())) part.events.pop_back();
    return part;
}

bool TestResult::passed() const { return error.empty() && std::ranges::all_of(checks, &CheckedExpectation::met); }

std::size_t TestRun::count_failed() const {
    return static_cast<std::size_t>(
        std::ranges::count_if(results, [](const TestResult& each) { return !each.passed(); }));
}

TestResult run_test(const ScenarioFile& file, const ScenarioTest& test, const std::atomic<bool>* stop) {
    TestResult result;
    result.file = file.name;
    result.name = test.name;
    result.position = test.position;
    const ClusterRelease rules = release_for(test.scenario.cib, test.scenario.release);
    result.release = rules.release;
    result.nearest_to = rules.nearest_to;
    try {
        for (const Checkpoint& checkpoint : test.checkpoints) {
            const Predicted predicted = predict(scenario_until(test.scenario, checkpoint.events), stop);
            result.unchecked_kinds = unchecked_kinds(*predicted.outcome.after);
            for (const Expectation& expectation : checkpoint.expectations) {
                result.checks.push_back(check(expectation, predicted));
            }
            check_rest(checkpoint, predicted, result);
        }
    } catch (const ImpossibleEvent& error) {
        result.error = error.what();
        result.error_position = impossible_event(test, stop);
    }
    return result;
}

TestRun run_tests(const std::vector<ScenarioFile>& files, const TestOptions& options) {
    std::vector<ScenarioFile> selected;
    std::size_t total = 0;
    TestRun run;
    for (const ScenarioFile& file : files) {
        ScenarioFile part{file.name, {}};
        for (const ScenarioTest& test : file.tests) {
            if (is_selected(test, options.only)) {
                part.tests.push_back(test);
            } else {
                ++run.not_selected;
            }
        }
        total += part.tests.size();
        selected.push_back(std::move(part));
    }
    for (const ScenarioFile& file : selected) {
        for (const ScenarioTest& test : file.tests) {
            if (options.progress) options.progress(run.results.size(), total);
            run.results.push_back(run_test(file, test, options.stop));
        }
    }
    if (options.coverage) run.coverage = constraint_coverage(selected, options.stop);
    if (options.progress) options.progress(total, total);
    return run;
}

} // namespace placement

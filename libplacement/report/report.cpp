#include "placement/report.h"

#include <algorithm>
#include <utility>

#include "base/all_cores.h"
#include "placement/render.h"

namespace placement {

namespace {

SweepOptions sweep_options(const Scenario& scenario, const ReportOptions& options) {
    SweepOptions of_sweep = sweep_options_of(scenario);
    of_sweep.attributes = options.attributes;
    of_sweep.threads = options.threads;
    of_sweep.max_runs = options.max_runs;
    of_sweep.stop = options.stop;
    if (options.progress) {
        of_sweep.progress = [&options](std::size_t done, std::size_t total) { options.progress("failures", done, total); };
    }
    return of_sweep;
}

// ---- failures step by step ------------------------------------------------------------------------------------

/// The lower, the sooner it is told.
int rank(const SweptScenario& scenario) {
    const bool of_resource =
        std::ranges::all_of(scenario.events, [](const Event& event) { return std::holds_alternative<ResourceFails>(event); });
    if (!of_resource) return 0;
    if (scenario.anything_lost() || !scenario.settles) return 1;
    return scenario.services.affected().empty() ? 3 : 2;
}

std::vector<std::size_t> told_scenarios(const Sweep& found, std::size_t most) {
    std::vector<std::size_t> told;
    for (std::size_t i = 0; i < found.scenarios.size(); ++i) {
        const SweptScenario& scenario = found.scenarios[i];
        if (scenario.done && scenario.error.empty() && scenario.pair_of.empty()) told.push_back(i);
    }
    std::ranges::stable_sort(told, {}, [&](std::size_t i) { return rank(found.scenarios[i]); });
    if (told.size() > most) told.resize(most);
    std::ranges::sort(told);
    return told;
}

bool is_told(const NodeOutcome& node) { return node.before != node.after || node.fencing || node.fenced > 0; }

bool is_told(const ResourceOutcome& resource) {
    return resource.before != resource.after || !resource.changes.empty() || resource.course.interruptions > 0 ||
           (resource.fate != Fate::Runs && resource.fate != Fate::Down);
}

void tell(const Outcome& outcome, FailureCourse& course) {
    for (const NodeOutcome& node : outcome.nodes) {
        if (is_told(node)) course.nodes.push_back(node);
    }
    for (const ResourceOutcome& resource : outcome.resources) {
        if (is_told(resource)) course.resources.push_back(resource);
    }
    for (const SettledCluster::Round& round : outcome.settled->rounds) {
        course.transitions.push_back({round.carried_out.end, round.carried_out.steps});
    }
    course.end = outcome.settled->end;
    course.quorum = outcome.quorum;
    course.quorum_explanation = outcome.quorum_explanation;
    course.verdict = verdict(outcome);
}

/// Fewer in a large cluster, where each takes long: its resources count once for each failure that is told.
std::size_t most_courses(const Outcome& outcome, const ReportOptions& options) {
    constexpr std::size_t most_work = 60'000;
    const std::size_t resources = std::max<std::size_t>(outcome.resources.size(), 1);
    return std::min(options.most_courses, std::max<std::size_t>(most_work / resources, 1));
}

std::vector<FailureCourse> courses_of(const Scenario& scenario, const Sweep& found, std::size_t most) {
    std::vector<FailureCourse> courses;
    for (const std::size_t each : told_scenarios(found, most)) {
        courses.emplace_back();
        courses.back().scenario = each;
    }
    on_all_cores(courses, [&](FailureCourse& course) {
        Scenario failing = scenario;
        failing.events = found.scenarios[course.scenario].events;
        failing.from = found.from;
        failing.with_ledger = false;
        tell(simulate(failing), course);
    });
    return courses;
}

// ---- margins --------------------------------------------------------------------------------------------------

std::vector<Margins> margins_of(const Scenario& scenario, const Outcome& outcome, const ReportOptions& options) {
    std::vector<std::string> services;
    for (const ResourceOutcome& resource : outcome.resources) {
        if (resource.service && resource.state != ServiceState::Down) services.push_back(resource.id);
    }
    if (services.size() > options.most_margins) return {};
    return margins(scenario, services, {}, [&](std::size_t done) {
        if (options.progress) options.progress("margins", done, services.size());
        return options.stop == nullptr || !*options.stop;
    });
}

LintOptions lint_options(const Scenario& scenario, const ReportOptions& options) {
    LintOptions of_lint;
    of_lint.at = scenario.at;
    of_lint.quorum = scenario.quorum;
    of_lint.release = scenario.release;
    of_lint.threads = options.threads;
    return of_lint;
}

} // namespace

Report report(const Scenario& scenario, const ReportOptions& options) {
    Scenario with_ledger = scenario;
    with_ledger.with_ledger = true;
    Report report{.cib = scenario.cib,
                  .outcome = simulate(with_ledger),
                  .failures = {},
                  .why_no_failures = {},
                  .courses = {},
                  .margins = {},
                  .findings = lint(scenario.cib, lint_options(scenario, options)),
                  .most_scores = options.most_scores};
    try {
        report.failures = sweep(scenario.cib, sweep_options(scenario, options));
    } catch (const TooManyRuns& error) {
        report.why_no_failures = error.what();
    }
    if (report.failures) {
        report.courses = courses_of(scenario, *report.failures, most_courses(report.outcome, options));
    }
    report.margins = margins_of(scenario, report.outcome, options);
    return report;
}

} // namespace placement

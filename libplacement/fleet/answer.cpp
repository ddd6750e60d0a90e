#include "fleet/answer.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/fate_words.h"
#include "placement/agents.h"
#include "placement/difference.h"
#include "placement/lint.h"
#include "placement/scenario_file.h"
#include "placement/sweep.h"
#include "placement/unpack.h"

namespace placement {

namespace {

template <typename Count>
std::int64_t figure(Count count) {
    return static_cast<std::int64_t>(count);
}

void set_figures(FleetRow& row, FleetQuestion question, const std::vector<std::int64_t>& values) {
    const std::vector<std::string> names = figure_names(question);
    for (std::size_t i = 0; i < names.size(); ++i) row.figures.emplace_back(names[i], values.at(i));
}

SweepOptions sweep_options(const FleetOptions& asked, Patience& patience) {
    SweepOptions options;
    options.depth = asked.depth;
    options.attributes = asked.attributes;
    options.quorum = asked.quorum;
    options.release = asked.release;
    options.at = asked.at;
    options.assume_online = asked.assume_online;
    options.max_runs = asked.max_runs;
    options.threads = 1; // the files are shared out among threads
    options.stop = &patience.flag();
    options.progress = [&patience](std::size_t, std::size_t) { patience.ended(); };
    return options;
}

// ---- sweep ----------------------------------------------------------------------------------------------------

/// One finding a service and kind of loss, with the failures that do it.
class SweepFindings {
public:
    explicit SweepFindings(const Sweep& sweep) : sweep_(sweep) {}

    void add_to(FleetRow& row) {
        for (const SweptScenario& scenario : sweep_.scenarios) {
            const bool alone = scenario.pair_of.empty();
            const std::vector<std::size_t> newly_lost = sweep_.newly_lost(scenario);
            if (!alone) ++pairs_;
            if (!alone && !newly_lost.empty()) ++pairs_that_take_down_;
            if (!scenario.error.empty()) {
                ++not_simulated_;
                add(code_of("not-simulated", scenario), "", scenario.error, scenario.name);
            } else if (!scenario.settles) {
                ++never_at_rest_;
                add(code_of("never-at-rest", scenario), "", "the cluster does not come to rest", scenario.name);
            }
            for (const std::size_t service : newly_lost) add_loss(scenario, service);
        }
        std::size_t lost = 0;
        for (const bool each : lost_) lost += each ? 1 : 0;
        set_figures(row, FleetQuestion::Sweep,
                    {figure(sweep_.services.size()), figure(lost), figure(sweep_.scenarios.size() - pairs_),
                     figure(sweep_.single_points_of_failure().size()), figure(pairs_), figure(pairs_that_take_down_),
                     figure(never_at_rest_), figure(not_simulated_)});
        row.findings = std::move(findings_);
    }

private:
    static std::string code_of(const char* what, const SweptScenario& scenario) {
        return fmt::format("{}{}", what, scenario.pair_of.empty() ? "" : "-by-two");
    }

    void add_loss(const SweptScenario& scenario, std::size_t service) {
        const Fate fate = scenario.services[service].fate;
        const bool alone = scenario.pair_of.empty();
        lost_.resize(sweep_.services.size());
        if (alone) lost_[service] = true;
        const std::string code = code_of(fate == Fate::LostPromoted ? "promoted-lost" : "service-lost", scenario);
        const std::string words =
            fmt::format("after {}, it {}", alone ? "one failure" : "two failures, and after neither alone", loss_in_words(fate));
        add(code, sweep_.services[service], words, scenario.name);
    }

    void add(const std::string& code, const std::string& subject, const std::string& words, const std::string& cause) {
        const auto known = std::ranges::find_if(findings_, [&](const FleetFinding& each) {
            return each.code == code && each.subject == subject && each.text == words;
        });
        if (known != findings_.end()) return known->causes.push_back(cause);
        findings_.push_back({code, subject, {}, words, {cause}, {}});
    }

    const Sweep& sweep_;
    std::vector<FleetFinding> findings_;
    std::vector<bool> lost_;
    std::size_t pairs_ = 0;
    std::size_t pairs_that_take_down_ = 0;
    std::size_t never_at_rest_ = 0;
    std::size_t not_simulated_ = 0;
};

bool any_service_runs(const Sweep& found) {
    for (std::size_t i = 0; i < found.now.size(); ++i) {
        if (!found.now[i].running.empty()) return true;
    }
    return false;
}

void answer_sweep(const Cib& cib, const FleetOptions& asked, Patience& patience, FleetRow& row) {
    const Sweep found = sweep(cib, sweep_options(asked, patience));
    if (!found.complete) {
        throw FileGivenUp{fmt::format("{} of {} failures were tried", found.count_done(), found.scenarios.size())};
    }
    row.release = text(found.release);
    if (!any_service_runs(found)) row.status = FleetStatus::NothingRuns;
    SweepFindings(found).add_to(row);
    row.well = row.status == FleetStatus::Ok && row.findings.empty();
}

// ---- lint -----------------------------------------------------------------------------------------------------

void answer_lint(const Cib& cib, const FleetOptions& asked, Patience& patience, FleetRow& row) {
    LintOptions options;
    options.disabled = asked.disabled;
    options.at = asked.at;
    options.quorum = asked.quorum;
    options.release = asked.release;
    options.threads = 1;
    options.go_on = [&patience] { return !patience.ended(); };
    const LintReport report = lint(cib, options);
    row.release = text(report.release);
    set_figures(row, FleetQuestion::Lint,
                {figure(report.count(Severity::Error)), figure(report.count(Severity::Warning)),
                 figure(report.count(Severity::Note)), figure(report.suppressed)});
    for (const Finding& each : report.findings) {
        row.findings.push_back({each.code, {}, std::string(level_text(each.severity)), each.message, {}, each.position});
    }
    row.well = !report.any_at_least(Severity::Error);
}

// ---- test -----------------------------------------------------------------------------------------------------

/// What was not met, in one clause.
std::string why_failed(const TestResult& result) {
    if (!result.error.empty()) return result.error;
    std::string words;
    for (const CheckedExpectation& each : result.checks) {
        if (each.met) continue;
        words += fmt::format("{}{}: expected {}; predicted {}", words.empty() ? "" : "; ", each.subject, each.expected,
                             each.predicted);
    }
    return words;
}

void answer_test(const Cib& cib, const FleetOptions& asked, Patience& patience, FleetRow& row) {
    ScenarioFileOptions reading;
    reading.cib = cib;
    std::vector<ScenarioFile> files;
    for (const std::string& path : asked.scenarios) files.push_back(read_scenario_file(path, reading));
    TestOptions options;
    options.progress = [&patience](std::size_t done, std::size_t total) {
        if (done < total && patience.ended()) throw FileGivenUp{fmt::format("{} of {} tests were run", done, total)};
    };
    const TestRun run = run_tests(files, options);
    if (!run.results.empty()) row.release = text(run.results.front().release);
    set_figures(row, FleetQuestion::Test,
                {figure(run.results.size()), figure(run.results.size() - run.count_failed()), figure(run.count_failed())});
    for (const TestResult& each : run.results) {
        if (!each.passed()) row.findings.push_back({each.name, {}, {}, why_failed(each), {}, {}});
    }
    if (run.results.empty()) row.findings.push_back({"no-test", {}, {}, "no test was run", {}, {}});
    row.well = run.passed();
}

// ---- releases -------------------------------------------------------------------------------------------------

std::string place_words(const SweptService& service) {
    const std::vector<std::string>& nodes = service.promoted.empty() ? service.running : service.promoted;
    if (nodes.empty()) return std::string(text(service.state));
    return fmt::format("{}{}", service.promoted.empty() ? "on " : "promoted on ", fmt::join(nodes, " "));
}

class ReleaseFindings {
public:
    explicit ReleaseFindings(const Difference& found) : found_(found) {}

    void add_to(FleetRow& row) {
        std::set<std::string> changed;
        std::set<std::string> worse;
        for (const ScenarioDifference& scenario : found_.scenarios) {
            if (scenario.scores_alone()) continue;
            for (const ServiceDifference& each : scenario.services) {
                changed.insert(each.service);
                if (each.worse) worse.insert(each.service);
                const std::string words =
                    fmt::format("{}: {} -> {}{}", scenario.name, place_words(each.before), place_words(each.after),
                                each.worse    ? " (worse)"
                                : each.better ? " (better)"
                                              : "");
                add("service", each.service, words, each.responsible.empty() ? scenario.responsible : each.responsible);
            }
            for (const Deviation& each : scenario.deviations) {
                const std::string words = fmt::format("{}: {}", scenario.name, each.text);
                add(std::string(text(each.kind)), each.subject, words,
                    each.responsible.empty() ? scenario.responsible : each.responsible);
            }
        }
        for (const Deviation& each : found_.protection) {
            protection_lost_ = protection_lost_ || each.worse;
            add(std::string(text(each.kind)), each.subject, each.text, each.responsible);
        }
        set_figures(row, FleetQuestion::Releases,
                    {figure(found_.scenarios_compared), figure(found_.count_outcomes()), figure(changed.size()),
                     figure(worse.size()), figure(protection_lost_ ? 1 : 0)});
        row.findings = std::move(findings_);
    }

private:
    void add(std::string code, std::string subject, std::string words, const std::vector<std::size_t>& responsible) {
        FleetFinding finding{std::move(code), std::move(subject), {}, std::move(words), {}, {}};
        for (const std::size_t rule : responsible) finding.causes.emplace_back(found_.changed_rules.at(rule).words);
        findings_.push_back(std::move(finding));
    }

    const Difference& found_;
    std::vector<FleetFinding> findings_;
    bool protection_lost_ = false;
};

void answer_releases(const Cib& cib, const FleetOptions& asked, Patience& patience, FleetRow& row) {
    const Difference found = difference(cib, asked.from, asked.to, DifferenceOptions(sweep_options(asked, patience)));
    if (!found.complete || patience.flag())
        throw FileGivenUp{fmt::format("{} scenarios were compared", found.scenarios_compared)};
    row.release = fmt::format("{} -> {}", text(found.old_release), text(found.new_release));
    ReleaseFindings(found).add_to(row);
    row.well = row.findings.empty();
}

// ---- verify ---------------------------------------------------------------------------------------------------

/// "node1 fails, then db fails on node2".
std::string sequence_of(const Counterexample& each) {
    std::string words;
    for (const Event& event : each.scenario.events) words += (words.empty() ? "" : ", then ") + text(event);
    return words;
}

void answer_verify(const Cib& cib, const FleetOptions& asked, Patience& patience, FleetRow& row) {
    Scenario scenario{.cib = cib};
    scenario.at = asked.at;
    scenario.quorum = asked.quorum;
    scenario.release = asked.release;
    scenario.from = StartFrom::Rest;
    scenario.assume_online = asked.assume_online;
    scenario.agents = suggested_agents(*unpack(cib, asked.at.value_or(cib.default_time()), asked.release));
    VerifyOptions options;
    options.failures = asked.failures;
    options.depth = asked.sequence_depth;
    options.properties = asked.properties;
    options.max_states = asked.max_states;
    options.go_on = [&patience](const VerifyProgress&) { return !patience.ended(); };
    const Verification found = verify(scenario, options);
    if (patience.ended() && found.partial) throw FileGivenUp{fmt::format("{} sequences were tried", found.sequences)};
    row.release = text(found.release);
    if (found.services == 0 && found.counterexamples.empty()) row.status = FleetStatus::NothingRuns;
    set_figures(row, FleetQuestion::Verify,
                {figure(found.services), figure(found.counterexamples.size()), figure(found.states), figure(found.sequences),
                 figure(found.complete_to), figure(found.partial ? 1 : 0)});
    for (const Counterexample& each : found.counterexamples) {
        row.findings.push_back({std::string(text(each.property)),
                                fmt::format("{}", fmt::join(each.services, " ")),
                                {},
                                each.what,
                                {sequence_of(each)},
                                {}});
    }
    if (found.partial) {
        const std::string words =
            fmt::format("not everything was tried: {}; complete to depth {}", found.why_partial, found.complete_to);
        row.findings.push_back({"not-all-tried", {}, {}, words, {}, {}});
    }
    row.well = row.status == FleetStatus::Ok && found.counterexamples.empty() && !found.partial;
}

} // namespace

void answer_for(const Cib& cib, const FleetOptions& options, Patience& patience, FleetRow& row) {
    switch (options.question) {
    case FleetQuestion::Sweep: return answer_sweep(cib, options, patience, row);
    case FleetQuestion::Lint: return answer_lint(cib, options, patience, row);
    case FleetQuestion::Test: return answer_test(cib, options, patience, row);
    case FleetQuestion::Releases: return answer_releases(cib, options, patience, row);
    case FleetQuestion::Verify: return answer_verify(cib, options, patience, row);
    }
}

} // namespace placement

#include <algorithm>
#include <new>

#include <fmt/format.h>

#include "placement/error.h"
#include "placement/repair.h"
#include "repair/repairer.h"
#include "repair/said_before.h"
#include "simulate/simulate.h"

namespace placement {

namespace {

/// What a rule says of a configuration, as sentences.
std::vector<std::string> sayings(const Findings& findings, const std::string& code) {
    std::vector<std::string> all;
    for (const Finding& each : findings) {
        if (each.code != code) continue;
        all.push_back(each.message);
        for (const RelatedPlace& other : each.others) all.push_back(other.text);
    }
    return all;
}

/// The report with all rules, whichever were asked for: an edit is judged by what any of them finds.
LintReport by_all_rules(const LintReport& report, LintOptions options, const std::vector<LintRule>& rules) {
    if (options.disabled.empty()) return report;
    options.disabled.clear();
    if (!options.release) options.release = report.release;
    return lint(report.cib, options, rules);
}

class RepairOfFinding {
public:
    /// The report is that of all rules.
    RepairOfFinding(const LintReport& report, const Finding& finding, const LintOptions& lint_options,
                    const RepairOptions& options, const std::vector<LintRule>& rules)
        : report_(report), finding_(finding), lint_options_(lint_options), options_(options), rules_(rules) {}

    Repairs run() {
        if (!finding_.proof) throw InvalidArgument(fmt::format("the finding {} has no scenario that shows it", finding_.code));
        Scenario scenario{.cib = report_.cib};
        scenario.release = finding_.proof->release;
        scenario.at = lint_options_.at;
        scenario.quorum = lint_options_.quorum;
        RepairTask task{scenario, Goal({}), {}};
        aim(task);
        Repairs repairs = repairs_of(scenario);
        repairs.wants = 1;
        repairs.unmet.push_back({UnmetWant::Kind::Finding, {}, finding_.code, {}, finding_.message, {finding_.proof->shows}});
        task.look = [this](const Cib& repaired) { return look(repaired); };
        search_repairs(task, options_, repairs);
        return repairs;
    }

private:
    /// The scenario that shows it comes to another end, and the rule finds it no more.
    void aim(RepairTask& task) {
        const Proof& proof = *finding_.proof;
        Scenario scenario = task.scenario;
        scenario.events = proof.events;
        scenario.failing = proof.failing;
        if (proof.changes.empty()) {
            const Outcome outcome = simulate(scenario, {.events_alone = true});
            // A cluster that goes round loses services that it might lose at rest as well.
            if (outcome.at_rest_in_the_end()) task.goal.add_not_lost(scenario, that_might_run(outcome));
            task.goal.add(scenario, {.kind = Expectation::Kind::Settles});
            concern(outcome, task.concern);
        }
        for (const Obstacle& each : proof.kept_down_by) {
            if (!each.node.empty()) task.concern.nodes.push_back(each.node);
        }
        task.goal.add_last([this](const Cib& repaired) { return is_gone(repaired); });
    }

    /// The lost services, but for what fails however often it is started.
    std::vector<std::string> that_might_run(const Outcome& outcome) const {
        std::vector<std::string> services = outcome.lost();
        for (const OperationResult& each : finding_.proof->failing) {
            for (std::string at = each.resource; !at.empty();) {
                std::erase(services, at);
                const auto found = std::ranges::find(outcome.resources, at, &ResourceOutcome::id);
                at = found == outcome.resources.end() ? "" : found->parent;
            }
        }
        return services;
    }

    /// What the finding names, and what the scenario does something to.
    void concern(const Outcome& outcome, Concern& concern) const {
        for (const ResourceOutcome& each : outcome.resources) {
            const bool is_named = finding_.message.find("`" + each.id + "`") != std::string::npos;
            if (is_named || each.fate > Fate::Starts || !each.changes.empty()) concern.resources.push_back(each.id);
        }
    }

    /// Neither it nor another one of its subjects is found, but for what was found before, too.
    bool is_gone(const Cib& repaired) const {
        LintOptions options = options_of_rules();
        options.threads = 1;
        try {
            const LintSubject subject(repaired, options);
            const LintRule& rule = require_rule(rules_, finding_.code);
            return std::ranges::none_of(sayings(run_rule(rule, subject), finding_.code),
                                        [&](const std::string& each) { return is_about_it(each) && !is_another(each); });
        } catch (const std::bad_alloc&) {
            throw;
        } catch (const std::exception&) {
            return false; // where it could not be looked for, nobody knows
        }
    }

    bool is_about_it(const std::string& message) const {
        return finding_.message.find('`') == std::string::npos || share_subject(message, finding_.message);
    }

    /// Whether the rule says it of the present configuration besides what is to be mended.
    bool is_another(const std::string& message) const {
        return !says_the_same(message, finding_.message) &&
               std::ranges::any_of(sayings(report_.findings, finding_.code),
                                   [&](const std::string& each) { return says_the_same(each, message); });
    }

    /// It must not bring anything that is worse. Less is what one finds where nothing could be seen before: what now runs may fail.
    CloserLook look(const Cib& repaired) const {
        CloserLook found;
        const LintReport after = lint(repaired, options_of_rules(), rules_);
        for (const Finding& each : after.findings) {
            const bool is_left = each.code == finding_.code && share_subject(each.message, finding_.message);
            const bool is_known = is_said(report_.findings, each);
            if (!is_left && (is_known || each.severity < Severity::Warning)) continue;
            found.notes.push_back(
                fmt::format("lint {} {}: {}", is_known ? "still finds" : "then finds", each.code, each.message));
            if (!is_known && each.severity > finding_.severity && !found.refusal) found.refusal = found.notes.back();
        }
        return found;
    }

    LintOptions options_of_rules() const {
        LintOptions options = lint_options_;
        options.disabled.clear();
        if (!options.release) options.release = report_.release;
        return options;
    }

    const LintReport& report_;
    const Finding& finding_;
    const LintOptions& lint_options_;
    const RepairOptions& options_;
    const std::vector<LintRule>& rules_;
};

} // namespace

Repairs repair(const LintReport& report, const Finding& finding, const LintOptions& lint_options, const RepairOptions& options,
               const std::vector<LintRule>& rules) {
    const LintReport whole = by_all_rules(report, lint_options, rules);
    return RepairOfFinding(whole, finding, lint_options, options, rules).run();
}

void add_repairs(LintReport& report, const LintOptions& lint_options, const RepairOptions& options,
                 const std::vector<LintRule>& rules) {
    const LintReport whole = by_all_rules(report, lint_options, rules);
    for (Finding& finding : report.findings) {
        if (!finding.proof) continue;
        std::vector<ProvenEdit> proven;
        const Repairs found = RepairOfFinding(whole, finding, lint_options, options, rules).run();
        for (const Repair& each : found.repairs) {
            std::string text;
            for (const RepairEdit& edit : each.edits) text += (text.empty() ? "" : "; ") + edit.text;
            proven.push_back({std::move(text), each.changes(), each.harmless(), each.notes});
        }
        for (const std::string& each : found.without_edit) proven.push_back({each + ", without any edit", {}, true, {}});
        finding.repairs = std::move(proven);
    }
}

} // namespace placement

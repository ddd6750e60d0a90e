#include <algorithm>
#include <new>

#include <fmt/format.h>

#include "placement/error.h"
#include "placement/repair.h"
#include "repair/repairer.h"
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

/// A sentence that says the same with another score is the same.
std::string without_numbers(const std::string& text) {
    std::string left;
    for (const char each : text) {
        if (each < '0' || each > '9') left += each;
    }
    for (std::size_t at = left.find("INFINITY"); at != std::string::npos; at = left.find("INFINITY")) left.erase(at, 8);
    std::erase(left, '-');
    return left;
}

class RepairOfFinding {
public:
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

    bool is_gone(const Cib& repaired) const {
        LintOptions options = options_of_rules();
        options.threads = 1;
        try {
            const LintSubject subject(repaired, options);
            const std::vector<std::string> after = sayings(run_rule(require_rule(rules_, finding_.code), subject), finding_.code);
            return std::ranges::none_of(
                after, [&](const std::string& each) { return without_numbers(each) == without_numbers(finding_.message); });
        } catch (const std::bad_alloc&) {
            throw;
        } catch (const std::exception&) {
            return false; // where it could not be looked for, nobody knows
        }
    }

    /// It must not bring anything that is worse. Less is what one finds where nothing could be seen before: what now runs may fail.
    CloserLook look(const Cib& repaired) const {
        CloserLook found;
        const LintReport after = lint(repaired, options_of_rules(), rules_);
        for (const Finding& each : after.findings) {
            if (each.severity < Severity::Warning || is_known(each)) continue;
            const std::string text = fmt::format("lint then finds {}: {}", each.code, each.message);
            if (each.severity > finding_.severity && !found.refusal) found.refusal = text;
            found.notes.push_back(text);
        }
        return found;
    }

    bool is_known(const Finding& finding) const {
        return std::ranges::any_of(report_.findings, [&](const Finding& each) {
            return each.code == finding.code && without_numbers(each.message) == without_numbers(finding.message);
        });
    }

    LintOptions options_of_rules() const {
        LintOptions options = lint_options_;
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
    return RepairOfFinding(report, finding, lint_options, options, rules).run();
}

void add_repairs(LintReport& report, const LintOptions& lint_options, const RepairOptions& options,
                 const std::vector<LintRule>& rules) {
    for (Finding& finding : report.findings) {
        if (!finding.proof) continue;
        std::vector<ProvenEdit> proven;
        for (const Repair& each : repair(report, finding, lint_options, options, rules).repairs) {
            std::string text;
            for (const RepairEdit& edit : each.edits) text += (text.empty() ? "" : "; ") + edit.text;
            proven.push_back({std::move(text), each.changes(), each.harmless()});
        }
        finding.repairs = std::move(proven);
    }
}

} // namespace placement

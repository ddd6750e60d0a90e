#include "lint.h"

#include <algorithm>
#include <atomic>
#include <functional>
#include <iterator>
#include <optional>
#include <string>
#include <utility>

#include <pybind11/stl.h>

#include "arguments.h"
#include "outcome.h"
#include "placement/error.h"
#include "placement/render.h"
#include "rendered.h"

namespace placement::python {

namespace {

/// The subject of a rule, for as long as the rule runs.
struct RuleSubject {
    const LintSubject* subject = nullptr;

    const LintSubject& get() const {
        if (subject == nullptr) throw InvalidArgument("the subject of a rule may be used only while the rule runs");
        return *subject;
    }
};

/// Held by rules that are copied and dropped without the GIL.
using SharedFunction = std::shared_ptr<py::object>;

SharedFunction shared_function(py::object function) {
    return {new py::object(std::move(function)), [](py::object* held) {
                const py::gil_scoped_acquire acquired;
                delete held;
            }};
}

/// What a rule in Python finds. With the GIL.
void ask(const py::object& check, const LintSubject& subject, Findings& findings) {
    const auto lent = std::make_shared<RuleSubject>(RuleSubject{&subject});
    const py::object handed = py::cast(lent);
    try {
        for (const py::handle each : check(handed)) findings.push_back(finding_of(each.cast<py::dict>()));
    } catch (...) {
        lent->subject = nullptr;
        throw;
    }
    lent->subject = nullptr;
}

using Check = std::function<void(const LintSubject&, Findings&)>;

/// lint() reports what a rule throws; what Python raises is to come out as it is, and ends the others.
Check guarded(Check check, const std::shared_ptr<RuleFailure>& failure) {
    return [check = std::move(check), failure](const LintSubject& subject, Findings& findings) {
        if (failure->any()) return;
        {
            const py::gil_scoped_acquire held;
            if (PyErr_CheckSignals() != 0) return failure->keep(std::make_exception_ptr(py::error_already_set()));
        }
        check(subject, findings);
    };
}

Check in_python(const SharedFunction& function, const std::shared_ptr<RuleFailure>& failure) {
    return [function, failure](const LintSubject& subject, Findings& findings) {
        const py::gil_scoped_acquire held;
        try {
            ask(*function, subject, findings);
        } catch (py::error_already_set& error) {
            const py::object too_much = py::module_::import("placement._errors").attr("TooMuchToRun");
            if (error.matches(too_much)) throw TooMuchToRun(py::str(error.value()).cast<std::string>());
            failure->keep(std::current_exception());
        } catch (...) {
            failure->keep(std::current_exception());
        }
    };
}

LintRule rule_of(const py::dict& rule, const std::shared_ptr<RuleFailure>& failure) {
    LintRule made;
    made.code = get<std::string>(rule, "code");
    made.topic = get<std::string>(rule, "topic");
    made.severity = parse_level(get<std::string>(rule, "level"));
    made.summary = get<std::string>(rule, "summary");
    made.explanation = get<std::string>(rule, "explanation");
    made.remedy = get<std::string>(rule, "remedy");
    made.needs_state = get<bool>(rule, "needs_state");
    made.check = in_python(shared_function(rule["check"]), failure);
    return made;
}

std::vector<LintRule> rules_of(const py::list& added, bool built_in, const std::shared_ptr<RuleFailure>& failure) {
    std::vector<LintRule> rules;
    if (built_in) rules = lint_rules();
    for (const py::handle each : added) rules.push_back(rule_of(each.cast<py::dict>(), failure));
    for (LintRule& rule : rules) {
        if (rule.check) rule.check = guarded(std::move(rule.check), failure);
    }
    return rules;
}

/// Those of the library can be named even where they are not looked for.
void require_known_codes(const LintOptions& options, std::vector<LintRule> rules, bool built_in) {
    if (!built_in) std::ranges::move(lint_rules(), std::back_inserter(rules));
    for (const std::string& code : options.disabled) require_rule(rules, code);
    for (const auto& [code, level] : options.levels) require_rule(rules, code);
}

LintAnswer linted(const Cib& cib, const py::dict& options, const py::list& added, bool built_in) {
    const auto failure = std::make_shared<RuleFailure>();
    LintOptions wanted = lint_options_of(options);
    std::vector<LintRule> rules = rules_of(added, built_in, failure);
    require_known_codes(wanted, rules, built_in);
    std::optional<LintReport> report;
    {
        const py::gil_scoped_release released;
        report = lint(cib, wanted, rules);
    }
    failure->rethrow();
    return {std::move(*report), std::move(wanted), std::move(rules), failure};
}

void add_subject(py::module_& module) {
    py::class_<RuleSubject, std::shared_ptr<RuleSubject>> subject(module, "LintSubject");
    subject.def("cib", [](const RuleSubject& of) { return of.get().cib(); });
    subject.def("release", [](const RuleSubject& of) { return to_str(text(of.get().release())); });
    subject.def("written_by", [](const RuleSubject& of) {
        const auto& release = of.get().written_by();
        return release ? py::object(to_str(text(*release))) : py::object(py::none());
    });
    subject.def("has_state", [](const RuleSubject& of) { return of.get().has_state(); });
    subject.def("comes_to_rest", [](const RuleSubject& of) {
        const py::gil_scoped_release released;
        return of.get().comes_to_rest();
    });
    subject.def("now", [](const RuleSubject& of) {
        const py::gil_scoped_release released;
        const LintSubject& looked_at = of.get();
        Scenario scenario{.cib = looked_at.cib()};
        scenario.release = looked_at.release();
        scenario.with_ledger = true;
        return PredictedOutcome{std::make_shared<const Predicted>(Predicted{std::move(scenario), looked_at.now()})};
    });
    subject.def("single_failures", [](const RuleSubject& of) {
        const py::gil_scoped_release released;
        return of.get().single_failures();
    });
    subject.def("run", [](const RuleSubject& of, const py::list& events, const std::vector<std::string>& failing,
                          const py::list& changes, bool at_rest) {
        const LintSubject& looked_at = of.get();
        Proof proof;
        proof.events = at_rest ? looked_at.at_rest_then(events_of(events)) : events_of(events);
        proof.failing = results_of(failing);
        proof.changes = changes_of(changes);
        proof.release = looked_at.release();
        const py::gil_scoped_release released;
        Scenario scenario{.cib = looked_at.cib(), .events = proof.events};
        scenario.failing = proof.failing;
        scenario.release = proof.release;
        return PredictedOutcome{std::make_shared<const Predicted>(Predicted{std::move(scenario), looked_at.run(proof)})};
    });
}

} // namespace

void add_lint(py::module_& module) {
    py::class_<LintAnswer> answer(module, "LintReport");
    add_text(answer, [](const LintAnswer& of, const TextStyle& style) { return lint_text({of.report}, style); });
    add_rendering(answer, "json", [](const LintAnswer& of) { return lint_json({of.report}); });
    add_rendering(answer, "sarif", [](const LintAnswer& of) { return lint_sarif({of.report}, of.rules); });
    answer.def("count", [](const LintAnswer& of, const std::string& level) { return of.report.count(parse_level(level)); });
    answer.def("any_at_least",
               [](const LintAnswer& of, const std::string& level) { return of.report.any_at_least(parse_level(level)); });
    add_subject(module);
    module.def("lint", linted);
    module.def("lint_rules_json", [] { return to_str(lint_rules_json(lint_rules())); });
}

} // namespace placement::python

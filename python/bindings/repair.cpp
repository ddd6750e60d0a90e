#include "placement/repair.h"

#include <string>
#include <vector>

#include <pybind11/stl.h>

#include "arguments.h"
#include "bindings.h"
#include "lint.h"
#include "long_call.h"
#include "rendered.h"
#include "scenario_files.h"

namespace placement::python {

namespace {

RepairOptions repair_options_of(const py::dict& options, LongCall& call) {
    RepairOptions made;
    for (const std::string& name : get<std::vector<std::string>>(options, "allow")) made.allow.insert(require_protection(name));
    made.edits = get<std::size_t>(options, "edits");
    made.most = get<std::size_t>(options, "most");
    made.compared = get<bool>(options, "compared");
    made.max_runs = get<std::size_t>(options, "max_runs");
    made.go_on = [&call](const RepairProgress& now) {
        call.note(now.done, now.total);
        return call.goes_on();
    };
    return made;
}

/// The scenario as a test that wants this of its end.
ScenarioTest wanted_of(Scenario scenario, std::vector<Expectation> expectations) {
    std::string name;
    for (const Event& event : scenario.events) name += (name.empty() ? "after " : ", then ") + text(event);
    ScenarioTest test{std::move(name), {}, std::move(scenario), {}, {}};
    test.scenario.with_ledger = false;
    test.event_positions.resize(test.scenario.events.size());
    test.checkpoints.push_back({test.scenario.events.size(), std::move(expectations)});
    return test;
}

} // namespace

void add_repair(py::module_& module) {
    py::class_<Repairs> repairs(module, "Repairs");
    add_text(repairs, [](const Repairs& of, const TextStyle& style) { return repairs_text(of, style); });
    add_rendering(repairs, "json", repairs_json);
    repairs.def("any_harmless", &Repairs::any_harmless);
    repairs.def("cib", [](const Repairs& of, std::size_t number) { return of.repairs.at(number).cib; });
    repairs.def("repaired_text",
                [](const Repairs& of, std::size_t number) { return py::bytes(of.repairs.at(number).text.text); });

    module.def("repair_wanted",
               [](const py::dict& scenario, const py::list& wanted, const py::dict& options, const py::object& progress) {
                   const std::vector<ScenarioTest> tests{wanted_of(scenario_of(scenario), expectations_of(wanted))};
                   LongCall call(progress);
                   const RepairOptions limits = repair_options_of(options, call);
                   return call.run([&] { return repair(tests, limits); });
               });
    module.def("repair_tests",
               [](const std::vector<SharedScenarioTest>& tests, const py::dict& options, const py::object& progress) {
                   std::vector<ScenarioTest> all;
                   for (const SharedScenarioTest& each : tests) all.push_back(each.get());
                   LongCall call(progress);
                   const RepairOptions limits = repair_options_of(options, call);
                   return call.run([&] { return repair(all, limits); });
               });
    module.def("repair_verification",
               [](const py::dict& scenario, const py::dict& verification, const py::dict& options, const py::object& progress) {
                   const Scenario wanted = scenario_of(scenario);
                   const VerifyOptions properties = verify_options_of(verification);
                   LongCall call(progress);
                   const RepairOptions limits = repair_options_of(options, call);
                   return call.run([&] { return repair(wanted, properties, limits); });
               });
    module.def("repair_finding",
               [](const LintAnswer& answer, std::size_t finding, const py::dict& options, const py::object& progress) {
                   LongCall call(progress);
                   const RepairOptions limits = repair_options_of(options, call);
                   Repairs found = call.run([&] {
                       return repair(answer.report, answer.report.findings.at(finding), answer.options, limits, answer.rules);
                   });
                   answer.failure->rethrow();
                   return found;
               });
}

} // namespace placement::python

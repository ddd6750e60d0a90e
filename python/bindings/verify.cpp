#include "placement/verify.h"

#include <string>

#include "arguments.h"
#include "bindings.h"
#include "long_call.h"
#include "outcome.h"
#include "placement/scenario_file.h"
#include "rendered.h"

namespace placement::python {

namespace {

/// The scenario of a counterexample as a scenario file plays it, beside a CIB of that name.
std::string scenario_text(const Counterexample& each, Release release, const std::string& cib_file) {
    WrittenScenarioFile file;
    file.cib_file = cib_file;
    file.release = release;
    file.agents = each.scenario.agents;
    file.timing = each.scenario.sequence;
    WrittenTest test{each.what, {}, {"holds: " + std::string(text(each.property))}};
    for (const Event& event : each.scenario.events) test.steps.push_back({event, {}});
    file.tests.push_back(std::move(test));
    return scenario_file_text(file);
}

} // namespace

void add_verify(py::module_& module) {
    py::class_<Verification> found(module, "Verification");
    add_text(found, [](const Verification& of, const TextStyle& style) { return verify_text(of, style); });
    add_rendering(found, "json", verify_json);
    found.def("counterexample", [](const Verification& of, std::size_t number) {
        const Counterexample& each = of.counterexamples.at(number);
        return PredictedOutcome{std::make_shared<const Predicted>(Predicted{each.scenario, *each.outcome})};
    });
    found.def("counterexample_text", [](const Verification& of, std::size_t number, const std::string& cib_file) {
        return to_str(scenario_text(of.counterexamples.at(number), of.release, cib_file));
    });
    module.def("verify", [](const py::dict& scenario, const py::dict& options, const py::object& progress) {
        const Scenario wanted = scenario_of(scenario);
        VerifyOptions limits = verify_options_of(options);
        LongCall call(progress);
        limits.go_on = [&](const VerifyProgress& now) {
            call.note(now.states, now.states + now.waiting);
            return call.goes_on();
        };
        return call.run([&] { return verify(wanted, limits); });
    });
}

} // namespace placement::python

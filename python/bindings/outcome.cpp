#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <pybind11/stl.h>

#include "arguments.h"
#include "bindings.h"
#include "long_call.h"
#include "outcome.h"
#include "placement/expectation.h"
#include "placement/explain.h"
#include "placement/history.h"
#include "placement/stop.h"
#include "rendered.h"

namespace placement::python {

namespace {

py::object score_value(const std::optional<Score>& score) {
    return score ? py::object(py::int_(score->value())) : py::object(py::none());
}

/// (kind of expectation, met, subject, expected, predicted, explanation).
py::tuple checked(const PredictedOutcome& predicted, const py::dict& wanted) {
    const Expectation expectation = expectation_of(wanted);
    CheckedExpectation found;
    {
        const py::gil_scoped_release released;
        found = check(expectation, *predicted.predicted);
    }
    py::list explanation;
    for (const std::string& line : found.explanation) explanation.append(to_str(line));
    return py::make_tuple(to_str(text(expectation.kind)), found.met, to_str(found.subject), to_str(found.expected),
                          to_str(found.predicted), explanation);
}

} // namespace

PredictedOutcome predicted(Scenario scenario) {
    LongCall call{py::none()};
    Outcome outcome = call.run([&] { return simulate(scenario, call.stop()); });
    return {std::make_shared<const Predicted>(Predicted{std::move(scenario), std::move(outcome)})};
}

void add_outcome(py::module_& module) {
    py::class_<PredictedOutcome> outcome(module, "Outcome");
    add_text(outcome, [](const PredictedOutcome& of, const TextStyle& style) { return outcome_text(of.outcome(), style); });
    outcome.def("json", [](const PredictedOutcome& of, bool scores) {
        std::string text;
        {
            const py::gil_scoped_release released;
            text = outcome_json(of.outcome(), {.scores = scores});
        }
        return to_str(text);
    });
    add_rendering(outcome, "verdict", [](const PredictedOutcome& of) { return verdict(of.outcome()); });
    add_rendering(outcome, "score_report", [](const PredictedOutcome& of) { return score_report(*of.outcome().schedule); });
    add_rendering(outcome, "graph", [](const PredictedOutcome& of) { return transition_xml(*of.outcome().schedule); });
    add_rendering(outcome, "dot", [](const PredictedOutcome& of) { return transition_dot(*of.outcome().schedule); });
    outcome.def("promoted",
                [](const PredictedOutcome& of, const std::string& resource) { return of.outcome().promoted(resource); });
    outcome.def("running",
                [](const PredictedOutcome& of, const std::string& resource) { return of.outcome().running(resource); });
    outcome.def("lost", [](const PredictedOutcome& of) { return of.outcome().lost(); });
    outcome.def("survives", [](const PredictedOutcome& of) { return of.outcome().all_services_survive(); });
    outcome.def("settles", [](const PredictedOutcome& of) { return of.outcome().at_rest_in_the_end(); });
    outcome.def("nothing_ran", [](const PredictedOutcome& of) { return of.outcome().nothing_ran(); });
    outcome.def("quorum", [](const PredictedOutcome& of) { return of.outcome().quorum; });
    outcome.def("score", [](const PredictedOutcome& of, const std::string& resource, const std::string& node) {
        return of.outcome().score(resource, node).value();
    });
    outcome.def("promotion_score", [](const PredictedOutcome& of, const std::string& resource, const std::string& node) {
        return score_value(of.outcome().promotion_score(resource, node));
    });
    outcome.def("cib", [](const PredictedOutcome& of) { return of.outcome().settled->cib; });
    outcome.def("inputs", [](const PredictedOutcome& of) {
        std::vector<SimulatedInput> inputs;
        {
            const py::gil_scoped_release released;
            inputs = simulated_inputs(of.outcome());
        }
        py::list all;
        for (const SimulatedInput& each : inputs) all.append(py::bytes(each.xml));
        return all;
    });
    outcome.def("explanation_json", [](const PredictedOutcome& of, const std::string& resource, const std::string& node) {
        std::string text;
        {
            const py::gil_scoped_release released;
            text = explanation_json(of.outcome(), resource, node);
        }
        return to_str(text);
    });
    outcome.def("explanation_text", [](const PredictedOutcome& of, const std::string& resource, const std::string& node,
                                       bool color, std::size_t width) {
        std::string text;
        {
            const py::gil_scoped_release released;
            text = explanation_text(of.outcome(), resource, node, {.color = color, .width = width});
        }
        return to_str(text);
    });
    outcome.def("check", checked);

    module.def("simulate", [](const py::dict& scenario) { return predicted(scenario_of(scenario)); });
}

} // namespace placement::python

#include <doctest/doctest.h>

#include "history/saved_inputs.h"
#include "placement/scenario_file.h"

// An outage as a test.
using namespace placement;

namespace {

Incident incident_of(const SavedInputs& inputs) {
    const History history = inputs.read();
    const ToldHistory told = tell(history, {.release = default_release});
    REQUIRE_FALSE(told.outages.empty());
    return incident(history, told, told.outages[0], "incident.cib.xml");
}

} // namespace

TEST_CASE("the test of an outage fails, and passes without what kept the service down") {
    SavedInputs inputs;
    const Sketch sketch = one_service().constraint(location("stay", "db", "n2", "-INFINITY"));
    inputs.settle(after(inputs.settle(sketch.cib()), {NodeFails{"n1"}}));
    const Incident found = incident_of(inputs);
    const testing::TemporaryFolder folder;
    const std::string file = folder.write("incident.yaml", found.scenario);
    folder.write("incident.cib.xml", found.cib);
    CHECK(run_tests({read_scenario_file(file)}).count_failed() == 1);
    std::string mended = found.cib;
    const std::string score = "score=\"-INFINITY\"";
    folder.write("incident.cib.xml", mended.replace(mended.find(score), score.size(), "score=\"10\""));
    CHECK(run_tests({read_scenario_file(file)}).passed());
}

TEST_CASE("what happened are steps, with their times") {
    SavedInputs inputs;
    const Sketch sketch = one_service().constraint(location("stay", "db", "n2", "-INFINITY"));
    const Cib before = sketch.cib();
    inputs.save(before);
    inputs.settle(after(before, {NodeFails{"n1"}}));
    const std::string scenario = incident_of(inputs).scenario;
    CHECK(scenario.find("- wait: 60s\n      - fail: \"n1\"\n") != std::string::npos);
    CHECK(scenario.find("lost: none") != std::string::npos);
}

#include <atomic>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "placement/stop.h"
#include "support/sketch.h"

// A question of one scenario is ended before the scheduler runs.
using namespace placement;

namespace {

Scenario stoppable() {
    return {.cib = Sketch("n1 n2").resource(primitive("db")).runs("db", "n1").cib(), .events = {NodeFails{"n1"}}};
}

/// It would run the scheduler before there is an event.
Scenario stoppable_from_rest() {
    Scenario scenario = stoppable();
    scenario.from = StartFrom::Rest;
    return scenario;
}

/// With agents, it is a sequence in time.
Scenario stoppable_in_time() {
    Scenario scenario = stoppable();
    scenario.sequence.in_time = true;
    return scenario;
}

std::vector<std::vector<std::string>> divided() { return {{"n1"}, {"n2"}}; }

} // namespace

TEST_CASE("stop: a simulation is ended") {
    const std::atomic<bool> stop = true;
    CHECK_THROWS_AS(simulate(stoppable(), stop), Stopped);
    CHECK_THROWS_AS(simulate(stoppable_from_rest(), stop), Stopped);
    CHECK_THROWS_AS(simulate(stoppable_in_time(), stop), Stopped);
}

TEST_CASE("stop: the sides of a split are ended, and the events before it") {
    const std::atomic<bool> stop = true;
    Scenario scenario = stoppable();
    CHECK_THROWS_AS(split(scenario, divided(), stop), Stopped);
    scenario.events.clear();
    CHECK_THROWS_AS(split(scenario, divided(), stop), Stopped);
}

TEST_CASE("stop: what a change does is ended") {
    const std::atomic<bool> stop = true;
    CHECK_THROWS_AS(what_if(stoppable(), {}, "db", {}, stop), Stopped);
}

TEST_CASE("stop: what is not ended is answered as without") {
    const std::atomic<bool> stop = false;
    CHECK(simulate(stoppable(), stop).running("db") == simulate(stoppable()).running("db"));
    CHECK(what_if(stoppable(), {}, "db", {}, stop).asked.size() == 1);
    Scenario undivided = stoppable();
    undivided.events.clear();
    CHECK(split(undivided, divided(), stop).sides.size() == 2);
}

#include <doctest/doctest.h>

#include "placement/carry_out.h"
#include "support/sketch.h"

// Transition after transition, until a cluster rests.
using namespace placement;

namespace {

constexpr Time now{Sketch::now, 0};

SettledCluster settled(const Sketch& sketch, const SettleOptions& options = {}) { return settle(sketch.cib(), now, options); }

Sketch watched() {
    return Sketch("n1 n2").resource(primitive("a", R"(<operations><op id="@" name="monitor" interval="10s"/></operations>)"));
}

} // namespace

TEST_CASE("a cluster that runs what it should is settled") {
    const auto first = settled(watched());
    CHECK(first.end == SettledCluster::End::Settled);
    CHECK(first.rounds.size() == 1);
    CHECK(first.schedule.transition.synapses.empty());
    CHECK(settle(first.cib, now).rounds.empty());
}

TEST_CASE("each round begins where the one before it ended") {
    const auto result = settled(watched(), {.failing = {{"a", "start", 0, "n1", 1}}});
    CHECK(result.end == SettledCluster::End::Settled);
    REQUIRE(result.rounds.size() == 2);
    CHECK(result.rounds[0].carried_out.end == TransitionEnd::Stopped);
    CHECK(result.rounds[1].before.xml() == result.rounds[0].carried_out.cib.xml());
    CHECK(result.cib.xml() == result.rounds[1].carried_out.cib.xml());
}

TEST_CASE("rounds are limited") {
    const auto result = settled(watched(), {.limit = 1, .failing = {{"a", "start", 0, "n1", 1}}});
    CHECK(result.end == SettledCluster::End::LimitReached);
    CHECK(result.rounds.size() == 1);
}

TEST_CASE("a node that leaves has left") {
    const auto result = settled(watched().leaving("n2"));
    CHECK(result.end == SettledCluster::End::Settled);
    CHECK_FALSE(result.schedule.cluster->nodes[result.schedule.cluster->find_node("n2")].online);
}

TEST_CASE("a state that was there before is a cycle") {
    // Its stop fails, which on-fail takes for a reason to stop it again.
    const Sketch stubborn =
        Sketch("n1")
            .resource(primitive("a", meta("target-role=Stopped") +
                                         R"(<operations><op id="@" name="stop" interval="0" on-fail="restart"/></operations>)"))
            .runs("a", "n1");
    const auto result = settled(stubborn, {.failing = {{"a", "stop", 0, "n1", 1}}});
    CHECK(result.end == SettledCluster::End::Cycle);
    CHECK(result.rounds.size() == 2);
    CHECK(result.cycle_begin == 1);
}

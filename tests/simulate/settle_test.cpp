#include <algorithm>

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

// ---- fencing that fails ---------------------------------------------------------------------------------------

namespace {

/// n1 is lost and runs `a`; the one fencing device names this host.
Sketch lost_node(const std::string& host) {
    return Sketch("n1 n2 n3")
        .options("fencing-enabled=true")
        .resource(fencing_device("f", parameters("pcmk_host_list=" + host)))
        .resource(primitive("a"))
        .resource(primitive("b", meta("requires=quorum")))
        .runs("a", "n1")
        .runs("f", "n2")
        .operation("n1", "b", "monitor", 7)
        .crashed("n1");
}

bool is_unclean(const SettledCluster& result, const std::string& node) {
    const Cluster& cluster = *result.schedule.cluster;
    return cluster.nodes[cluster.find_node(node)].unclean;
}

} // namespace

TEST_CASE("a fencing that nobody can do fails, and what waits for it stays undone, at rest") {
    const auto result = settled(lost_node("n1.example.com"));
    CHECK(result.end == SettledCluster::End::Settled);
    REQUIRE(result.failed_fencing.size() == 1);
    CHECK(result.failed_fencing[0].node == "n1");
    CHECK(result.failed_fencing[0].reason.find("n1.example.com") != std::string::npos);
    CHECK(is_unclean(result, "n1"));
    const Cluster& cluster = *result.schedule.cluster;
    CHECK(cluster.nodes[cluster.resources[cluster.find_resource("a")].active_nodes.at(0)].name == "n1");
    // What needs no fencing is done.
    CHECK(cluster.resources[cluster.find_resource("b")].role == Role::Started);
}

TEST_CASE("a fencing that a device can do is done, and the step says by what") {
    const auto result = settled(lost_node("n1"));
    CHECK(result.failed_fencing.empty());
    CHECK_FALSE(is_unclean(result, "n1"));
    const auto& steps = result.rounds.front().carried_out.steps;
    const auto fencing = std::ranges::find(steps, CarriedOutStep::Kind::Fencing, &CarriedOutStep::kind);
    REQUIRE(fencing != steps.end());
    CHECK(fencing->means == "device f, which runs on n2");
}

TEST_CASE("a fencing that fails does not keep another one from being tried") {
    // The first one is the coordinator, whose own fencing would come last.
    const auto result = settled(Sketch("n0 n1 n2")
                                    .options("fencing-enabled=true")
                                    .resource(fencing_device("f", parameters("pcmk_host_list=n9")))
                                    .runs("f", "n0")
                                    .crashed("n1")
                                    .crashed("n2"));
    CHECK(result.failed_fencing.size() == 2);
    const auto& steps = result.rounds.front().carried_out.steps;
    CHECK(std::ranges::count(steps, CarriedOutStep::Kind::Fencing, &CarriedOutStep::kind) == 2);
}

TEST_CASE("fencing can be made to fail") {
    const auto result = settled(lost_node("n1"), {.failing_fencing = {"n1"}});
    REQUIRE(result.failed_fencing.size() == 1);
    CHECK(result.failed_fencing[0].reason == "the scenario makes it fail");
    CHECK(settled(lost_node("n1"), {.failing_fencing = {"n2"}}).failed_fencing.empty());
}

TEST_CASE("a device whose fencing action fails cannot do it") {
    CHECK(settled(lost_node("n1"), {.failing = {{"f", "reboot", 0, "n2", 1}}}).failed_fencing.empty()); // n3 does it
    CHECK(
        settled(lost_node("n1"), {.failing = {{"f", "reboot", 0, "n2", 1}, {"f", "reboot", 0, "n3", 1}}}).failed_fencing.size() ==
        1);
}

TEST_CASE("a resource waits for the node that was shut down under it") {
    const Cib cib = Sketch("n1 n2")
                        .options("shutdown-lock=true")
                        .resource(primitive("a"))
                        .runs("a", "n1")
                        .transient("n1", "shutdown=1704067000")
                        .cib();
    const SettledCluster settled = settle(cib, Time{Sketch::now, 0});
    CHECK(settled.end == SettledCluster::End::Settled);
    CHECK(settled.schedule.cluster->resources[settled.schedule.cluster->find_resource("a")].role == Role::Stopped);
}

TEST_CASE("what does not wait for a fencing that fails is done before it fails") {
    const auto result =
        settled(lost_node("nobody").resource(primitive("c", meta("requires=nothing"))).operation("n2", "c", "monitor", 1));
    const Cluster& cluster = *result.schedule.cluster;
    const Resource& c = cluster.resources[cluster.find_resource("c")];
    CHECK(result.failed_fencing.size() == 1);
    CHECK(c.role == Role::Started);
    CHECK_FALSE(c.failed);
}

// ---- nothing that repeats itself ------------------------------------------------------------------------------

TEST_CASE("a transition of notifications alone does not follow itself") {
    // n2 is lost without quorum, and the instance on n1 is told of what will never be done.
    const Sketch sketch = Sketch("n1 n2")
                              .options("fencing-enabled=true no-quorum-policy=freeze")
                              .resource(fencing_device("f"))
                              .resource(clone("c", meta("notify=true") + primitive("a")))
                              .runs("a f", "n1")
                              .runs("a", "n2")
                              .crashed("n2")
                              .without_quorum();
    const auto result = settled(sketch);
    CHECK(result.end == SettledCluster::End::Settled);
}

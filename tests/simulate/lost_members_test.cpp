#include <algorithm>

#include <doctest/doctest.h>

#include "placement/cluster.h"
#include "placement/scenario.h"
#include "placement/sequence.h"
#include "support/sketch.h"

// Members that the cluster itself takes down, and guests that come up again.
using namespace placement;

namespace {

/// One of three nodes is away, and what fails on another cannot be stopped there.
Scenario second_of_three(bool in_time) {
    const Sketch sketch =
        Sketch("n1 n2 n3")
            .offline("n3")
            .options("fencing-enabled=true stonith-enabled=true no-quorum-policy=stop")
            .resource(fencing_device("fence"))
            .resource(primitive("a") + primitive("b", operations(R"(<op id="@" name="monitor" interval="10s"/>)")))
            .runs("fence a", "n1")
            .runs("b", "n2")
            .operation("n2", "b", "monitor", 0, 10'000);
    Scenario scenario{
        .cib = sketch.cib(), .events = {ResourceFails{"b", "n2"}}, .failing = {OperationResult::parse("b_stop_0@n2=1")}};
    scenario.sequence.in_time = in_time;
    return scenario;
}

/// A guest's host and the guest are put in standby: the guest moves, and what was in it goes elsewhere.
Scenario guest_moves(bool in_time) {
    const std::string watched = operations(R"(<op id="@" name="monitor" interval="10s"/>)");
    const Sketch sketch =
        Sketch("n1 n2")
            .resource(primitive("vm", meta("remote-node=guest allow-migrate=true")))
            .resource(primitive("db", watched))
            .runs("vm guest", "n1")
            .status(R"(<node_state id="guest" uname="guest" remote_node="true" in_ccm="true"><lrm id="guest">)"
                    R"(<lrm_resources><lrm_resource id="db" class="ocf" provider="pacemaker" type="Dummy">)"
                    R"(<lrm_rsc_op id="db_last_0" operation_key="db_start_0" operation="start" interval="0" )"
                    R"(call-id="1" rc-code="0" op-status="0" transition-key="1:1:0:11111111-1111-1111-1111-111111111111" )"
                    R"(transition-magic="0:0;1:1:0:11111111-1111-1111-1111-111111111111" on_node="guest"/>)"
                    R"(</lrm_resource></lrm_resources></lrm></node_state>)");
    Scenario scenario{.cib = sketch.cib(), .events = {NodeStandby{"n1"}, NodeStandby{"guest"}}};
    scenario.sequence.in_time = in_time;
    return scenario;
}

} // namespace

TEST_CASE("a member that is fenced no longer counts for quorum") {
    const Outcome outcome = simulate(second_of_three(false));
    CHECK_FALSE(outcome.quorum);
    CHECK(outcome.quorum_explanation.starts_with("1 of 3 votes"));
    CHECK(outcome.running("a").empty());
}

TEST_CASE("in time, the scheduler runs again when quorum is lost with a member that is fenced") {
    const Outcome outcome = simulate(second_of_three(true));
    CHECK_FALSE(outcome.quorum);
    CHECK(outcome.running("a").empty());
    REQUIRE(outcome.sequence);
    CHECK(std::ranges::any_of(outcome.sequence->runs, [](const SchedulerRun& run) { return run.because == "quorum is lost"; }));
}

TEST_CASE("a member that is to shut down no longer counts for quorum once it has") {
    const Sketch sketch = Sketch("n1 n2 n3").offline("n3").leaving("n2").resource(primitive("a")).runs("a", "n1");
    CHECK_FALSE(simulate({.cib = sketch.cib()}).quorum);
}

TEST_CASE("what was stopped in a guest before it moved does not run there again") {
    CHECK(simulate(guest_moves(false)).running("db") == std::vector<std::string>{"n2"});
}

TEST_CASE("in time, the scheduler runs again when a guest comes up") {
    const Outcome outcome = simulate(guest_moves(true));
    CHECK(outcome.running("db") == std::vector<std::string>{"n2"});
    REQUIRE(outcome.sequence);
    CHECK(std::ranges::any_of(outcome.sequence->runs, [](const SchedulerRun& run) { return run.because == "guest comes up"; }));
}

TEST_CASE("a node that leaves is shut down: what can migrate live does") {
    const Sketch sketch = Sketch("n1 n2").resource(primitive("vm", meta("allow-migrate=true"))).runs("vm", "n1");
    const Outcome outcome = simulate({.cib = sketch.cib(), .events = {NodeLeaves{"n1"}}});
    CHECK(outcome.running("vm") == std::vector<std::string>{"n2"});
    CHECK(outcome.resource("vm").course.migrations == 1);
    CHECK(outcome.resource("vm").course.interruptions == 0);
    CHECK(outcome.nodes.front().after == "offline");
}

TEST_CASE("a node that leaves and cannot stop something is fenced") {
    const Sketch sketch = Sketch("n1 n2")
                              .options("fencing-enabled=true stonith-enabled=true")
                              .resource(fencing_device("fence") + primitive("a"))
                              .runs("fence", "n2")
                              .runs("a", "n1");
    const Outcome outcome =
        simulate({.cib = sketch.cib(), .events = {NodeLeaves{"n1"}}, .failing = {OperationResult::parse("a_stop_0@n1=1")}});
    CHECK(outcome.nodes.front().fenced == 1);
    CHECK(outcome.running("a") == std::vector<std::string>{"n2"});
}

TEST_CASE("a node that is shutting down already is gone when it leaves") {
    const Sketch sketch = Sketch("n1 n2").leaving("n1").resource(primitive("a")).runs("a", "n1");
    CHECK(simulate({.cib = sketch.cib(), .events = {NodeLeaves{"n1"}}}).after->nodes[NodeId(0)].online == false);
}

TEST_CASE("in time, what can run only once a node was fenced waits until the scheduler looks again") {
    const Sketch sketch =
        Sketch("n1 n2 n3")
            .options("fencing-enabled=true stonith-enabled=true cluster-recheck-interval=10min")
            .resource(fencing_device("fence"))
            .resource(primitive("a", operations(R"(<op id="@" name="monitor" interval="10s" on-fail="stop"/>)")))
            .runs("fence", "n2")
            .runs("a", "n1")
            .operation("n1", "a", "monitor", 0, 10'000);
    Scenario scenario{
        .cib = sketch.cib(), .events = {ResourceFails{"a", "n1"}, ClusterSettles{}, NodeFails{"n1"}}, .from = StartFrom::Rest};
    scenario.sequence.in_time = true;
    const Outcome outcome = simulate(scenario);
    REQUIRE(outcome.sequence);
    CHECK(outcome.running("a").size() == 1);
    CHECK(outcome.sequence->runs.back().because == "cluster-recheck-interval has passed");
    CHECK(outcome.sequence->runs.back().at_ms > 600'000);
}

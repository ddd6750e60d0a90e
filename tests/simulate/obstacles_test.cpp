#include <doctest/doctest.h>

#include "event_outcome.h"
#include "placement/carry_out.h"
#include "placement/explain.h"
#include "placement/schedule.h"

// What keeps a service down is what decides, and comes first.
using namespace placement;

namespace {

const Obstacle& first_obstacle(const Outcome& outcome, const std::string& resource) {
    REQUIRE_FALSE(outcome.resource(resource).kept_down_by.empty());
    return outcome.resource(resource).kept_down_by.front();
}

std::string on(const Outcome& outcome, const std::string& resource, const std::string& node) {
    for (const Obstacle& obstacle : outcome.resource(resource).kept_down_by) {
        if (obstacle.node == node) return obstacle.text;
    }
    return "";
}

std::string order(const std::string& id, const std::string& first, const std::string& then, const std::string& more = "") {
    return "<rsc_order id=\"" + id + "\" first=\"" + first + "\" then=\"" + then + "\" " + more + "/>";
}

Sketch with_guest() {
    return Sketch("n1 n2")
        .resource(primitive("vm", meta("remote-node=guest")))
        .runs("vm", "n1")
        .runs("guest", "n1")
        .status(R"(<node_state id="guest" uname="guest" remote_node="true" in_ccm="true"/>)");
}

} // namespace

TEST_CASE("an orderings' circle is named constraint by constraint") {
    // b starts after the restart of a; a can only stop when c is stopped; and c stops only when b is started.
    const Sketch sketch =
        Sketch("n1 n2")
            .resource(primitive("a", operations(R"(<op id="@" name="monitor" interval="10s"/>)")))
            .resource(primitive("b"))
            .resource(primitive("c"))
            .runs("a b", "n1")
            .runs("c", "n2")
            .constraint(order("a-then-b", "a", "b"))
            .constraint(order("a-then-c", "a", "c"))
            .constraint(order("b-then-stop-c", "b", "c",
                              "first-action=\"start\" then-action=\"stop\" kind=\"Optional\" symmetrical=\"false\""));
    const Outcome outcome = outcome_after(sketch, {ClusterSettles{}, ResourceFails{"a", "n1"}});
    REQUIRE(outcome.lost() == Nodes{"a", "b"});
    const Obstacle& obstacle = first_obstacle(outcome, "b");
    CHECK(obstacle.code == "ordering-circle");
    CHECK_FALSE(obstacle.constraint.empty());
    for (const char* id : {"a-then-b", "a-then-c", "b-then-stop-c"}) {
        CAPTURE(id);
        CHECK(obstacle.text.find(std::string(id) + " (line ") != std::string::npos);
    }
    CHECK(obstacle.text.find("wait for each other in a circle: ") != std::string::npos);
    CHECK(obstacle.position.known());
}

TEST_CASE("a circle through groups names them, and the colocation that keeps them apart") {
    // g waits until h has left the node; h leaves when g is started: the usual constraints of SAP, with a score that is too strict.
    const Sketch sketch = Sketch("n1 n2")
                              .resource(group("g", primitive("a")))
                              .resource(group("h", primitive("b")))
                              .runs("a", "n2")
                              .runs("b", "n1")
                              .constraint(colocation("apart", "h", "g", "-INFINITY"))
                              .constraint(order("g-then-stop-h", "g", "h",
                                                "first-action=\"start\" then-action=\"stop\" kind=\"Optional\" "
                                                "symmetrical=\"false\""))
                              .constraint(location("follow", "a", "n1", "2000"));
    const Outcome outcome = outcome_after(sketch, {NodeFails{"n2"}});
    const Obstacle& obstacle = first_obstacle(outcome, "a");
    CHECK(obstacle.code == "ordering-circle");
    CHECK(obstacle.text.find("ordering g-then-stop-h (line ") == 0);
    CHECK(obstacle.text.find(" and colocation apart (line ") != std::string::npos);
    CHECK(obstacle.text.ends_with(" wait for each other in a circle: start g, stop h, and again start g"));
}

TEST_CASE("a ticket that is granted and in standby is not called revoked") {
    const Sketch sketch = Sketch("n1 n2")
                              .resource(primitive("a"))
                              .constraint(R"(<rsc_ticket id="needs-t" rsc="a" ticket="t" loss-policy="stop"/>)")
                              .status(R"(<tickets><ticket_state id="t" granted="true" standby="true"/></tickets>)");
    const Schedule made = schedule(sketch.cluster(), {.with_ledger = true});
    const ResourceId a = made.cluster->find_resource("a");
    const ScoreExplanation score = explain_score(made, a, made.cluster->find_node("n1"));
    REQUIRE_FALSE(score.parts.empty());
    CHECK(score.parts.back().text == "ticket constraint needs-t: ticket t is in standby");
}

TEST_CASE("a later member that cannot stop is not said to come before") {
    const std::string blocks = operations(R"(<op id="@" name="stop" interval="0" on-fail="block"/>)");
    const Sketch sketch = Sketch("n1")
                              .resource(group("g", primitive("a", operations(R"(<op id="@" name="monitor" interval="10s"/>)")) +
                                                       primitive("b", blocks)))
                              .runs("a b", "n1")
                              .operation("n1", "b", "stop", 1);
    const Outcome outcome = outcome_after(sketch, {ClusterSettles{}, ResourceFails{"a", "n1"}});
    for (const ResourceOutcome& each : outcome.resources) {
        for (const Obstacle& obstacle : each.kept_down_by) CHECK(obstacle.text.find("b comes before") == std::string::npos);
    }
    const Schedule& made = outcome.settled->schedule;
    const std::vector<Obstacle> found = what_blocks(made, made.cluster->find_resource("a"), Role::Started);
    REQUIRE_FALSE(found.empty());
    CHECK(found[0].text == "b must be stopped first, and is blocked after a failure until somebody cleans it up");
}

TEST_CASE("a remote connection that waits before it is tried again says so, once") {
    const Sketch sketch = Sketch("n1 n2")
                              .resource(R"(<primitive id="r" class="ocf" provider="pacemaker" type="remote">)" +
                                        parameters("reconnect_interval=60s") +
                                        operations(R"(<op id="@" name="monitor" interval="10s"/>)") + "</primitive>")
                              .runs("r", "n1")
                              .status(R"(<node_state id="r" uname="r" remote_node="true" in_ccm="true"/>)");
    const Outcome outcome = outcome_after(sketch, {ClusterSettles{}, ResourceFails{"r", "n1"}});
    REQUIRE(outcome.resource("r").kept_down_by.size() == 1);
    CHECK(first_obstacle(outcome, "r").node.empty());
    CHECK(first_obstacle(outcome, "r").text ==
          "the connection failed and waits 60 s before it is tried again (reconnect_interval)");
}

TEST_CASE("what a guest node runs in is not weighed on guest nodes") {
    const Sketch sketch = with_guest().constraint(location("not-n2", "vm", "n2", "-INFINITY"));
    const Outcome outcome = outcome_after(sketch, {NodeStandby{"n1"}});
    for (const Obstacle& obstacle : outcome.resource("vm").kept_down_by) CHECK(obstacle.node != "guest");
    const Schedule made = schedule(sketch.cluster(), {.with_ledger = true});
    const ScoreExplanation score = explain_score(made, made.cluster->find_resource("vm"), made.cluster->find_node("guest"));
    CHECK(score.parts.back().text == "what a guest node runs in does not run on remote or guest nodes");
}

TEST_CASE("what must be with something that may not run on a node is told why that may not") {
    const Sketch sketch = with_guest().constraint(location("vm-not-n2", "vm", "n2", "-INFINITY"));
    const std::string why = on(outcome_after(sketch, {NodeStandby{"n1"}}), "guest", "n2");
    CHECK(why.starts_with("it must be with vm, which cannot run there: -INFINITY by location constraint vm-not-n2 (line "));
}

TEST_CASE("too little capacity says how much was asked and how much is left") {
    const Sketch sketch = Sketch("n1 n2")
                              .options("placement-strategy=utilization")
                              .capacity("n1", "cpu=4")
                              .capacity("n2", "cpu=3")
                              .resource(primitive("a", utilization("cpu=2") + meta("priority=1")))
                              .resource(primitive("b", utilization("cpu=2")))
                              .runs("a", "n2")
                              .runs("b", "n1");
    const Outcome outcome = outcome_after(sketch, {NodeStandby{"n1"}});
    CHECK(on(outcome, "b", "n2") == "the node has too little capacity left: cpu asked 2, left 1 of 3");
}

TEST_CASE("what must be with a group that does not run completely names the colocation") {
    const Sketch sketch = Sketch("n1")
                              .resource(group("g", primitive("a") + primitive("b", meta("target-role=Stopped"))))
                              .resource(primitive("c"))
                              .runs("a c", "n1")
                              .constraint(colocation("c-with-g", "c", "g", "INFINITY"));
    const Outcome outcome = outcome_after(sketch, {});
    CHECK(outcome.running("c").empty());
    CHECK(first_obstacle(outcome, "c").constraint == "c-with-g");
}

TEST_CASE("a bundle that nothing is promoted in speaks of what is inside it") {
    const std::string bundle = R"(<bundle id="b"><docker image="i" replicas="2" promoted-max="1"/>
        <network control-port="3121"/>)" +
                               stateful("db") + "</bundle>";
    const Sketch sketch = Sketch("n1 n2").resource(bundle);
    const Schedule made = schedule(sketch.cluster(), {.with_ledger = true});
    for (const Obstacle& obstacle : obstacles(made, made.cluster->find_resource("b"), Role::Promoted)) {
        CAPTURE(obstacle.text);
        CHECK(obstacle.node != "n1");
        CHECK(obstacle.node != "n2");
    }
}

TEST_CASE("what is held back with its group names the ordering of the clone around it") {
    const Sketch sketch = Sketch("n1")
                              .resource(clone("first", primitive("a", meta("target-role=Stopped"))))
                              .resource(clone("then", group("g", primitive("b") + primitive("c"))))
                              .runs("b", "n1")
                              .constraint(order("first-then", "first", "then"));
    const Outcome outcome =
        outcome_after(sketch, {ResourceRefreshed{"then"}, NodeStandby{"n1"}, ClusterSettles{}, NodeUnstandby{"n1"}});
    REQUIRE(outcome.running("b").empty());
    CHECK(first_obstacle(outcome, "b").constraint == "first-then");
}

TEST_CASE("a bundle's replica that is down is told of the node that keeps it off, not of the places that others have") {
    const std::string bundle =
        R"(<bundle id="b"><docker image="i" replicas="3"/><network control-port="3121"/>)" + primitive("a") + "</bundle>";
    const Sketch sketch = Sketch("n1 n2 n3").resource(bundle);
    const Outcome outcome =
        simulate({.cib = sketch.cib(), .events = {NodeStandby{"n2"}}, .with_ledger = true, .from = StartFrom::Rest});
    CHECK(first_obstacle(outcome, "b").text == "it needs b-1, which is stopped (n2: the node is in standby)");
}

TEST_CASE("an unhealthy node is told by its attribute, not as a constraint") {
    const Sketch sketch = Sketch("n1 n2")
                              .options("node-health-strategy=migrate-on-red")
                              .transient("n1", "#health-disk=red")
                              .offline("n2")
                              .resource(primitive("a"))
                              .runs("a", "n1");
    const Outcome outcome = outcome_after(sketch, {});
    CHECK(on(outcome, "a", "n1")
              .starts_with("-INFINITY by node health: #health-disk is red (node-health-strategy=migrate-on-red)"));
}

TEST_CASE("a failed start is told as such, and not as a number of failures") {
    const Sketch sketch = Sketch("n1").resource(primitive("a")).runs("a", "n1").transient("n1", "fail-count-a#start_0=INFINITY");
    CHECK(on(outcome_after(sketch, {}), "a", "n1") ==
          "-INFINITY by failures: its start failed, which counts as INFINITY (start-failure-is-fatal)");
}

TEST_CASE("a failed stop is told as such") {
    const Sketch sketch = Sketch("n1").resource(primitive("a")).runs("a", "n1").transient("n1", "fail-count-a#stop_0=INFINITY");
    CHECK(on(outcome_after(sketch, {}), "a", "n1") == "-INFINITY by failures: its stop failed, which counts as INFINITY");
}

TEST_CASE("Pacemaker 1.1.10 counts the failures of what has a longer name, which is told") {
    const Sketch sketch = Sketch("n1")
                              .resource(clone("c", primitive("db")))
                              .resource(primitive("dbbackup"))
                              .runs("db", "n1")
                              .transient("n1", "fail-count-dbbackup=INFINITY");
    const Outcome outcome = simulate({.cib = sketch.cib(), .release = Release::v1_1_10});
    CHECK(on(outcome, "c", "n1") ==
          "-INFINITY by failures of db: those of dbbackup count, too, because its name begins with db (Pacemaker 1.1.10)");
}

TEST_CASE("a primary that runs and cannot be promoted is not said not to run") {
    const Sketch sketch = Sketch("n1")
                              .resource(promotable("c", "db"))
                              .resource(primitive("ip"))
                              .runs("db", "n1")
                              .transient("n1", "master-db=10")
                              .constraint(location("never", "c", "n1", "-INFINITY", R"(role="Promoted")"))
                              .constraint(colocation("with", "ip", "c", "INFINITY", R"(with-rsc-role="Promoted")"));
    const std::string text = on(outcome_after(sketch, {}), "ip", "n1");
    CHECK_MESSAGE(text.find("which cannot run there") == std::string::npos, text);
}

TEST_CASE("a group that runs in part is named with what it lacks") {
    const Sketch sketch = Sketch("n1")
                              .resource(group("g", primitive("a") + primitive("b", meta("target-role=Stopped"))))
                              .resource(primitive("c"))
                              .runs("a c", "n1")
                              .constraint(colocation("c-with-g", "c", "g", "INFINITY"));
    CHECK(
        first_obstacle(outcome_after(sketch, {}), "c").text.starts_with("it must be with g, which lacks b (colocation c-with-g"));
}

TEST_CASE("a member that is blocked after a failure is not said to be stopped") {
    const Sketch sketch = Sketch("n1").resource(group("g", primitive("a") + primitive("b"))).runs("a b", "n1");
    Scenario scenario{.cib = sketch.cib(), .events = {ResourceDisabled{"a"}}, .failing = {{"a", "stop", 0, "n1", 1}}};
    const Outcome outcome = simulate(scenario);
    for (const Obstacle& obstacle : outcome.resource("b").kept_down_by) {
        if (obstacle.code == "group-member") CHECK(obstacle.text == "a comes before it in group g and has failed on n1");
    }
    CHECK_FALSE(outcome.resource("b").kept_down_by.empty());
}

TEST_CASE("without quorum, everything that stops has that for its reason") {
    const Sketch sketch =
        Sketch("n1 n2 n3").resource(primitive("a")).resource(primitive("b")).resource(primitive("c")).runs("a b c", "n1");
    const Outcome outcome = simulate({.cib = sketch.cib(), .events = {NodeLeaves{"n2"}, NodeLeaves{"n3"}}, .with_ledger = true});
    for (const char* const resource : {"a", "b", "c"}) CHECK(outcome.resource(resource).because == "the cluster has no quorum");
}

TEST_CASE("an interleaved clone is kept off a node by the clone that it comes after") {
    const Sketch sketch = Sketch("n1 n2")
                              .resource(clone("first", primitive("a")))
                              .resource(clone("then", meta("interleave=true") + primitive("b")))
                              .runs("a b", "n1")
                              .runs("a b", "n2")
                              .constraint(order("o", "first", "then"));
    const Outcome outcome = outcome_after(sketch, {ResourceBanned{"first", "n2"}});
    CHECK(outcome.running("then") == std::vector<std::string>{"n1"});
    CHECK(on(outcome, "then", "n2").starts_with("then is interleaved with first, which has no instance there (ordering o"));
}

TEST_CASE("what on-fail=stop keeps stopped comes back when its failure expires") {
    const auto watched = [](const std::string& more) {
        return Sketch("n1")
            .resource(primitive("a", meta(more) + operations(R"(<op id="@" name="monitor" interval="10s" on-fail="stop"/>)")))
            .runs("a", "n1");
    };
    const std::string for_good =
        first_obstacle(outcome_after(watched(""), {ClusterSettles{}, ResourceFails{"a", "n1"}}), "a").text;
    CHECK_MESSAGE(for_good.find("keeps it stopped until it is cleaned up") != std::string::npos, for_good);
    const std::string for_now =
        first_obstacle(outcome_after(watched("failure-timeout=600"), {ClusterSettles{}, ResourceFails{"a", "n1"}}), "a").text;
    CHECK_MESSAGE(for_now.find("until the failure expires (failure-timeout=600 s) or it is cleaned up") != std::string::npos,
                  for_now);
}

TEST_CASE("what must come after one of several names them") {
    const Sketch sketch =
        Sketch("n1")
            .resource(primitive("a", meta("target-role=Stopped")))
            .resource(primitive("b", meta("target-role=Stopped")))
            .resource(primitive("c"))
            .runs("c", "n1")
            .constraint(R"(<rsc_order id="o"><resource_set id="@" sequential="false" require-all="false"><resource_ref id="a"/>
                           <resource_ref id="b"/></resource_set><resource_set id="@"><resource_ref id="c"/></resource_set></rsc_order>)");
    CHECK(first_obstacle(outcome_after(sketch, {}), "c")
              .text.starts_with("it must come after at least one of a, b is started, which does not happen (ordering o"));
}

TEST_CASE("that the cluster has no quorum is told once") {
    const Sketch sketch = Sketch("n1 n2 n3")
                              .options("no-quorum-policy=freeze")
                              .resource(clone("c", primitive("a")))
                              .runs("a", "n1")
                              .runs("a", "n2")
                              .runs("a", "n3");
    const Outcome outcome = outcome_after(sketch, {NodeLeaves{"n2"}, NodeLeaves{"n3"}});
    CHECK(std::ranges::count_if(outcome.resource("c").kept_down_by,
                                [](const Obstacle& each) { return each.text.starts_with("the cluster has no quorum"); }) == 1);
}

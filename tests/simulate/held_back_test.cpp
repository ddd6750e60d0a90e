#include <doctest/doctest.h>

#include "placement/scenario.h"
#include "support/sketch.h"

// What is given a node but held back: by what it is ordered after, by its group, by a lost connection, by fencing.
using namespace placement;

namespace {

using Names = std::vector<std::string>;

std::string order(const std::string& first, const std::string& then, const std::string& more = "") {
    return "<rsc_order id=\"o\" first=\"" + first + "\" then=\"" + then + "\" " + more + "/>";
}

/// "a" is told to stop; "b" runs on n1.
Sketch stopped_first(const std::string& constraint) {
    return Sketch("n1 n2")
        .resource(primitive("a", meta("target-role=Stopped")))
        .resource(primitive("b"))
        .runs("b", "n1")
        .constraint(constraint);
}

Outcome outcome_of(const Sketch& sketch, std::vector<Event> events = {}) {
    return simulate({.cib = sketch.cib(), .events = std::move(events)});
}

} // namespace

TEST_CASE("what is ordered after something that stays stopped is stopped, and the constraint is named") {
    const Outcome outcome = outcome_of(stopped_first(order("a", "b")));
    CHECK(outcome.running("b").empty());
    CHECK(outcome.lost() == Names{"b"});
    REQUIRE_FALSE(outcome.resource("b").kept_down_by.empty());
    const Obstacle& obstacle = outcome.resource("b").kept_down_by[0];
    CHECK(obstacle.code == "ordering");
    CHECK(obstacle.constraint == "o");
    CHECK(obstacle.position.known());
    CHECK(obstacle.text.starts_with("it must come after a is started, which does not happen (ordering o, line "));
}

TEST_CASE("an optional ordering holds nothing back") {
    CHECK(outcome_of(stopped_first(order("a", "b", "kind=\"Optional\""))).running("b") == Names{"n1"});
}

TEST_CASE("an ordering of stops holds no start back") {
    const std::string stops = "first-action=\"stop\" then-action=\"stop\"";
    CHECK(outcome_of(stopped_first(order("a", "b", stops))).running("b") == Names{"n1"});
}

TEST_CASE("an asymmetrical ordering leaves alone what runs already, but not what has to start") {
    const Sketch sketch = stopped_first(order("a", "b", "symmetrical=\"false\""));
    CHECK(outcome_of(sketch).running("b") == Names{"n1"});
    CHECK(outcome_of(sketch, {NodeStandby{"n1"}}).running("b").empty());
}

TEST_CASE("what is held back holds back what comes after it, and what must be with it") {
    const Outcome outcome = outcome_of(stopped_first(order("a", "b"))
                                           .resource(primitive("c"))
                                           .resource(primitive("d"))
                                           .constraint("<rsc_order id=\"o2\" first=\"b\" then=\"c\"/>")
                                           .constraint(colocation("d-with-b", "d", "b", "INFINITY")));
    CHECK(outcome.running("c").empty());
    CHECK(outcome.running("d").empty());
}

TEST_CASE("a promotion that is held back leaves the instance unpromoted") {
    const Outcome outcome = outcome_of(Sketch("n1")
                                           .resource(primitive("a", meta("target-role=Stopped")))
                                           .resource(promotable("c", "db"))
                                           .transient("n1", "master-db=10")
                                           .runs("db", "n1")
                                           .constraint(order("a", "c", "first-action=\"start\" then-action=\"promote\"")));
    CHECK(outcome.promoted("c").empty());
    CHECK(outcome.running("c") == Names{"n1"});
}

TEST_CASE("an instance that is promoted already stays so, whatever its promotion is ordered after") {
    const Outcome outcome = outcome_of(Sketch("n1")
                                           .resource(primitive("a", meta("target-role=Stopped")))
                                           .resource(promotable("c", "db"))
                                           .transient("n1", "master-db=10")
                                           .runs_promoted("db", "n1")
                                           .constraint(order("a", "c", "first-action=\"start\" then-action=\"promote\"")));
    CHECK(outcome.promoted("c") == Names{"n1"});
}

TEST_CASE("what comes after a promotion waits for somebody to be promoted") {
    Sketch sketch = Sketch("n1")
                        .resource(promotable("c", "db"))
                        .resource(primitive("ip"))
                        .constraint(order("c", "ip", "first-action=\"promote\" then-action=\"start\""));
    CHECK(outcome_of(sketch).running("ip").empty());
    CHECK(outcome_of(sketch.transient("n1", "master-db=10").runs("db", "n1")).running("ip") == Names{"n1"});
}

TEST_CASE("an interleaved clone needs the instance on its own node, another one any instance") {
    const auto sketch = [](const std::string& interleave) {
        return Sketch("n1 n2")
            .resource(clone("first", meta("clone-max=1") + primitive("a")))
            .resource(clone("second", meta("interleave=" + interleave) + primitive("b")))
            .constraint(location("a-n1", "first", "n1", "100"))
            .constraint(order("first", "second"));
    };
    CHECK(outcome_of(sketch("true")).running("second") == Names{"n1"});
    CHECK(outcome_of(sketch("false")).running("second") == Names{"n1", "n2"});
}

TEST_CASE("clone-min says how many instances are needed") {
    const auto sketch = [](const std::string& minimum) {
        return Sketch("n1 n2")
            .resource(clone("first", meta("clone-min=" + minimum) + primitive("a")))
            .resource(primitive("b"))
            .constraint(order("first", "b"));
    };
    CHECK(outcome_of(sketch("2")).running("b").size() == 1);
    CHECK(outcome_of(sketch("3")).running("b").empty());
}

TEST_CASE("of a set that does not require all, one is enough") {
    const auto sketch = [](const std::string& require_all) {
        return Sketch("n1")
            .resource(primitive("a", meta("target-role=Stopped")))
            .resource(primitive("b"))
            .resource(primitive("c"))
            .constraint("<rsc_order id=\"o\"><resource_set id=\"s1\" sequential=\"false\" require-all=\"" + require_all +
                        "\"><resource_ref id=\"a\"/><resource_ref id=\"b\"/></resource_set>"
                        "<resource_set id=\"s2\"><resource_ref id=\"c\"/></resource_set></rsc_order>");
    };
    CHECK(outcome_of(sketch("false")).running("c") == Names{"n1"});
    CHECK(outcome_of(sketch("true")).running("c").empty());
}

TEST_CASE("a set is ordered in itself") {
    const Outcome outcome =
        outcome_of(stopped_first("<rsc_order id=\"o\"><resource_set id=\"s1\"><resource_ref id=\"a\"/><resource_ref id=\"b\"/>"
                                 "</resource_set></rsc_order>"));
    CHECK(outcome.running("b").empty());
}

TEST_CASE("a member of a group does not run without those before it") {
    const Outcome outcome = outcome_of(stopped_first(order("a", "b"))
                                           .resource(group("g", primitive("m") + primitive("n")))
                                           .constraint("<rsc_order id=\"o2\" first=\"b\" then=\"m\"/>"));
    CHECK(outcome.running("m").empty());
    CHECK(outcome.running("n").empty());
}

TEST_CASE("what is unmanaged stays, whatever it is ordered after") {
    const Outcome outcome = outcome_of(Sketch("n1 n2")
                                           .resource(primitive("a", meta("target-role=Stopped")))
                                           .resource(primitive("b", meta("is-managed=false")))
                                           .runs("b", "n1")
                                           .constraint(order("a", "b")));
    CHECK(outcome.running("b") == Names{"n1"});
}

TEST_CASE("what runs on a node that must be fenced and cannot be is not started elsewhere") {
    const Outcome outcome =
        outcome_of(Sketch("n1 n2").options("fencing-enabled=true").resource(primitive("a")).runs("a", "n1"), {NodeFails{"n1"}});
    REQUIRE_FALSE(outcome.nodes[0].fencing_possible);
    CHECK(outcome.running("a").empty());
    CHECK(outcome.resource("a").kept_down_by[0].code == "fencing-impossible");
}

TEST_CASE("a guest node's resources need what the guest lives in") {
    const Outcome outcome = outcome_of(Sketch("n1")
                                           .resource(primitive("a", meta("target-role=Stopped")))
                                           .resource(primitive("vm", meta("remote-node=g1")))
                                           .resource(primitive("inside"))
                                           .runs("vm g1", "n1")
                                           .runs("inside", "n1")
                                           .constraint(location("inside-g1", "inside", "g1", "INFINITY"))
                                           .constraint(order("a", "vm")));
    CHECK(outcome.running("vm").empty());
    CHECK(outcome.running("inside").empty());
}

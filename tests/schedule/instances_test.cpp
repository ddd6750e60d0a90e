#include <doctest/doctest.h>

#include "support/scheduled.h"

// How the instances of a clone are spread, and which of them stay where they are.
using namespace placement;

namespace {

Sketch cloned_on(const std::string& node_names, const std::string& pairs, const std::string& more = "") {
    return Sketch(node_names).resource(clone("c", (pairs.empty() ? "" : meta(pairs)) + more + primitive("a")));
}

} // namespace

TEST_CASE("a clone has an instance on each node") { CHECK(Scheduled(cloned_on("n1 n2 n3", "")).nodes("a") == "n1 n2 n3"); }

TEST_CASE("a clone has no more than clone-max instances") {
    const Scheduled result(cloned_on("n1 n2 n3", "clone-max=2"));
    CHECK(result.nodes("a") == "n1 n2");
}

TEST_CASE("no node has more than clone-node-max instances") {
    CHECK(Scheduled(cloned_on("n1", "clone-max=4 clone-node-max=2 globally-unique=true")).nodes("a") == "n1 n1");
}

TEST_CASE("an instance is banned from a node that is full") {
    const Scheduled result(cloned_on("n1 n2", ""));
    CHECK(result.nodes("a") == "n1 n2");
    CHECK(result.score("a:1", "n1") == "-INFINITY");
}

TEST_CASE("an instance for which there is no place is banned everywhere") {
    const Scheduled result(
        cloned_on("n1 n2", "clone-max=1").runs("a", "n1").runs("a", "n2").constraint(location("l", "c", "n1", "5")));
    CHECK(result.nodes("a") == "n1");
    CHECK(result.score("a:1", "n2") == "-INFINITY");
}

TEST_CASE("a clone with clone-max 0 has no instance") { CHECK(Scheduled(cloned_on("n1", "clone-max=0")).nodes("a").empty()); }

TEST_CASE("a running instance keeps its node where both are equally good") {
    CHECK(Scheduled(cloned_on("n1 n2", "clone-max=1").runs("a", "n2")).node("a:0") == "n2");
}

TEST_CASE("a running instance leaves for a node that is better by more than its stickiness") {
    const Scheduled result(cloned_on("n1 n2", "clone-max=1").runs("a", "n2").constraint(location("l", "c", "n1", "2")));
    CHECK(result.nodes("a") == "n1");
}

TEST_CASE("running instances are placed before those that do not run") {
    CHECK(Scheduled(cloned_on("n1 n2 n3", "clone-max=2").runs("a", "n3")).nodes("a") == "n1 n3");
}

TEST_CASE("where one of two instances must leave, it is the one that failed") {
    const Scheduled result(cloned_on("n1 n2", "globally-unique=true clone-max=2 clone-node-max=2 resource-stickiness=0")
                               .runs("a:0 a:1", "n1")
                               .operation("n1", "a:0", "monitor", 1, 10000)
                               .transient("n1", "fail-count-a:0#monitor_10000=1"));
    CHECK(result.node("a:0") == "n2");
    CHECK(result.node("a:1") == "n1");
}

TEST_CASE("unique instances are told apart") {
    const Scheduled result(
        cloned_on("n1 n2", "globally-unique=true clone-max=2").runs("a:1", "n1").runs("a:0", "n2"));
    CHECK(result.node("a:1") == "n1");
    CHECK(result.node("a:0") == "n2");
}

TEST_CASE("unique instances spread as evenly as they can") {
    CHECK(Scheduled(cloned_on("n1 n2", "globally-unique=true clone-max=4 clone-node-max=4")).nodes("a") == "n1 n1 n2 n2");
}

TEST_CASE("a clone of a group places the group's members together") {
    const Scheduled result(Sketch("n1 n2").resource(clone("c", group("g", primitive("a") + primitive("b")))));
    CHECK(result.nodes("a") == "n1 n2");
    CHECK(result.nodes("b") == "n1 n2");
    CHECK(result.node("a:0") == result.node("b:0"));
}

TEST_CASE("a clone runs on no node that is down or in standby") {
    CHECK(Scheduled(cloned_on("n1 n2 n3", "").offline("n1").attributes("n2", "standby=on")).nodes("a") == "n3");
}

TEST_CASE("what depends on a clone makes its instances prefer a node") {
    const Scheduled result(cloned_on("n1 n2", "clone-max=1")
                               .resource(primitive("x"))
                               .constraint(colocation("with", "x", "c", "INFINITY"))
                               .constraint(location("l", "x", "n2", "100")));
    CHECK(result.score("c", "n2") == "100");
    CHECK(result.nodes("a") == "n2");
}

#include <algorithm>

#include <doctest/doctest.h>

#include "placement/error.h"
#include "placement/explain_choice.h"
#include "support/scheduled.h"

// Why this node, and what decided against each other one.
using namespace placement;

namespace {

ChoiceExplanation choice(const Scheduled& result, const std::string& resource) {
    return explain_choice(result.schedule, result.id(resource));
}

const NodeVerdict& against(const Scheduled& result, const ChoiceExplanation& explanation, const std::string& node) {
    const auto found = std::ranges::find(explanation.others, result.node_id(node), &NodeVerdict::node);
    REQUIRE(found != explanation.others.end());
    return *found;
}

std::string code(const Sketch& sketch, const std::string& resource, const std::string& node) {
    const Scheduled result(sketch);
    return against(result, choice(result, resource), node).code;
}

} // namespace

TEST_CASE("the node with the highest score is chosen") {
    const Scheduled result(Sketch("n1 n2").resource(primitive("a")).constraint(location("l", "a", "n2", "10")));
    const ChoiceExplanation explanation = choice(result, "a");
    CHECK(explanation.nodes == std::vector{result.node_id("n2")});
    CHECK(explanation.text == "its score, 10, is the highest");
    CHECK(against(result, explanation, "n1").text == "its score, 0, is lower than the 10 of n2");
}

TEST_CASE("a lower score decides") {
    CHECK(code(Sketch("n1 n2").resource(primitive("a")).constraint(location("l", "a", "n2", "10")), "a", "n1") == "score");
}

TEST_CASE("a ban names the constraint") {
    const Scheduled result(Sketch("n1 n2").resource(primitive("a")).constraint(location("l", "a", "n2", "-INFINITY")));
    const NodeVerdict verdict = against(result, choice(result, "a"), "n2");
    CHECK(verdict.code == "score");
    CHECK(verdict.constraint == "l");
    CHECK(verdict.position.known());
}

TEST_CASE("the only node that may run it is said to be that") {
    const Scheduled result(Sketch("n1 n2").resource(primitive("a")).constraint(location("l", "a", "n2", "-INFINITY")));
    CHECK(choice(result, "a").text == "the only node that may run it; its score is 0");
}

TEST_CASE("a node that cannot run resources is out") {
    CHECK(code(Sketch("n1 n2").attributes("n1", "standby=on").resource(primitive("a")), "a", "n1") == "cannot-run");
}

TEST_CASE("among equals fewer resources decide") {
    const Sketch sketch = Sketch("n1 n2").resource(primitive("a")).resource(primitive("b"));
    CHECK(code(sketch, "b", "n1") == "load");
}

TEST_CASE("among equals the name decides") { CHECK(code(Sketch("n1 n2").resource(primitive("a")), "a", "n2") == "name"); }

TEST_CASE("among equals the node where it runs is kept") {
    const Sketch sketch = Sketch("n1 n2")
                              .resource(primitive("a"))
                              .runs("a", "n2")
                              .constraint(location("l", "a", "n1", "10"))
                              .constraint(location("m", "a", "n2", "10"));
    CHECK(code(sketch, "a", "n1") == "current-node");
}

TEST_CASE("among equals more capacity decides where that is balanced") {
    const Sketch sketch = Sketch("n1 n2")
                              .options("placement-strategy=balanced")
                              .capacity("n1", "cpu=1")
                              .capacity("n2", "cpu=2")
                              .resource(primitive("a", utilization("cpu=1")));
    CHECK(code(sketch, "a", "n1") == "capacity");
}

TEST_CASE("an asymmetric cluster allows no other node") {
    const Sketch sketch =
        Sketch("n1 n2").options("symmetric-cluster=false").resource(primitive("a")).constraint(location("l", "a", "n1", "10"));
    CHECK(code(sketch, "a", "n2") == "not-allowed");
}

TEST_CASE("an unmanaged resource stays") {
    const Sketch sketch = Sketch("n1 n2").resource(primitive("a", meta("is-managed=false"))).runs("a", "n2");
    CHECK(code(sketch, "a", "n1") == "unmanaged");
}

TEST_CASE("a resource that may run nowhere says what holds everywhere") {
    const Scheduled result(Sketch("n1 n2").resource(primitive("a", meta("target-role=Stopped"))));
    const ChoiceExplanation explanation = choice(result, "a");
    CHECK(explanation.nodes.empty());
    REQUIRE(!explanation.everywhere.empty());
    CHECK(explanation.everywhere.front().code == "target-role");
}

TEST_CASE("an action names the ordering that requires it") {
    const Scheduled result(Sketch("n1")
                               .resource(primitive("a", meta("target-role=Stopped")))
                               .resource(primitive("b"))
                               .runs("a b", "n1")
                               .constraint(R"(<rsc_order id="o" first="a" then="b"/>)"));
    const ChoiceExplanation explanation = choice(result, "b");
    const bool named = std::ranges::any_of(explanation.actions, [](const ActionExplanation& action) {
        return std::ranges::any_of(action.causes, [](const Obstacle& cause) { return cause.constraint == "o"; });
    });
    CHECK(named);
}

TEST_CASE("a clone says for each node why it has no instance there") {
    const Scheduled result(Sketch("n1 n2").resource(clone("c", meta("clone-max=1") + primitive("a"))));
    const ChoiceExplanation explanation = choice(result, "c");
    CHECK(explanation.nodes == std::vector{result.node_id("n1")});
    CHECK(against(result, explanation, "n2").code == "clone-max");
}

TEST_CASE("an instance that is not promoted says which score was higher") {
    const Scheduled result(Sketch("n1 n2")
                               .resource(promotable("c", "a"))
                               .runs("a", "n1")
                               .runs("a", "n2")
                               .transient("n1", "master-a=10")
                               .transient("n2", "master-a=20"));
    const ChoiceExplanation explanation = choice(result, "c");
    REQUIRE(explanation.not_promoted.size() == 1);
    CHECK(explanation.not_promoted.front().node == result.node_id("n1"));
    CHECK(explanation.not_promoted.front().code == "promotion-score");
}

TEST_CASE("a choice cannot be explained without a ledger") {
    const Schedule plain = schedule(Sketch("n1").resource(primitive("a")).cluster());
    CHECK_THROWS_AS(explain_choice(plain, ResourceId(0)), InvalidArgument);
}

// ---- what cannot be done --------------------------------------------------------------------------------------

TEST_CASE("what has a node and cannot start there is told apart from what runs") {
    const Scheduled result(Sketch("n1").resource(primitive("a")).without_quorum());
    const ChoiceExplanation explanation = choice(result, "a");
    CHECK(explanation.nodes == std::vector{result.node_id("n1")});
    CHECK(explanation.cannot_start == std::vector{result.node_id("n1")});
}

TEST_CASE("what runs already does not have to start") {
    const Scheduled result(Sketch("n1").resource(primitive("a")).runs("a", "n1"));
    CHECK(choice(result, "a").cannot_start.empty());
}

TEST_CASE("what is to be promoted and cannot be is told") {
    const Scheduled result(Sketch("n1")
                               .resource(promotable("c", "db"))
                               .resource(primitive("x", meta("target-role=Stopped")))
                               .runs("db", "n1")
                               .transient("n1", "master-db=10")
                               .constraint(ordering("o", "x", "c", R"(then-action="promote")")));
    const ChoiceExplanation explanation = choice(result, "db:0");
    CHECK(explanation.cannot_start.empty());
    CHECK(explanation.cannot_be_promoted == std::vector{result.node_id("n1")});
    CHECK(explanation.text.ends_with("; to be promoted with a promotion score of 10"));
}

TEST_CASE("a cluster node that is to be fenced has no connection that stops") {
    const Scheduled result(Sketch("n1 n2")
                               .options("fencing-enabled=true")
                               .resource(fencing_device("f", parameters("pcmk_host_list=n1")))
                               .resource(primitive("a", operations(R"(<op id="@" name="stop" interval="0" on-fail="fence"/>)")))
                               .resource(primitive("b"))
                               .runs("b f", "n1")
                               .operation("n1", "a", "stop", 1));
    const NodeVerdict verdict = against(result, choice(result, "b"), "n1");
    CHECK_MESSAGE(verdict.text.find("fenced") != std::string::npos, verdict.text);
}

TEST_CASE("what is blocked on several nodes is not said to be unmanaged") {
    const Sketch sketch = Sketch("n1 n2").resource(primitive("a", meta("multiple-active=block"))).runs("a", "n1").runs("a", "n2");
    CHECK(choice(Scheduled(sketch), "a").text ==
          "it stays where it is: it is blocked as long as it is active on several nodes (multiple-active=block)");
}

TEST_CASE("what a lost ticket freezes names the ticket") {
    const Sketch sketch = Sketch("n1")
                              .resource(primitive("a"))
                              .runs("a", "n1")
                              .constraint(R"(<rsc_ticket id="frozen" rsc="a" ticket="T" loss-policy="freeze"/>)");
    CHECK(choice(Scheduled(sketch), "a")
              .text.starts_with("it stays where it is: ticket T is not granted, and the cluster neither starts nor stops it: "
                                "loss-policy is freeze"));
}

TEST_CASE("what is unmanaged is not promoted for this reason, not by promoted-max") {
    const Sketch sketch =
        Sketch("n1").resource(promotable("c", "s", "is-managed=false")).transient("n1", "master-s=10").runs("s", "n1");
    const Scheduled result(sketch);
    const std::vector<Obstacle> found = obstacles(result.schedule, result.id("c"), Role::Promoted);
    REQUIRE(found.size() == 1);
    CHECK(found[0].code == "unmanaged");
}

TEST_CASE("the promotion attribute of an anonymous instance has no number") {
    const Scheduled result(Sketch("n1 n2").resource(promotable("c", "s")).runs("s", "n1"));
    bool named = false;
    for (const ScorePart& part : explain_promotion_score(result.schedule, result.id("s:1")).parts) {
        named = named || part.text == "the agent gave no promotion score (no node attribute master-s)";
    }
    CHECK(named);
}

TEST_CASE("a member of a group that is stopped in one instance runs in others") {
    const Sketch sketch =
        Sketch("n1 n2").offline("n2").resource(clone("c", group("g", primitive("a") + primitive("b")))).runs("a b", "n1");
    const Scheduled result(sketch);
    const std::vector<Obstacle> found = obstacles(result.schedule, result.id("b:1"), Role::Started);
    REQUIRE_FALSE(found.empty());
    CHECK(found[0].text == "a comes before it in group g and runs on n1 alone");
}

TEST_CASE("a node that can run nothing is why an instance there is not promoted") {
    const Sketch sketch = Sketch("n1 n2")
                              .attributes("n1", "standby=on")
                              .resource(promotable("c", "s", "is-managed=false"))
                              .transient("n1", "master-s=20")
                              .transient("n2", "master-s=10")
                              .runs("s", "n1")
                              .runs_promoted("s", "n2");
    const ChoiceExplanation found = choice(Scheduled(sketch), "c");
    REQUIRE_FALSE(found.not_promoted.empty());
    CHECK(found.not_promoted[0].text == "the node is in standby");
}

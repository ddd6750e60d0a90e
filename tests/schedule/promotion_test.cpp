#include <doctest/doctest.h>

#include "support/scheduled.h"

// Which instances of a promotable clone are promoted, and the score that decides it.
using namespace placement;

namespace {

/// A running clone on two nodes, with a promotion score of 5 and 10.
Sketch running_clone(const std::string& pairs = "") {
    return Sketch("n1 n2")
        .resource(promotable("c", "db", pairs))
        .transient("n1", "master-db=5")
        .transient("n2", "master-db=10")
        .runs("db", "n1")
        .runs("db", "n2");
}

std::string promoted_rule(const std::string& node, const std::string& score) {
    return R"(<rsc_location id="l" rsc="c"><rule id="r" role="Promoted" score=")" + score +
           R"("><expression id="e" attribute="#uname" operation="eq" value=")" + node + R"("/></rule></rsc_location>)";
}

} // namespace

TEST_CASE("the instance with the highest promotion score is promoted") {
    const Scheduled result(running_clone());
    CHECK(result.promoted("db") == "n2");
    CHECK(result.nodes("db") == "n1 n2");
}

TEST_CASE("the promotion score is the agent's") {
    const Scheduled result(running_clone());
    CHECK(result.promotion_score("db", "n1") == "5");
    CHECK(result.promotion_score("db", "n2") == "10");
}

TEST_CASE("without a promotion score nothing is promoted") {
    const Scheduled result(Sketch("n1").resource(promotable("c", "db")).runs("db", "n1"));
    CHECK(result.promotion_score("db", "n1") == "-1");
    CHECK(result.promoted("db").empty());
    CHECK(result.role("db:0") == "Unpromoted");
}

TEST_CASE("a negative promotion score forbids promotion") {
    const Scheduled result(Sketch("n1").resource(promotable("c", "db")).runs("db", "n1").transient("n1", "master-db=-1"));
    CHECK(result.promoted("db").empty());
}

TEST_CASE("a permanent attribute counts as a promotion score") {
    CHECK(Scheduled(Sketch("n1").resource(promotable("c", "db")).runs("db", "n1").attributes("n1", "master-db=1"))
              .promoted("db") == "n1");
}

TEST_CASE("a promotion score that is not a score counts 0") {
    const Scheduled result(
        Sketch("n1").resource(promotable("c", "db")).runs("db", "n1").transient("n1", "master-db=much"));
    REQUIRE_FALSE(result.schedule.diagnostics.empty());
    CHECK(result.schedule.diagnostics[0].code == "invalid-promotion-score");
}

TEST_CASE("as many are promoted as promoted-max allows") {
    CHECK(Scheduled(running_clone("promoted-max=2")).promoted("db") == "n1 n2");
    CHECK(Scheduled(running_clone("promoted-max=0")).promoted("db").empty());
}

TEST_CASE("a location constraint for the role Promoted adds to the promotion score") {
    const Scheduled result(running_clone().constraint(promoted_rule("n1", "100")));
    CHECK(result.promotion_score("db", "n1") == "105");
    CHECK(result.promoted("db") == "n1");
}

TEST_CASE("a location constraint for the role Promoted can forbid a node") {
    const Scheduled result(running_clone().constraint(promoted_rule("n2", "-INFINITY")));
    CHECK(result.promotion_score("db", "n2") == "-INFINITY");
    CHECK(result.promoted("db") == "n1");
    CHECK(result.nodes("db") == "n1 n2");
}

TEST_CASE("a promoted role that must be with a resource is where that is") {
    const Scheduled result(running_clone()
                               .resource(primitive("x"))
                               .constraint(location("lx", "x", "n1", "INFINITY"))
                               .constraint(colocation("with", "c", "x", "INFINITY", R"(rsc-role="Promoted")")));
    CHECK(result.promotion_score("db", "n2") == "-INFINITY");
    CHECK(result.promoted("db") == "n1");
}

TEST_CASE("a promoted role that would rather not be with a resource loses the score there") {
    const Scheduled result(running_clone()
                               .resource(primitive("x"))
                               .constraint(location("lx", "x", "n2", "INFINITY"))
                               .constraint(colocation("apart", "c", "x", "-20", R"(rsc-role="Promoted")")));
    CHECK(result.promotion_score("db", "n2") == "-10");
    CHECK(result.promoted("db") == "n1");
}

TEST_CASE("target-role Unpromoted promotes nobody") {
    CHECK(Scheduled(running_clone("target-role=Unpromoted")).promoted("db").empty());
}

TEST_CASE("target-role Stopped stops all") { CHECK(Scheduled(running_clone("target-role=Stopped")).nodes("db").empty()); }

TEST_CASE("an unmanaged promoted instance stays promoted") {
    const Scheduled result(Sketch("n1 n2")
                               .resource(promotable("c", "db", "is-managed=false"))
                               .transient("n2", "master-db=10")
                               .runs_promoted("db", "n1")
                               .runs("db", "n2"));
    CHECK(result.promoted("db") == "n1");
}

TEST_CASE("of equal scores the one that is promoted already stays so") {
    const Scheduled result(Sketch("n1 n2")
                               .resource(promotable("c", "db"))
                               .transient("n1", "master-db=10")
                               .transient("n2", "master-db=10")
                               .runs("db", "n1")
                               .runs_promoted("db", "n2"));
    CHECK(result.promoted("db") == "n2");
}

TEST_CASE("without quorum and with freeze nothing new is promoted") {
    CHECK(Scheduled(running_clone().without_quorum().options("no-quorum-policy=freeze")).promoted("db").empty());
}

TEST_CASE("without quorum and with freeze what is promoted stays so") {
    const Scheduled result(Sketch("n1")
                               .resource(promotable("c", "db"))
                               .transient("n1", "master-db=10")
                               .runs_promoted("db", "n1")
                               .without_quorum()
                               .options("no-quorum-policy=freeze"));
    CHECK(result.promoted("db") == "n1");
}

TEST_CASE("a group in a promotable clone has the sum of its members' promotion scores") {
    const Scheduled result(
        Sketch("n1")
            .resource(clone("c", meta("promotable=true") + group("g", stateful("a") + stateful("b"))))
            .transient("n1", "master-a=3 master-b=4")
            .runs("a b", "n1"));
    CHECK(result.promoted("a") == "n1");
    CHECK(result.promoted("b") == "n1");
}

TEST_CASE("a ticket for the role Promoted is needed to be promoted") {
    const Scheduled result(
        running_clone()
            .constraint(R"(<rsc_ticket id="t" rsc="c" rsc-role="Promoted" ticket="T" loss-policy="demote"/>)")
            .status(R"(<tickets><ticket_state id="T" granted="false"/></tickets>)"));
    CHECK(result.promoted("db").empty());
}

TEST_CASE("members' scores are summed beyond -INFINITY when instances are ordered") {
    const Scheduled result(Sketch("n1")
                               .resource(clone("c", meta("promotable=true clone-max=2") + group("g", primitive("a") + primitive("b"))))
                               .runs("a b", "n1")
                               .transient("n1", "master-a=-INFINITY master-b=-INFINITY"));
    std::vector<std::string> order;
    for (const ReportedScore& each : result.schedule.reported_scores) {
        if (each.kind == ReportedScore::Kind::Promotion) order.push_back(result.schedule.cluster->resources[each.resource].id);
    }
    CHECK(order == std::vector<std::string>{"g:1", "g:0"});
}

#include <doctest/doctest.h>

#include "placement/testing.h"
#include "scenario_text.h"

// The matchers that tests in C++ are written with.
using namespace placement;
using namespace placement::testing;

namespace {

std::string shown(const Verdict& verdict) {
    std::ostringstream text;
    text << verdict;
    return text.str();
}

} // namespace

TEST_CASE("testing: a prediction and an expectation in one assertion") {
    const Cib cib = two_services().cib();
    CHECK(after(cib, fail("n1")) | promotes("web", "n2"));
    CHECK(after(cib, fail("n1"), settle(), up("n1")) | runs("web-clone", "n1", "n2"));
    CHECK_FALSE(after(cib) | promotes("web", "n2"));
}

TEST_CASE("testing: one prediction, several expectations") {
    const Prediction down_to_one = after(two_services().cib(), fail("n1"));
    REQUIRE(down_to_one | loses_nothing());
    CHECK(down_to_one | not_on("db", "n1"));
    CHECK(down_to_one | moves_at_most(1));
    CHECK(down_to_one | moves_at_most("web", 0));
    CHECK(down_to_one | settles());
    CHECK_FALSE(down_to_one | loops("db"));
    CHECK_FALSE(down_to_one | stops("db"));
    Prediction changeable = after(two_services().cib(), down("n1"), down("n2"));
    CHECK(changeable | loses("db", "web-clone"));
    CHECK(changeable | promotes_nowhere("web"));
}

TEST_CASE("testing: scores and margins") {
    const Cib cib = two_services()
                        .constraint(location("here", "db", "n1", "9"))
                        .constraint(location("there", "db", "n2", "5"))
                        .cib();
    const Prediction at_rest = after(cib);
    CHECK(at_rest | scores("db", "n2", Score(5)));
    CHECK(at_rest | scores("db", "n1", Score(9), Score::infinity()));
    CHECK_FALSE(at_rest | has_promotion_score("web", "n1", Score(-1)));
    CHECK(at_rest | has_promotion_score("web", "n1", Score(1), Score(1000)));
    CHECK(at_rest | margin_at_least("db", 2));
    CHECK_FALSE(at_rest | margin_at_least("db", 1000));
}

TEST_CASE("testing: every event") {
    const Cib cib =
        two_services().constraint("<rsc_ticket id=\"t\" rsc=\"db\" ticket=\"siteA\" loss-policy=\"stop\"/>").cib();
    const Prediction all = after(cib, ticket("siteA", TicketChanges::To::Granted), fail("db", "n1"), standby("n2"),
                                 op("db_monitor_0@n2=7"), op_fail("db_start_0@n2=1"), fence_fail("n2"), attribute("n1", "a", "b"),
                                 promotion_score("web", "n2", Score(3)), option("maintenance-mode", "false"),
                                 watchdog(false), wait(5), settle());
    CHECK(all->scenario.events.size() == 12);
}

TEST_CASE("testing: what an administrator does") {
    const Cib cib = two_services().cib();
    CHECK(after(cib, disable("db")) | stops("db"));
    CHECK(after(cib, disable("db"), enable("db")) | runs("db", "n1"));
    CHECK(after(cib, unmanage("db"), maintenance("n2"), unmaintenance("n2"), standby("n1"), unstandby("n1"), manage("db")) |
          runs("db", "n1"));
    CHECK(after(cib, move_resource("db", "n2")) | runs("db", "n2"));
    CHECK(after(cib, ban("db"), clear("db")) | runs("db", "n1"));
    CHECK(after(cib, ban_promoted("web", "n1")) | promotes("web", "n2"));
    CHECK(after(cib, move_promoted("web", "n2")) | promotes("web", "n2"));
    CHECK(after(cib, cleanup("db"), refresh("db")) | runs("db", "n1"));
}

TEST_CASE("testing: what fails shows what is predicted, and why") {
    const Verdict verdict = after(two_services().cib(), fail("n1")) | promotes("web", "n1");
    CHECK_FALSE(static_cast<bool>(verdict));
    CHECK(shown(verdict).find("web\n  expected   promoted on n1\n  predicted  promoted on n2\n    ") == 0);
    const std::string by_doctest = doctest::toString(verdict).c_str();
    CHECK(by_doctest == shown(verdict));
}

TEST_CASE("testing: what is met says so in one line") {
    CHECK(shown(after(two_services().cib()) | promotes("web", "n1")) == "web: promoted on n1");
}

TEST_CASE("testing: a matcher of one's own") {
    const Matcher has_quorum([](const Predicted& predicted) {
        return CheckedExpectation{{}, predicted.outcome.quorum, "cluster", "quorum", "no quorum", {}};
    });
    CHECK(after(two_services().cib()) | has_quorum);
}

TEST_CASE("testing: a name that is not there is no failure but an error") {
    CHECK_THROWS_AS(after(two_services().cib(), fail("n7")), UnknownName);
    CHECK_THROWS_AS(after(two_services().cib()) | stops("nothing"), UnknownName);
}

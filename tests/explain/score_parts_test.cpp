#include <doctest/doctest.h>

#include "explain/hand_made.h"
#include "placement/error.h"
#include "placement/explain.h"

using namespace placement;

namespace {

struct TwoOnOne : HandMade {
    NodeId n1 = node("n1");
    ResourceId db = primitive("db");
    ResourceId ip = primitive("ip");
    LocationId prefer = location("prefer-n1", db, 12);
    ColocationId together = colocation("ip-with-db", ip, db, Score::infinity());
    TwoOnOne() { begin(); }
    std::vector<ScorePart> parts(ResourceId resource) const { return explain_score(schedule, resource, n1).parts; }
};

} // namespace

TEST_CASE_FIXTURE(TwoOnOne, "a location constraint is told with its id and line") {
    add(db, n1, Score(50), because(CauseKind::Location, 0));
    REQUIRE(parts(db).size() == 1);
    CHECK(parts(db)[0].text == "location constraint prefer-n1");
    CHECK(parts(db)[0].constraint == "prefer-n1");
    CHECK(parts(db)[0].position.line == 12);
    CHECK(parts(db)[0].change == Score(50));
}

TEST_CASE_FIXTURE(TwoOnOne, "the final score comes with its parts") {
    add(db, n1, Score(50), because(CauseKind::Location, 0));
    CHECK(explain_score(schedule, db, n1).score == Score(50));
}

TEST_CASE_FIXTURE(TwoOnOne, "a dependent is told what it must be with") {
    add(ip, n1, Score(10), because(CauseKind::Colocation, 0, db));
    CHECK(parts(ip)[0].text == "colocation ip-with-db: ip with db, INFINITY");
}

TEST_CASE_FIXTURE(TwoOnOne, "the ban of a dependent is the colocation's, and not what bans its primary") {
    add(db, n1, Score::minus_infinity(), because(CauseKind::MigrationThreshold, 0, db));
    set(ip, n1, Score::minus_infinity(), because(CauseKind::Colocation, 0, db));
    REQUIRE(parts(ip).size() == 1);
    CHECK(parts(ip)[0].text == "colocation ip-with-db: ip with db, INFINITY");
}

TEST_CASE_FIXTURE(TwoOnOne, "a primary is told whose preference it takes over") {
    add(db, n1, Score(-10), because(CauseKind::Colocation, 0, ip));
    CHECK(parts(db)[0].text == "taken by ip through colocation ip-with-db: ip with db, INFINITY");
}

TEST_CASE_FIXTURE(TwoOnOne, "changes of nothing are left out") {
    add(db, n1, Score(50), because(CauseKind::Location, 0));
    add(db, n1, Score(0), because(CauseKind::Stickiness));
    CHECK(parts(db).size() == 1);
}

TEST_CASE_FIXTURE(TwoOnOne, "what was tried and undone is left out") {
    add(db, n1, Score(50), because(CauseKind::Location, 0));
    add(db, n1, Score::minus_infinity(), because(CauseKind::InstanceLimit));
    set(db, n1, Score(50), because(CauseKind::Restore));
    add(db, n1, Score(1), because(CauseKind::Stickiness));
    REQUIRE(parts(db).size() == 2);
    CHECK(parts(db)[1].text == "stickiness: it runs here");
}

TEST_CASE_FIXTURE(TwoOnOne, "a score taken over from another resource stands as that one's parts up to then") {
    add(ip, n1, Score(7), because(CauseKind::Stickiness));
    add(db, n1, Score(50), because(CauseKind::Location, 0));
    set(ip, n1, Score(50), because(CauseKind::Copy, 0, db));
    add(db, n1, Score(1), because(CauseKind::Stickiness));
    REQUIRE(parts(ip).size() == 1);
    CHECK(parts(ip)[0].constraint == "prefer-n1");
    CHECK(parts(ip)[0].resource == db);
}

TEST_CASE_FIXTURE(TwoOnOne, "a set value leaves nothing of what was before") {
    add(db, n1, Score(50), because(CauseKind::Location, 0));
    set(db, n1, Score::minus_infinity(), because(CauseKind::ExclusiveDiscovery));
    REQUIRE(parts(db).size() == 1);
    CHECK(parts(db)[0].text == "resource-discovery=exclusive names other nodes");
}

TEST_CASE_FIXTURE(TwoOnOne, "a promotion score shows its own parts and what the clone's followers add") {
    const ResourceId clone = ip;
    const auto priority = [&](std::optional<Score> before, Score after, std::optional<Score> change, Cause cause) {
        LedgerEntry entry;
        entry.table = LedgerEntry::Table::Promotion;
        entry.resource = db;
        entry.node = n1;
        entry.before = before;
        entry.after = after;
        entry.change = change;
        entry.cause = cause;
        schedule.ledger->push_back(entry);
    };
    place(db, n1);
    schedule.placements[db].promotion_considered = true;
    schedule.placements[db].promotion_score = Score(20);
    priority(Score(), Score(100), std::nullopt, because(CauseKind::PromotionAttribute));
    priority(Score(100), Score(120), Score(20), because(CauseKind::Location, 0));
    add(clone, n1, Score(120), because(CauseKind::PromotionAttribute, 0, db));
    add(clone, n1, Score(-100), because(CauseKind::Stickiness));
    priority(Score(120), Score(20), std::nullopt, because(CauseKind::PromotionBase, 0, clone));
    const std::vector<ScorePart> all = explain_promotion_score(schedule, db).parts;
    REQUIRE(all.size() == 3);
    CHECK(all[0].change == Score(100));
    CHECK(all[1].constraint == "prefer-n1");
    CHECK(all[2].change == Score(-100));
    CHECK(all[2].after == Score(20));
}

TEST_CASE_FIXTURE(TwoOnOne, "an agent that gave no promotion score is told so") {
    add(db, n1, Score(-1), because(CauseKind::PromotionAttribute));
    CHECK(parts(db)[0].text == "the agent gave no promotion score (no node attribute master-db)");
    cluster.nodes[n1].attributes["master-db"] = "-1";
    finish();
    CHECK(parts(db)[0].text == "promotion score from the agent (node attribute master-db)");
}

TEST_CASE_FIXTURE(TwoOnOne, "an id that is in no table is told without a name") {
    add(db, n1, Score(1), because(CauseKind::Location, 99));
    add(db, n1, Score(1), because(CauseKind::Colocation, 99, ip));
    CHECK(parts(db)[0].text == "a location constraint");
    CHECK(parts(db)[1].text == "kept together with ip");
}

TEST_CASE_FIXTURE(TwoOnOne, "a node that is not in the table has no score") {
    CHECK(explain_score(schedule, db, n1).score == std::nullopt);
}

TEST_CASE_FIXTURE(TwoOnOne, "nothing is explained without a ledger") {
    schedule.ledger.reset();
    CHECK_THROWS_AS(explain_score(schedule, db, n1), InvalidArgument);
}

TEST_CASE_FIXTURE(TwoOnOne, "an instance that was never considered for promotion has no parts") {
    CHECK(explain_promotion_score(schedule, db).parts.empty());
    CHECK(explain_promotion_score(schedule, db).score == std::nullopt);
}

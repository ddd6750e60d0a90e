#include <doctest/doctest.h>

#include "explain/hand_made.h"
#include "placement/error.h"
#include "placement/explain.h"

using namespace placement;

namespace {

struct OneOnOne : HandMade {
    NodeId n1 = node("n1");
    ResourceId db = primitive("db");
    OneOnOne() { begin(); }
    std::optional<Score> replayed() const { return replay(*schedule.ledger, LedgerEntry::Table::Node, db, n1); }
};

} // namespace

TEST_CASE_FIXTURE(OneOnOne, "changes are added up") {
    add(db, n1, Score(0), because(CauseKind::Start));
    add(db, n1, Score(100), because(CauseKind::Stickiness));
    add(db, n1, Score(-30), because(CauseKind::NodeHealth));
    CHECK(replayed() == Score(70));
}

TEST_CASE_FIXTURE(OneOnOne, "a set value replaces what came before") {
    add(db, n1, Score(100), because(CauseKind::Stickiness));
    set(db, n1, Score(-1), because(CauseKind::Restore));
    CHECK(replayed() == Score(-1));
}

TEST_CASE_FIXTURE(OneOnOne, "minus infinity wins over plus infinity") {
    add(db, n1, Score::infinity(), because(CauseKind::Stickiness));
    add(db, n1, Score::minus_infinity(), because(CauseKind::MigrationThreshold));
    CHECK(replayed() == Score::minus_infinity());
}

TEST_CASE_FIXTURE(OneOnOne, "without entries there is no score") { CHECK(replayed() == std::nullopt); }

TEST_CASE_FIXTURE(OneOnOne, "a sound ledger has no faults") {
    add(db, n1, Score(5), because(CauseKind::Start));
    CHECK(check_ledger(schedule).empty());
}

TEST_CASE_FIXTURE(OneOnOne, "a score that the ledger does not give is a fault") {
    add(db, n1, Score(5), because(CauseKind::Start));
    schedule.scores[db][n1].score = Score(6);
    REQUIRE(check_ledger(schedule).size() == 1);
    CHECK(check_ledger(schedule)[0] == "db on n1: the ledger gives 5, the schedule 6");
}

TEST_CASE_FIXTURE(OneOnOne, "an entry that does not start where the one before it ended is a fault") {
    add(db, n1, Score(5), because(CauseKind::Start));
    add(db, n1, Score(1), because(CauseKind::Stickiness));
    schedule.ledger->back().before = Score(4);
    CHECK_FALSE(check_ledger(schedule).empty());
}

TEST_CASE_FIXTURE(OneOnOne, "an entry whose change does not give what it says is a fault") {
    add(db, n1, Score(5), because(CauseKind::Start));
    schedule.ledger->back().after = Score(7);
    schedule.scores[db][n1].score = Score(7);
    CHECK_FALSE(check_ledger(schedule).empty());
}

TEST_CASE_FIXTURE(OneOnOne, "a promotion score is replayed too") {
    schedule.placements[db].promotion_considered = true;
    schedule.placements[db].promotion_score = Score(10);
    CHECK(check_ledger(schedule).size() == 1);
    LedgerEntry entry;
    entry.table = LedgerEntry::Table::Promotion;
    entry.resource = db;
    entry.before = Score();
    entry.after = Score(10);
    entry.change = Score(10);
    schedule.ledger->push_back(entry);
    CHECK(check_ledger(schedule).empty());
}

TEST_CASE_FIXTURE(OneOnOne, "a schedule without a ledger cannot be checked") {
    schedule.ledger.reset();
    CHECK_THROWS_AS(check_ledger(schedule), InvalidArgument);
}

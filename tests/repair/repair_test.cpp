#include <algorithm>
#include <filesystem>

#include <doctest/doctest.h>

#include "placement/agents.h"
#include "placement/edit.h"
#include "placement/error.h"
#include "placement/repair.h"
#include "repair/effect.h"
#include "repair/said_before.h"
#include "support/sketch.h"

// The smallest edits that make something hold.
using namespace placement;

namespace {

using Kind = Expectation::Kind;

std::string watched() { return operations(R"(<op id="@" name="monitor" interval="10s"/>)"); }

ScenarioTest wanted(const Cib& cib, std::vector<Event> events, std::vector<Expectation> expectations) {
    ScenarioTest test{"wanted", {}, {.cib = cib, .from = StartFrom::Rest}, std::vector<Position>(events.size()), {}};
    test.scenario.release = default_release;
    test.checkpoints.push_back({events.size(), std::move(expectations)});
    test.scenario.events = std::move(events);
    return test;
}

Repairs repaired(const Sketch& sketch, std::vector<Event> events, std::vector<Expectation> expectations = {{.kind = Kind::Lost}},
                 const RepairOptions& options = {}) {
    return repair({wanted(sketch.cib(), std::move(events), std::move(expectations))}, options);
}

std::vector<std::string> texts(const Repairs& repairs) {
    std::vector<std::string> all;
    for (const Repair& each : repairs.repairs) {
        std::string text;
        for (const RepairEdit& edit : each.edits) text += (text.empty() ? "" : " + ") + edit.text;
        all.push_back(text);
    }
    return all;
}

bool contains(const std::vector<std::string>& texts, const std::string& text) {
    return std::ranges::find(texts, text) != texts.end();
}

const RepairEdit* edit_with(const Repairs& repairs, const std::string& text) {
    for (const Repair& each : repairs.repairs) {
        if (each.edits.size() == 1 && each.edits[0].text == text) return &each.edits[0];
    }
    return nullptr;
}

/// db runs on n1, and is banned from n2 by as many constraints.
Sketch banned(int bans) {
    Sketch sketch("n1 n2");
    sketch.resource(primitive("db", watched())).runs("db", "n1").stopped("db", "n2");
    for (int i = 0; i < bans; ++i) sketch.constraint(location("ban" + std::to_string(i), "db", "n2", "-INFINITY"));
    return sketch;
}

const RepairOptions bans_may_go{.allow = {Protection::Bans}};

} // namespace

TEST_CASE("what holds already is said so, without a search") {
    const Repairs repairs = repaired(banned(0), {NodeFails{"n1"}});
    CHECK(repairs.holds_already());
    CHECK(repairs.runs == 0);
}

TEST_CASE("what does not hold is told with the reason") {
    const Repairs repairs = repaired(banned(1), {NodeFails{"n1"}});
    REQUIRE(repairs.unmet.size() == 1);
    CHECK(repairs.unmet[0].predicted == "lost: db");
    CHECK_FALSE(repairs.unmet[0].explanation.empty());
}

TEST_CASE("a ban that holds a service down is named, and not proposed") {
    const Repairs repairs = repaired(banned(1), {NodeFails{"n1"}});
    CHECK(repairs.repairs.empty());
    const auto is_it = [](const NotProposed& each) { return each.text == "without the location constraint of db, ban0"; };
    const auto found = std::ranges::find_if(repairs.not_proposed, is_it);
    REQUIRE(found != repairs.not_proposed.end());
    CHECK(found->weakens == std::set<Protection>{Protection::Bans});
}

TEST_CASE("a ban that holds a service down is proposed where bans may go") {
    const Repairs repairs = repaired(banned(1), {NodeFails{"n1"}}, {{.kind = Kind::Lost}}, bans_may_go);
    CHECK(contains(texts(repairs), "without the location constraint of db, ban0"));
    CHECK_FALSE(repairs.any_harmless());
}

TEST_CASE("a ban that a command left behind is taken away, and nothing gets worse") {
    const Sketch sketch = banned(0).constraint(location("cli-ban-db-on-n2", "db", "n2", "-INFINITY"));
    const Repairs repairs = repaired(sketch, {NodeFails{"n1"}});
    REQUIRE_FALSE(repairs.repairs.empty());
    CHECK(texts(repairs).front() == "without the location constraint of db, cli-ban-db-on-n2");
    CHECK(repairs.any_harmless());
    CHECK(contains(repairs.repairs[0].effect.better, "db is running on n2 instead of down when n1 fails"));
    CHECK(repairs.repairs[0].text.text.find("cli-ban") == std::string::npos);
}

TEST_CASE("where one edit does not do, two are found, and both are needed") {
    const Repairs repairs = repaired(banned(2), {NodeFails{"n1"}}, {{.kind = Kind::Lost}}, bans_may_go);
    REQUIRE(repairs.repairs.size() == 1);
    CHECK(repairs.repairs[0].edits.size() == 2);
    CHECK(repairs.pairs_tried > 0);
    CHECK(repaired(banned(2), {NodeFails{"n1"}}, {{.kind = Kind::Lost}}, {.allow = {Protection::Bans}, .edits = 1})
              .repairs.empty());
}

TEST_CASE("where nothing does, that is said with what was tried") {
    const Repairs repairs = repaired(banned(3), {NodeFails{"n1"}}, {{.kind = Kind::Lost}}, bans_may_go);
    CHECK(repairs.repairs.empty());
    CHECK(repairs.edits_tried > 0);
    CHECK(repairs.pairs_tried > 0);
    CHECK_FALSE(repairs.partial);
}

TEST_CASE("a number comes with all the values that do, and the least change that is well within them") {
    const Sketch sketch = Sketch("n1 n2")
                              .resource(primitive("db", watched()))
                              .constraint(location("likes", "db", "n1", "1000"))
                              .runs("db", "n2")
                              .stopped("db", "n1");
    // At rest it is on n1 because of the 1000.
    const Repairs repairs = repaired(sketch, {ClusterSettles{}}, {{.kind = Kind::Running, .resource = "db", .nodes = {"n2"}}});
    const RepairEdit* const stickiness = edit_with(repairs, "resource-stickiness of db: 10000 instead of 0");
    REQUIRE(stickiness != nullptr);
    REQUIRE(stickiness->range);
    CHECK(stickiness->range->from.value() == 1000);
    CHECK(stickiness->range->edge_below);
    CHECK(stickiness->range->to.is_plus_infinity());
    CHECK_FALSE(stickiness->range->edge_above);
}

TEST_CASE("what only changes a constraint is told, and not its removal") {
    const Sketch sketch = Sketch("n1 n2")
                              .resource(primitive("db", watched()))
                              .constraint(location("one", "db", "n1", "100") + location("two", "db", "n1", "50"))
                              .constraint(location("other", "db", "n2", "120"))
                              .runs("db", "n1")
                              .stopped("db", "n2");
    const std::vector<std::string> found =
        texts(repaired(sketch, {}, {{.kind = Kind::Running, .resource = "db", .nodes = {"n2"}}}, {.most = 20}));
    CHECK(contains(found, "score of one: 10 instead of 100"));
    CHECK(contains(found, "score of two: 1 instead of 50"));
    CHECK(std::ranges::none_of(found, [](const std::string& text) { return text.starts_with("without"); }));
}

TEST_CASE("a constraint that is missing is proposed where a node is wanted") {
    const Sketch sketch = Sketch("n1 n2").resource(primitive("db", watched())).runs("db", "n1").stopped("db", "n2");
    const Repairs repairs = repaired(sketch, {}, {{.kind = Kind::Running, .resource = "db", .nodes = {"n2"}}});
    const auto prefers = std::ranges::find_if(repairs.repairs, [](const Repair& each) {
        return each.edits[0].change.kind == ConfigurationChange::Kind::AddConstraint &&
               each.edits[0].change.id == "db-prefers-n2";
    });
    REQUIRE(prefers != repairs.repairs.end());
    CHECK(contains(prefers->effect.committing, "db moves from n1 to n2"));
}

TEST_CASE("what weakens the cluster is named, and proposed only where that is allowed") {
    const Sketch sketch = Sketch("n1 n2")
                              .resource(primitive("disk", watched()) + primitive("db", watched()))
                              .constraint(colocation("db-with-disk", "db", "disk", "INFINITY"))
                              .constraint(location("disk-on-n1", "disk", "n2", "-INFINITY"))
                              .runs("disk db", "n1")
                              .stopped("disk", "n2")
                              .stopped("db", "n2");
    const std::vector<Expectation> wants{{.kind = Kind::State, .resource = "db"}};
    const Repairs repairs = repaired(sketch, {NodeFails{"n1"}}, wants);
    CHECK_FALSE(contains(texts(repairs), "without the colocation of db with disk, db-with-disk"));
    CHECK(std::ranges::any_of(repairs.not_proposed, [](const NotProposed& each) {
        return each.weakens == std::set<Protection>{Protection::Constraints};
    }));
    const Repairs allowed = repaired(sketch, {NodeFails{"n1"}}, wants, {.allow = {Protection::Constraints}});
    const auto weaker = std::ranges::find_if(allowed.repairs, [](const Repair& each) { return !each.weakens.empty(); });
    REQUIRE(weaker != allowed.repairs.end());
    CHECK_FALSE(weaker->harmless());
}

TEST_CASE("where the same instance is promoted, the others are what gets worse") {
    const Sketch sketch = Sketch("n1 n2 n3")
                              .resource(promotable("pg-clone", "pg"))
                              .transient("n1", "master-pg=10")
                              .runs_promoted("pg", "n1")
                              .runs("pg", "n2")
                              .runs("pg", "n3");
    const Cib fewer = changed(sketch.cib(), {{ConfigurationChange::Kind::SetOwnMetaAttribute, "pg-clone", "clone-max", "2", {}}});
    const RepairEffect effect = effect_of({.cib = sketch.cib(), .release = default_release}, fewer);
    CHECK(contains(effect.worse, "pg-clone is running on n1 n2 instead of running on n1 n2 n3 (now)"));
}

TEST_CASE("an edit after which a service that runs now does not run is no repair") {
    const Sketch sketch = Sketch("n1 n2")
                              .resource(primitive("db", watched()) + primitive("web", watched()))
                              .constraint(location("web-not-n2", "web", "n2", "-INFINITY"))
                              .runs("db web", "n1")
                              .stopped("db", "n2")
                              .stopped("web", "n2");
    // Of two on one node, the one may go; but not by a colocation that leaves the other no node.
    const Repairs repairs = repaired(sketch, {}, {{.kind = Kind::NotOn, .resource = "web", .nodes = {"n1"}}});
    for (const Repair& each : repairs.repairs) CHECK(each.effect.lost_now.empty());
    CHECK_FALSE(repairs.refused.empty());
}

TEST_CASE("an edit after which a service that is promoted now is promoted nowhere is no repair") {
    const Sketch sketch = Sketch("n1 n2")
                              .resource(promotable("pg-clone", "pg"))
                              .constraint(location("here", "pg-clone", "n1", "100", R"(role="Promoted")"))
                              .runs_promoted("pg", "n1")
                              .runs("pg", "n2");
    const Cib without = changed(sketch.cib(), {{ConfigurationChange::Kind::RemoveConstraint, "here", {}, {}, {}}});
    CHECK(effect_of({.cib = sketch.cib(), .release = default_release}, without).lost_now ==
          "pg-clone is promoted nowhere instead of promoted on n1");
}

TEST_CASE("fencing is not enabled where there is no fencing device") {
    const Sketch sketch = Sketch("n1 n2")
                              .resource(primitive("db", meta("requires=fencing")))
                              .options("stonith-enabled=false fencing-enabled=false");
    const Cib enabled = changed(sketch.cib(), {{ConfigurationChange::Kind::SetProperty, {}, "fencing-enabled", "true", {}}});
    const std::optional<std::string> error = NewErrors({.cib = sketch.cib(), .release = default_release}).in(enabled);
    REQUIRE(error);
    CHECK(error->starts_with("lint then finds no-fencing-devices"));
}

TEST_CASE("a sentence with another number is the same, and one about another name is not") {
    CHECK(says_the_same("the score of `a` is -100", "the score of `a` is -INFINITY"));
    CHECK_FALSE(says_the_same("`db` is stopped when n1 fails", "`db` is stopped when n2 fails"));
    CHECK(share_subject("`a` and `b` are stopped", "`b` moves"));
    CHECK_FALSE(share_subject("`a` is stopped", "`ab` moves"));
}

TEST_CASE("the kind of an ordering that has a score is an edit that a cluster takes") {
    const Sketch sketch = Sketch("n1 n2")
                              .resource(primitive("web", meta("target-role=Stopped")) + primitive("db", watched()))
                              .constraint(ordering("o", "web", "db", R"(score="INFINITY")"));
    const Repairs repairs = repaired(sketch, {}, {{.kind = Kind::State, .resource = "db"}}, {.allow = {Protection::Constraints}});
    CHECK(std::ranges::any_of(repairs.repairs, [](const Repair& each) {
        return each.edits.size() == 1 && text(each.changes().front()) == "with kind of o being Optional";
    }));
}

TEST_CASE("what is too far away to be tried is counted") {
    Sketch sketch("n1 n2");
    std::string resources, constraints;
    for (int i = 0; i < 70; ++i) {
        resources += primitive("r" + std::to_string(i));
        if (i > 0) constraints += colocation("c" + std::to_string(i), "r" + std::to_string(i), "r" + std::to_string(i - 1), "1");
    }
    sketch.resource(resources).constraint(constraints);
    const Repairs repairs = repaired(sketch, {}, {{.kind = Kind::Stopped, .resource = "r0"}}, {.edits = 1, .max_runs = 1});
    CHECK(repairs.resources_left_out == 10);
}

TEST_CASE("two wants that contradict each other are refused with both") {
    const auto complaint = [](std::vector<Expectation> wants) -> std::string {
        try {
            repaired(banned(0), {}, std::move(wants));
        } catch (const InvalidArgument& error) {
            return error.what();
        }
        return "";
    };
    const std::vector<std::string> n1{"n1"}, n2{"n2"};
    CHECK(complaint(
              {{.kind = Kind::Running, .resource = "db", .nodes = n1}, {.kind = Kind::Running, .resource = "db", .nodes = n2}}) ==
          "wanted: `running: {db: n1}` and `running: {db: n2}` contradict each other, so that no configuration can meet both");
    CHECK(
        complaint({{.kind = Kind::Running, .resource = "db", .nodes = n1}, {.kind = Kind::NotOn, .resource = "db", .nodes = n1}})
            .find("`not_on: {db: n1}`") != std::string::npos);
    CHECK_FALSE(
        complaint({{.kind = Kind::Running, .resource = "db", .nodes = n1}, {.kind = Kind::Stopped, .resource = "db"}}).empty());
    CHECK_FALSE(complaint({{.kind = Kind::Settles}, {.kind = Kind::Loops}}).empty());
    CHECK_FALSE(complaint({{.kind = Kind::Lost}, {.kind = Kind::Lost, .services = {"db"}}}).empty());
    CHECK_FALSE(
        complaint({{.kind = Kind::Lost, .services = {"db"}}, {.kind = Kind::Running, .resource = "db", .nodes = n1}}).empty());
    CHECK_FALSE(complaint({{.kind = Kind::State, .resource = "db", .state = ServiceState::Running},
                           {.kind = Kind::State, .resource = "db", .state = ServiceState::Down}})
                    .empty());
    CHECK_FALSE(complaint({{.kind = Kind::Score, .resource = "db", .nodes = n1, .at_least = Score(5)},
                           {.kind = Kind::Score, .resource = "db", .nodes = n1, .at_most = Score(4)}})
                    .empty());
    CHECK_FALSE(complaint({{.kind = Kind::Promoted, .resource = "db", .nodes = n2},
                           {.kind = Kind::Running, .resource = "db", .nodes = n1}})
                    .empty());
    CHECK(
        complaint({{.kind = Kind::Running, .resource = "db", .nodes = n1}, {.kind = Kind::NotOn, .resource = "db", .nodes = n2}})
            .empty());
}

TEST_CASE("wants that contradict each other are refused without a name where the test has none") {
    ScenarioTest test = wanted(banned(0).cib(), {}, {{.kind = Kind::Settles}, {.kind = Kind::Loops}});
    test.name.clear();
    CHECK_THROWS_WITH_AS(static_cast<void>(repair({test})),
                         "`settles: true` and `loops` contradict each other, so that no configuration can meet both",
                         InvalidArgument);
}

TEST_CASE("a want that names nothing, and no want, are refused") {
    CHECK_THROWS_AS(repaired(banned(0), {}, {{.kind = Kind::Stopped, .resource = "db2"}}), UnknownName);
    CHECK_THROWS_AS(repair(std::vector<ScenarioTest>{}), InvalidArgument);
}

TEST_CASE("a search that is ended, or has run often enough, is partial") {
    const Repairs ended =
        repaired(banned(1), {NodeFails{"n1"}}, {{.kind = Kind::Lost}}, {.go_on = [](const RepairProgress&) { return false; }});
    CHECK(ended.partial);
    CHECK(ended.repairs.empty());
    CHECK(repaired(banned(1), {NodeFails{"n1"}}, {{.kind = Kind::Lost}}, {.max_runs = 1}).partial);
}

TEST_CASE("protections have names") {
    for (const Protection each : all_protections()) CHECK(require_protection(std::string(text(each))) == each);
    CHECK_THROWS_AS(require_protection("fence"), UnknownName);
}

TEST_SUITE("large") {
    TEST_CASE("the outage of 2017: the score from -19999 on, the stickiness edges, and nothing that weakens the cluster") {
        const std::string file = PLACEMENT_SOURCE_DIR "/cib-samples/postgres-outage-2017.xml";
        ScenarioTest test = wanted(Cib::from_file(file),
                                   {TimePasses{0, 500}, OperationEnds{OperationResult::parse("Postgresql_monitor_2000@pg02=1")},
                                    TimePasses{1, 500}, ResourceFails{"Postgresql", "pg01"}, TimePasses{90, 0}},
                                   {{.kind = Kind::Lost}});
        test.scenario.release = Release::v1_1_10;
        test.scenario.agents = {Agent::parse("msPostgresql=pgsql")};
        const Repairs repairs = repair({test});
        const RepairEdit* const score = edit_with(repairs, "score of backup-vip-not-with-master: -1000 instead of -INFINITY");
        REQUIRE(score != nullptr);
        CHECK(score->range->from.value() == -19999);
        CHECK(score->range->to.value() == -1);
        const RepairEdit* const clone = edit_with(repairs, "resource-stickiness of msPostgresql: 1000 instead of 0");
        REQUIRE(clone != nullptr);
        CHECK(clone->range->from.value() == 100);
        const RepairEdit* const address = edit_with(repairs, "resource-stickiness of PostgresqlBackupVIP: 0 instead of 100");
        REQUIRE(address != nullptr);
        CHECK(address->range->to.value() == 1);
        for (const Repair& each : repairs.repairs) CHECK(each.weakens.empty());
    }
}

#include <algorithm>
#include <atomic>
#include <stdexcept>

#include <doctest/doctest.h>

#include "placement/carry_out.h"
#include "placement/margin.h"
#include "support/sketch.h"

// How far a number may go until a resource ends up elsewhere: every edge is seen from both sides by a run.
using namespace placement;

namespace {

using Names = std::vector<std::string>;

Names edges(const Margins& margins) {
    Names all = margins.now.promoted;
    for (const Margin& each : margins.margins) {
        all.push_back(each.id + " " + each.current.text() + " below " + (each.below ? each.below->text() : "none") + " above " +
                      (each.above ? each.above->text() : "none"));
    }
    for (const auto& each : margins.decisive) all.push_back(each.id);
    return all;
}

Cib sample(const std::string& name) {
    return Cib::from_file(std::string(PLACEMENT_SOURCE_DIR) + "/cib-samples/" + name + ".xml");
}

const Margin* find(const Margins& margins, const std::string& id, const std::string& node = "") {
    const auto found =
        std::ranges::find_if(margins.margins, [&](const Margin& each) { return each.id == id && each.node == node; });
    return found == margins.margins.end() ? nullptr : &*found;
}

Standing standing(const Scenario& scenario, const Margin& margin, Score value, const std::string& resource) {
    Scenario other = scenario;
    other.cib = changed(scenario.cib, {margin.change(value)});
    const Outcome outcome = simulate(other);
    Standing standing{outcome.promoted(resource), outcome.running(resource), outcome.settled->end == SettledCluster::End::Cycle};
    std::ranges::sort(standing.promoted);
    std::ranges::sort(standing.running);
    return standing;
}

void check_edges(const Scenario& scenario, const Margins& margins) {
    for (const Margin& margin : margins.margins) {
        CAPTURE(margin.id);
        if (margin.above) {
            CHECK(standing(scenario, margin, *margin.above, margins.resource) == margin.if_above);
            CHECK(standing(scenario, margin, Score(margin.above->value() - 1), margins.resource) == margins.now);
        }
        if (margin.below) {
            CHECK(standing(scenario, margin, *margin.below, margins.resource) == margin.if_below);
            CHECK(standing(scenario, margin, Score(margin.below->value() + 1), margins.resource) == margins.now);
        }
    }
}

/// "a" runs on n1 with the stickiness 100, and likes n2 by 30.
Scenario sticky() {
    return {.cib = Sketch("n1 n2")
                       .resource(primitive("a", R"(<meta_attributes id="a-meta"><nvpair id="a-sticky" )"
                                                R"(name="resource-stickiness" value="100"/></meta_attributes>)"))
                       .constraint(R"(<rsc_location id="to-n2" rsc="a" node="n2" score="30"/>)")
                       .runs("a", "n1")
                       .cib()};
}

} // namespace

TEST_CASE("a preference and the stickiness that holds against it have the same distance") {
    const Margins found = margins(sticky(), "a");
    CHECK(found.now.running == Names{"n1"});
    REQUIRE(find(found, "to-n2") != nullptr);
    CHECK(find(found, "to-n2")->above == Score(101));
    CHECK(find(found, "to-n2")->if_above.running == Names{"n2"});
    CHECK(find(found, "to-n2")->below == std::nullopt);
    CHECK(find(found, "to-n2")->distance() == 71);
    REQUIRE(find(found, "a") != nullptr);
    CHECK(find(found, "a")->below == Score(29));
    CHECK(find(found, "a")->decisive_below == Names{"to-n2"});
}

TEST_CASE("a constraint without which the resource ends up elsewhere is decisive") {
    Scenario scenario = sticky();
    scenario.cib = changed(scenario.cib, {ConfigurationChange::with_score("to-n2", "INFINITY")});
    const Margins found = margins(scenario, "a");
    CHECK(found.now.running == Names{"n2"});
    REQUIRE(found.decisive.size() == 1);
    CHECK(found.decisive[0].id == "to-n2");
    CHECK(found.decisive[0].without.running == Names{"n1"});
}

TEST_CASE("both sides of every edge are what runs give") { check_edges(sticky(), margins(sticky(), "a")); }

TEST_CASE("the outage's cluster promotes pg02 until the agent's score for it is negative") {
    const Scenario outage{.cib = sample("postgres-outage"), .events = {NodeFails{"pg01"}}};
    const Margins found = margins(outage, "msPostgresql");
    CHECK(found.now.promoted == Names{"pg02"});
    const Margin* score = find(found, "Postgresql", "pg02");
    REQUIRE(score != nullptr);
    CHECK(score->current == Score(100));
    CHECK(score->below == Score(-1));
    CHECK(score->if_below.promoted.empty());
    CHECK(score->distance() == 101);
    check_edges(outage, found);
}

TEST_CASE("the constraint that refuses every promotion is decisive, and its score has an edge") {
    const Margins found = margins({.cib = sample("postgres-reverse"), .events = {NodeFails{"pg01"}}}, "msPostgresql");
    CHECK(found.now.promoted.empty());
    REQUIRE(!found.decisive.empty());
    CHECK(found.decisive[0].id == "primary-not-with-backup-vip");
    REQUIRE(find(found, "primary-not-with-backup-vip") != nullptr);
    CHECK(find(found, "primary-not-with-backup-vip")->above == Score(-1000));
}

TEST_CASE("the margins of several resources are those of each, and come from fewer runs") {
    const Scenario scenario{sample("postgres-outage")};
    const std::vector<std::string> resources{"PostgresqlVIP", "PostgresqlBackupVIP"};
    std::atomic<std::size_t> runs = 0;
    const std::vector<Margins> together = margins(scenario, resources, [&] { ++runs; });
    REQUIRE(together.size() == 2);
    std::size_t apart = 0;
    for (std::size_t i = 0; i < resources.size(); ++i) {
        const Margins alone = margins(scenario, resources[i]);
        CHECK(edges(together[i]) == edges(alone));
        apart += alone.runs;
    }
    CHECK(runs < apart);
}

TEST_CASE("where an earlier event ends so that a later one cannot happen is an edge") {
    const Scenario scenario{.cib = Sketch("n1 n2 n3")
                                       .resource(primitive("a", operations(R"(<op id="@" name="monitor" interval="10s"/>)")))
                                       .constraint(location("to-n2", "a", "n2", "10"))
                                       .constraint(location("to-n3", "a", "n3", "5"))
                                       .runs("a", "n1")
                                       .cib(),
                            .events = {NodeFails{"n1"}, ClusterSettles{}, ResourceFails{"a", "n2"}}};
    const Margins found = margins(scenario, "a");
    CHECK(found.now.running == Names{"n2"});
    REQUIRE(find(found, "to-n2") != nullptr);
    CHECK(find(found, "to-n2")->below == Score(4));
    CHECK(find(found, "to-n2")->if_below.impossible == "`a` does not run on n2 and so cannot fail there (it runs on n3)");
}

TEST_CASE("margins of what is not configured") { CHECK_THROWS_AS(margins(sticky(), "aa"), UnknownName); }

// ---- a cluster that never comes to rest -----------------------------------------------------------------------

namespace {

/// The replica beside the backup address was restarted and has no promotion score yet, and the primary is gone.
Scenario outage(const std::string& cib) {
    Scenario scenario{.cib = sample(cib)};
    scenario.events = {PromotionScoreSet{"Postgresql", "pg02", Score::minus_infinity()}, NodeFails{"pg01"}};
    scenario.release = Release::v1_1_10;
    return scenario;
}

} // namespace

TEST_CASE("under 1.1.10 the outage's cluster stops and starts for ever from -20000 on, not with -19999") {
    const Scenario scenario = outage("postgres-outage-2017");
    const Margins found = margins(scenario, "msPostgresql");
    CHECK(found.release == Release::v1_1_10);
    CHECK(found.now.restless);
    check_edges(scenario, found);
    const Margin* constraint = find(found, "backup-vip-not-with-master");
    REQUIRE(constraint != nullptr);
    CHECK(*constraint->above == Score(-19'999));
    CHECK(!constraint->if_above.restless);
    const Margin* clone = find(found, "Postgresql");
    REQUIRE(clone != nullptr);
    CHECK(*clone->above == Score(100));
    // Its stickiness below 0 keeps the address itself on the move, and 0 lies between.
    const Margin* address = find(found, "PostgresqlBackupVIP");
    REQUIRE(address != nullptr);
    CHECK(*address->below == Score(1));
}

TEST_CASE("a colocation that counts for nothing now has an edge where it would") {
    const Margins found = margins(outage("postgres-outage-2017-fixed"), "msPostgresql");
    CHECK_FALSE(found.now.restless);
    const Margin* constraint = find(found, "backup-vip-not-with-master");
    REQUIRE(constraint != nullptr);
    CHECK(constraint->below == Score(-20'000));
}

TEST_CASE("from 1.1.11 on it comes to rest") {
    Scenario scenario = outage("postgres-outage-2017");
    scenario.release = Release::v1_1_11;
    CHECK(!margins(scenario, "msPostgresql").now.restless);
}

// ---- failures -------------------------------------------------------------------------------------------------

namespace {

/// "a" runs on n1, where it has failed `count` times, and leaves it after three.
Scenario failing(const std::string& count) {
    Cib cib = Sketch("n1 n2")
                  .resource(primitive(
                      "a", R"(<meta_attributes id="a-meta"><nvpair id="a-sticky" name="resource-stickiness" value="100"/>)"
                           R"(<nvpair id="a-threshold" name="migration-threshold" value="3"/></meta_attributes>)"))
                  .runs("a", "n1")
                  .cib();
    ConfigurationChange failed{ConfigurationChange::Kind::SetFailCount, "a", "monitor_10000", count, "n1"};
    return {.cib = changed(cib, {failed})};
}

const Margin* find(const Margins& margins, Margin::Kind kind) {
    const auto found = std::ranges::find(margins.margins, kind, &Margin::kind);
    return found == margins.margins.end() ? nullptr : &*found;
}

} // namespace

TEST_CASE("a fail count is so many failures away from the threshold") {
    const Scenario scenario = failing("0");
    const Margins found = margins(scenario, "a");
    const Margin* const count = find(found, Margin::Kind::FailCount);
    REQUIRE(count != nullptr);
    CHECK(count->node == "n1");
    CHECK(count->current == Score());
    CHECK(count->above == Score(3));
    CHECK_FALSE(count->below);
    CHECK(count->if_above.running == Names{"n2"});
    CHECK_FALSE(count->is_score());
    CHECK(find(found, Margin::Kind::MigrationThreshold) == nullptr);
    check_edges(scenario, found);
}

TEST_CASE("where there are failures, the threshold is a number that may change the outcome, too") {
    const Scenario scenario = failing("2");
    const Margins found = margins(scenario, "a");
    const Margin* const threshold = find(found, Margin::Kind::MigrationThreshold);
    REQUIRE(threshold != nullptr);
    CHECK(threshold->current == Score(3));
    CHECK(threshold->below == Score(2));
    CHECK_FALSE(threshold->above);
    CHECK(threshold->if_below.running == Names{"n2"});
    const Margin* const count = find(found, Margin::Kind::FailCount);
    REQUIRE(count != nullptr);
    CHECK(count->above == Score(3));
    check_edges(scenario, found);
}

TEST_CASE("a resource that never leaves a node for its failures has no such numbers") {
    CHECK(find(margins(sticky(), "a"), Margin::Kind::FailCount) == nullptr);
}

TEST_CASE("what is called before each run counts them, and ends the search by what it throws") {
    std::atomic<std::size_t> calls = 0;
    CHECK(margins(sticky(), "a", [&] { ++calls; }).runs == calls);
    CHECK_THROWS_WITH_AS(margins(sticky(), "a", [] { throw std::runtime_error("enough"); }), "enough", std::runtime_error);
}

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "placement/agents.h"
#include "placement/carry_out.h"
#include "placement/cluster.h"
#include "placement/ids.h"
#include "placement/scenario.h"
#include "placement/schedule.h"
#include "placement/sequence.h"
#include "placement/transition.h"

// The outage of 10 October 2017, played with its agent: a process of the synchronous replica's server crashes, then the
// primary dies. What real schedulers decided, run by run, and who was promoted, was observed with the same agent's rules
// around them.
using namespace placement;

namespace {

using Nodes = std::vector<std::string>;

struct Roles {
    std::string primary = "pg01";
    std::string synchronous = "pg02";
    std::string other = "pg03";
};

std::string text_of_sample(const std::string& name) {
    std::ifstream stream(std::string(PLACEMENT_SOURCE_DIR) + "/cib-samples/" + name + ".xml");
    return {std::istreambuf_iterator<char>(stream), {}};
}

void replace(std::string& text, const std::string& what, const std::string& with) {
    for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + with.size())) {
        text.replace(at, what.size(), with);
    }
}

/// The sample with other names of its nodes; the agent's list of nodes stays as it is.
Cib renamed(std::string text, const Roles& roles) {
    const std::string list = "\"pg01 pg02 pg03\"";
    REQUIRE(text.find(list) != std::string::npos);
    replace(text, list, "@list@");
    replace(text, "pg01", "@primary@");
    replace(text, "pg02", "@synchronous@");
    replace(text, "pg03", "@other@");
    replace(text, "@primary@", roles.primary);
    replace(text, "@synchronous@", roles.synchronous);
    replace(text, "@other@", roles.other);
    replace(text, "@list@", list);
    return Cib::from_text(text, "outage.xml");
}

Cib sample_with_roles(const std::string& name, const Roles& roles = {}) { return renamed(text_of_sample(name), roles); }

constexpr const char* infinity = "postgres-outage-2017";
constexpr const char* thousand = "postgres-outage-2017-fixed";

/// The replica's crash is seen after half a second, the primary's death so much later.
Scenario incident(Cib cib, Release release, std::int64_t later_ms, const Roles& roles = {}) {
    Scenario scenario{.cib = std::move(cib)};
    scenario.release = release;
    scenario.agents = {Agent::parse("msPostgresql=pgsql")};
    scenario.events = {TimePasses{0, 500},
                       OperationEnds{OperationResult::parse("Postgresql_monitor_2000@" + roles.synchronous + "=1")},
                       TimePasses{0, later_ms}, ResourceFails{"Postgresql", roles.primary}};
    return scenario;
}

std::vector<Roles> all_orders() {
    std::vector<Roles> orders;
    std::array<std::string, 3> names{"pg01", "pg02", "pg03"};
    do {
        orders.push_back({names[0], names[1], names[2]});
    } while (std::next_permutation(names.begin(), names.end()));
    return orders;
}

/// "stop Postgresql:0 pg01, …": what each run of the scheduler changes, as far as the transition was meant to do it.
std::string wanted(const SchedulerRun& run) {
    std::string text;
    for (const TransitionAction& action : run.schedule.transition.actions) {
        const bool moves = action.operation == "start" || action.operation == "stop" || action.operation == "promote" ||
                           action.operation == "demote";
        if (action.kind != TransitionAction::Kind::Resource || !moves) continue;
        const std::string& id = action.resource->long_id.empty() ? action.resource->id : action.resource->long_id;
        text += (text.empty() ? "" : ", ") + std::string(action.operation) + " " + id + " " + action.node;
    }
    return text;
}

/// Those of the runs that follow the events' beginning, in which something is to be done.
std::vector<std::string> decisions(const Outcome& outcome) {
    std::vector<std::string> found;
    for (std::size_t index = 1; index < outcome.sequence->runs.size(); ++index) {
        found.push_back(wanted(outcome.sequence->runs[index]));
    }
    return found;
}

void check_promoted(const Outcome& outcome) {
    CHECK(outcome.sequence->end == Sequence::End::AtRest);
    const Nodes promoted = outcome.promoted("msPostgresql");
    REQUIRE(promoted.size() == 1);
    CHECK(outcome.running("PostgresqlVIP") == promoted);
    CHECK(outcome.running("PostgresqlBackupVIP") != promoted);
}

bool is_ended_by(const Loop& loop, const std::string& text) {
    return std::ranges::any_of(loop.ended_by, [&](const std::string& each) { return each.find(text) != std::string::npos; });
}

} // namespace

TEST_CASE("outage, 1.1.10, -INFINITY: the loop is recognised and named") {
    const Outcome outcome = simulate(incident(sample_with_roles(infinity), Release::v1_1_10, 1'500));
    REQUIRE(outcome.sequence);
    CHECK(outcome.sequence->end == Sequence::End::Loop);
    CHECK(outcome.settled->end == SettledCluster::End::Cycle);
    CHECK(outcome.promoted("msPostgresql").empty());
    REQUIRE(outcome.sequence->loop);
    const Loop& loop = *outcome.sequence->loop;
    CHECK(loop.period_ms == 2'100);
    CHECK(loop.runs == 2);
    REQUIRE(loop.instances.size() == 1);
    CHECK(loop.instances[0].resource == "Postgresql");
    CHECK(loop.instances[0].node == "pg02");
    CHECK(loop.instances[0].instances.size() == 2);
    CHECK(loop.instances[0].stops == 1);
    CHECK(loop.instances[0].starts == 1);
    REQUIRE(loop.fed_by.size() == 1);
    CHECK(loop.fed_by[0].constraint == "backup-vip-not-with-master");
    CHECK(loop.fed_by[0].position.known());
    CHECK(is_ended_by(loop, "without backup-vip-not-with-master"));
    CHECK(is_ended_by(loop, "a score from -19999 on for backup-vip-not-with-master"));
    CHECK(is_ended_by(loop, "at most 1 for PostgresqlBackupVIP"));
    CHECK(is_ended_by(loop, "at least 100 for msPostgresql"));
    CHECK(is_ended_by(loop, "Pacemaker 1.1.11"));
}

TEST_CASE("outage, 1.1.10, -INFINITY: 42 restarts in 90 s") {
    Scenario scenario = incident(sample_with_roles(infinity), Release::v1_1_10, 1'500);
    scenario.events.push_back(TimePasses{90, 0});
    const Outcome outcome = simulate(scenario);
    REQUIRE(outcome.sequence->loop);
    const auto restarts = std::ranges::count_if(outcome.sequence->timeline, [](const TimelineEntry& entry) {
        return entry.kind == TimelineEntry::Kind::OperationBegins && entry.operation == "start" && entry.node == "pg02" &&
               entry.at_ms > 2'000;
    });
    CHECK(restarts == 42);
}

TEST_CASE("outage, 1.1.10: with -1000 the synchronous replica is promoted") {
    const Outcome outcome = simulate(incident(sample_with_roles(thousand), Release::v1_1_10, 1'500));
    check_promoted(outcome);
    CHECK(outcome.promoted("msPostgresql") == Nodes{"pg02"});
    CHECK_FALSE(outcome.sequence->loop);
}

TEST_CASE("outage: from 1.1.11 on -INFINITY is harmless here") {
    for (const Release release : {Release::v1_1_11, Release::v2_0_5, Release::v2_1_5, Release::v3_0_2}) {
        CAPTURE(text(release));
        const Outcome outcome = simulate(incident(sample_with_roles(infinity), release, 1'500));
        check_promoted(outcome);
        CHECK(outcome.promoted("msPostgresql") == Nodes{"pg02"});
    }
}

// Equal choices go by name: under 1.1.10 and -INFINITY the synchronous replica's name has to sort before the other one's.
TEST_CASE("outage: all six orders of the nodes' names, the primary's death 1 or 30 s after the replica's crash" *
          doctest::test_suite("large")) {
    for (const Roles& roles : all_orders()) {
        for (const std::int64_t later_ms : {1'000, 30'000}) {
            CAPTURE(roles.primary);
            CAPTURE(roles.synchronous);
            CAPTURE(later_ms);
            const Outcome old = simulate(incident(sample_with_roles(infinity, roles), Release::v1_1_10, later_ms, roles));
            if (roles.synchronous < roles.other) {
                CHECK(old.sequence->end == Sequence::End::Loop);
                CHECK(old.promoted("msPostgresql").empty());
                REQUIRE(old.sequence->loop->instances.size() == 1);
                CHECK(old.sequence->loop->instances[0].node == roles.synchronous);
            } else {
                check_promoted(old);
            }
        }
        check_promoted(simulate(incident(sample_with_roles(thousand, roles), Release::v1_1_10, 1'000, roles)));
        check_promoted(simulate(incident(sample_with_roles(infinity, roles), Release::v1_1_11, 1'000, roles)));
        check_promoted(simulate(incident(sample_with_roles(thousand, roles), Release::v1_1_11, 1'000, roles)));
    }
}

TEST_CASE("outage, 1.1.10, -INFINITY: both deaths seen at once, 4 of 6 are promoted; the backup address' new node loops else") {
    for (const Roles& roles : all_orders()) {
        CAPTURE(roles.primary);
        CAPTURE(roles.synchronous);
        const Outcome outcome = simulate(incident(sample_with_roles(infinity, roles), Release::v1_1_10, 0, roles));
        if (roles.other == "pg01") {
            REQUIRE(outcome.sequence->loop);
            CHECK(outcome.sequence->loop->instances.at(0).node == roles.other);
            CHECK(outcome.running("PostgresqlBackupVIP") == Nodes{roles.other});
        } else {
            check_promoted(outcome);
        }
    }
}

TEST_CASE("outage, 1.1.10: `with Slave` instead of `not with Master` works in all six orders") {
    for (const Roles& roles : all_orders()) {
        CAPTURE(roles.primary);
        CAPTURE(roles.synchronous);
        std::string text = text_of_sample(infinity);
        const std::string not_with_master =
            R"(score="-INFINITY" rsc="PostgresqlBackupVIP" with-rsc="msPostgresql" with-rsc-role="Master")";
        REQUIRE(text.find(not_with_master) != std::string::npos);
        replace(text, not_with_master,
                R"(score="INFINITY" rsc="PostgresqlBackupVIP" with-rsc="msPostgresql" with-rsc-role="Slave")");
        check_promoted(simulate(incident(renamed(std::move(text), roles), Release::v1_1_10, 1'500, roles)));
    }
}

// With the executor that the observation had: nothing at all is begun once a transition is aborted.
namespace {

std::vector<std::string> observed_decisions(const char* name, Release release) {
    Scenario scenario = incident(sample_with_roles(name), release, 1'500);
    scenario.sequence.notifications_go_on = false;
    return decisions(simulate(scenario));
}

} // namespace

TEST_CASE("outage: run by run the decisions that were observed, 1.1.10 with -INFINITY") {
    std::vector<std::string> found = observed_decisions(infinity, Release::v1_1_10);
    REQUIRE(found.size() >= 12);
    found.resize(12);
    CHECK(found == std::vector<std::string>{
                       "start Postgresql:1 pg02, stop Postgresql:1 pg02",
                       "start Postgresql:2 pg02",
                       "promote Postgresql:0 pg01, demote Postgresql:0 pg01, start Postgresql:0 pg01, stop Postgresql:0 pg01, "
                       "stop Postgresql:1 pg02",
                       "start Postgresql:0 pg02, stop Postgresql:0 pg01, start Postgresql:1 pg01, stop Postgresql:1 pg02",
                       "start Postgresql:1 pg01, start Postgresql:2 pg02",
                       "stop PostgresqlVIP pg01, demote Postgresql:0 pg01, start Postgresql:0 pg02, stop Postgresql:0 pg01, "
                       "stop Postgresql:1 pg02",
                       "start Postgresql:0 pg02, stop Postgresql:0 pg01, stop Postgresql:1 pg02",
                       "start Postgresql:1 pg02",
                       "stop Postgresql:0 pg02, start Postgresql:2 pg02",
                       "start Postgresql:1 pg02",
                       "stop Postgresql:0 pg02, start Postgresql:2 pg02",
                       "start Postgresql:1 pg02",
                   });
}

TEST_CASE("outage: run by run the decisions that were observed, 1.1.10 with -1000") {
    CHECK(observed_decisions(thousand, Release::v1_1_10) ==
          std::vector<std::string>{
              "start Postgresql:1 pg02, stop Postgresql:1 pg02",
              "start Postgresql:2 pg02",
              "promote Postgresql:0 pg01, demote Postgresql:0 pg01, start Postgresql:0 pg01, stop Postgresql:0 pg01",
              "start Postgresql:0 pg01, stop Postgresql:0 pg01",
              "stop PostgresqlVIP pg01, demote Postgresql:0 pg01, stop Postgresql:0 pg01",
              "stop Postgresql:0 pg01",
              "",
              "promote Postgresql:0 pg02, start PostgresqlBackupVIP pg01, stop PostgresqlBackupVIP pg02",
              "start PostgresqlVIP pg02, stop PostgresqlVIP pg01",
              "",
          });
}

TEST_CASE("outage: run by run the decisions that were observed, 1.1.11 with -INFINITY") {
    CHECK(observed_decisions(infinity, Release::v1_1_11) ==
          std::vector<std::string>{
              "start Postgresql:1 pg02, stop Postgresql:1 pg02",
              "start Postgresql:2 pg02",
              "promote Postgresql:0 pg01, demote Postgresql:0 pg01, start Postgresql:0 pg01, stop Postgresql:0 pg01",
              "start Postgresql:0 pg02, stop Postgresql:0 pg01, start Postgresql:1 pg01, stop Postgresql:1 pg02",
              "start Postgresql:1 pg01, start Postgresql:2 pg02",
              "stop PostgresqlVIP pg01, demote Postgresql:0 pg01, stop Postgresql:0 pg01",
              "stop Postgresql:0 pg01",
              "",
              "promote Postgresql:0 pg02, stop PostgresqlBackupVIP pg02, start PostgresqlBackupVIP pg01",
              "start PostgresqlVIP pg02, stop PostgresqlVIP pg01",
              "",
          });
}

// ---- the reverse constraint, under today's rules --------------------------------------------------------------

TEST_CASE("reverse, 3.0.2: -INFINITY promotes nobody, whatever the agent asks for") {
    Scenario scenario{.cib = sample_with_roles("postgres-reverse")};
    scenario.agents = {Agent::parse("msPostgresql=pgsql")};
    scenario.events = {NodeFails{"pg01"}};
    const Outcome outcome = simulate(scenario);
    CHECK(outcome.sequence->end == Sequence::End::AtRest);
    CHECK(outcome.promoted("msPostgresql").empty());
    CHECK(outcome.running("PostgresqlVIP").empty());
    CHECK(outcome.running("PostgresqlBackupVIP") == Nodes{"pg02"});
}

TEST_CASE("reverse, 3.0.2: -1000 promotes the replica") {
    Scenario scenario{.cib = sample_with_roles("postgres-reverse-fixed")};
    scenario.agents = {Agent::parse("msPostgresql=pgsql")};
    scenario.events = {NodeFails{"pg01"}};
    const Outcome outcome = simulate(scenario);
    CHECK(outcome.sequence->end == Sequence::End::AtRest);
    CHECK(outcome.promoted("msPostgresql") == Nodes{"pg02"});
    CHECK(outcome.running("PostgresqlVIP") == Nodes{"pg02"});
}

// ---- other agents ----------------------------------------------------------------------------------------------

TEST_CASE("SAP HANA's database dies, and its agent has the secondary take over before anything else") {
    Scenario scenario{.cib = Cib::from_file(std::string(PLACEMENT_SOURCE_DIR) + "/cib-samples/sap-hana-scale-up.xml")};
    scenario.agents = {Agent::parse("msl_SAPHana_HA1_HDB00=saphana")};
    scenario.events = {ResourceFails{"rsc_SAPHana_HA1_HDB00", "hana1"}};
    const Outcome outcome = simulate(scenario);
    CHECK(outcome.sequence->end == Sequence::End::AtRest);
    CHECK(outcome.promoted("msl_SAPHana_HA1_HDB00") == Nodes{"hana2"});
    CHECK(outcome.running("rsc_ip_HA1_HDB00") == Nodes{"hana2"});
}

// ---- a failure is remembered ----------------------------------------------------------------------------------

TEST_CASE("a failed monitor has the parameters that it was started with, so that its failure is not forgotten") {
    for (const Event& event : {Event(ResourceFails{"PostgresqlBackupVIP", "pg02"}),
                               Event(OperationEnds{OperationResult::parse("PostgresqlBackupVIP_monitor_5000@pg02=7")})}) {
        const Outcome outcome = simulate({.cib = sample_with_roles("postgres-outage"), .events = {event}});
        const ResourceId address = require_resources(*outcome.at_rest, "PostgresqlBackupVIP").front();
        CHECK(outcome.at_rest->fail_count(address, require_node(*outcome.at_rest, "pg02")) != nullptr);
    }
}

TEST_CASE("failures are counted as the cluster's release names them") {
    struct Expected {
        Release release;
        const char* name;
    };
    for (const Expected& expected : {Expected{Release::v1_1_10, "fail-count-PostgresqlBackupVIP"},
                                     Expected{Release::v2_1_5, "fail-count-PostgresqlBackupVIP"},
                                     Expected{Release::v3_0_2, "fail-count-PostgresqlBackupVIP#monitor_5000"}}) {
        CAPTURE(text(expected.release));
        const Outcome outcome = simulate({.cib = sample_with_roles(infinity),
                                          .events = {ResourceFails{"PostgresqlBackupVIP", "pg02"}},
                                          .release = expected.release});
        const Node& node = outcome.after->nodes[require_node(*outcome.after, "pg02")];
        CHECK(node.attributes.contains(expected.name));
    }
}

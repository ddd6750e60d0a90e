#include "placement/sequence.h"

#include <algorithm>

#include <doctest/doctest.h>

#include "placement/agents.h"
#include "placement/error.h"
#include "placement/scenario.h"

// A cluster over time: pg01 is the primary, pg02 its synchronous replica, pg03 another one, and PostgresqlVIP goes with the
// primary.
using namespace placement;

namespace {

using Kind = TimelineEntry::Kind;

Cib running() { return Cib::from_file(std::string(PLACEMENT_SOURCE_DIR) + "/cib-samples/postgres-outage-fixed.xml"); }

Scenario scenario(std::vector<Event> events) {
    Scenario made{.cib = running()};
    made.events = std::move(events);
    made.agents = {Agent::parse("msPostgresql=pgsql,lock-file=no")};
    return made;
}

std::vector<TimelineEntry> entries(const Outcome& outcome, Kind kind, const std::string& operation = "") {
    std::vector<TimelineEntry> found;
    for (const TimelineEntry& entry : outcome.sequence->timeline) {
        if (entry.kind == kind && (operation.empty() || entry.operation == operation)) found.push_back(entry);
    }
    return found;
}

const TimelineEntry& first(const std::vector<TimelineEntry>& found) {
    REQUIRE_FALSE(found.empty());
    return found.front();
}

bool has_code(const Outcome& outcome, const std::string& code) {
    return std::ranges::any_of(outcome.diagnostics, [&](const Diagnostic& each) { return each.code == code; });
}

} // namespace

TEST_CASE("sequence: without agents there is none") {
    Scenario made = scenario({});
    made.agents.clear();
    CHECK_FALSE(simulate(made).sequence);
}

TEST_CASE("sequence: what an administrator does happens there, too") {
    const Outcome banned = simulate(scenario({ResourceBanned{"msPostgresql", "pg01", true}}));
    CHECK(banned.promoted("msPostgresql") == std::vector<std::string>{"pg02"});
    const Outcome disabled = simulate(scenario({ResourceDisabled{"PostgresqlVIP"}}));
    CHECK(disabled.running("PostgresqlVIP").empty());
    const Outcome back = simulate(scenario(
        {ResourceFails{"Postgresql", "pg02"}, ClusterSettles{}, ResourceCleanedUp{"msPostgresql"}, NodeMaintenance{"pg03"}}));
    CHECK(back.running("msPostgresql").size() == 3);
    CHECK(back.sequence->end == Sequence::End::AtRest);
}

TEST_CASE("sequence: a cluster at rest stays so") {
    const Outcome outcome = simulate(scenario({}));
    REQUIRE(outcome.sequence);
    CHECK(outcome.sequence->end == Sequence::End::AtRest);
    CHECK(outcome.promoted("msPostgresql") == std::vector<std::string>{"pg01"});
    for (const TimelineEntry& entry : outcome.sequence->timeline) CHECK(entry.kind == Kind::SchedulerRun);
}

TEST_CASE("sequence: the primary's node is lost, and the replica is promoted when its agent asks for it") {
    const Outcome outcome = simulate(scenario({NodeFails{"pg01"}}));
    CHECK(outcome.sequence->end == Sequence::End::AtRest);
    CHECK(outcome.promoted("msPostgresql") == std::vector<std::string>{"pg02"});
    CHECK(outcome.running("PostgresqlVIP") == std::vector<std::string>{"pg02"});
    CHECK(outcome.after->find_node("pg01"));
}

TEST_CASE("sequence: an attribute that an agent sets aborts the transition; what runs is finished, what follows is given up") {
    const Outcome outcome = simulate(scenario({ResourceFails{"Postgresql", "pg02"}}));
    const TimelineEntry stop = first(entries(outcome, Kind::OperationBegins, "stop"));
    const TimelineEntry abort = first(entries(outcome, Kind::Abort));
    const TimelineEntry stopped = first(entries(outcome, Kind::OperationEnds, "stop"));
    CHECK(abort.at_ms == stop.at_ms);
    CHECK(abort.text == "master-Postgresql of pg02 becomes -INFINITY");
    CHECK(stopped.at_ms == stop.at_ms + 200);
    REQUIRE(outcome.sequence->runs.size() > abort.run + 1);
    const SchedulerRun& aborted = outcome.sequence->runs[abort.run];
    CHECK(aborted.aborted);
    CHECK(aborted.carried_out.end == TransitionEnd::Stopped);
    CHECK_FALSE(aborted.carried_out.left.empty());
    // The start that it wanted is done by the next one.
    CHECK(first(entries(outcome, Kind::OperationBegins, "start")).run == abort.run + 1);
    CHECK(outcome.running("msPostgresql").size() == 3);
}

TEST_CASE("sequence: the scheduler answers a while after what called for it, and waits for what is under way") {
    Scenario made = scenario({ResourceFails{"Postgresql", "pg02"}});
    made.sequence.scheduler_ms = 700;
    const Outcome outcome = simulate(made);
    std::vector<TimelineEntry> runs = entries(outcome, Kind::SchedulerRun);
    REQUIRE(runs.size() > 1);
    CHECK(runs[0].at_ms == 700);
    const TimelineEntry abort = first(entries(outcome, Kind::Abort));
    const TimelineEntry stopped = first(entries(outcome, Kind::OperationEnds, "stop"));
    CHECK(runs[1].at_ms > stopped.at_ms);
    CHECK(runs[1].at_ms >= abort.at_ms + 700);
}

TEST_CASE("sequence: events come when the time between them has passed") {
    const Outcome outcome =
        simulate(scenario({TimePasses{0, 500}, ResourceFails{"Postgresql", "pg02"}, TimePasses{2}, NodeStandby{"pg02"}}));
    const std::vector<TimelineEntry> events = entries(outcome, Kind::EventHappens);
    REQUIRE(events.size() == 2);
    CHECK(events[0].at_ms == 500);
    CHECK(events[1].at_ms == 2'500);
    CHECK(outcome.sequence->last_event_ms == 2'500);
}

TEST_CASE("sequence: what follows `settle` waits until nothing is left to do") {
    const Outcome outcome = simulate(scenario({ResourceFails{"Postgresql", "pg02"}, ClusterSettles{}, NodeStandby{"pg02"}}));
    const std::vector<TimelineEntry> events = entries(outcome, Kind::EventHappens);
    REQUIRE(events.size() == 3);
    CHECK(events[2].at_ms > first(entries(outcome, Kind::OperationEnds, "start")).at_ms);
    CHECK(outcome.running("msPostgresql") == std::vector<std::string>{"pg01", "pg03"});
}

TEST_CASE("sequence: operations take as long as the scenario says, else as the profile does") {
    Scenario made = scenario({ResourceFails{"Postgresql", "pg02"}});
    Outcome outcome = simulate(made);
    CHECK(first(entries(outcome, Kind::OperationEnds, "start")).at_ms -
              first(entries(outcome, Kind::OperationBegins, "start")).at_ms ==
          1'500);
    made.sequence.durations = {{"", "start", 9'000}, {"Postgresql", "start", 4'000}};
    outcome = simulate(made);
    CHECK(first(entries(outcome, Kind::OperationEnds, "start")).at_ms -
              first(entries(outcome, Kind::OperationBegins, "start")).at_ms ==
          4'000);
}

TEST_CASE("sequence: a monitor that finds a new status is told, and the failure counts") {
    Scenario made = scenario({NodeFails{"pg01"}, TimePasses{1}, ResourceFails{"Postgresql", "pg02"}});
    const Outcome outcome = simulate(made);
    const ResourceId instance = require_resources(*outcome.at_rest, "Postgresql").front();
    CHECK(outcome.at_rest->fail_count(instance, outcome.at_rest->find_node("pg02")) != nullptr);
}

TEST_CASE("sequence: an operation that is made to fail does, whenever it is done") {
    Scenario made = scenario({ResourceFails{"Postgresql", "pg02"}});
    made.failing = {OperationResult::parse("Postgresql_start_0@pg02=1")};
    const Outcome outcome = simulate(made);
    const TimelineEntry start = first(entries(outcome, Kind::OperationEnds, "start"));
    CHECK(start.exit_status == 1);
    CHECK(start.expected == 0);
    CHECK(outcome.running("msPostgresql") == std::vector<std::string>{"pg01", "pg03"});
}

TEST_CASE("sequence: a node that leaves has demoted and stopped what ran there, and its agent has said so") {
    const Outcome outcome = simulate(scenario({NodeLeaves{"pg01"}}));
    CHECK(outcome.promoted("msPostgresql") == std::vector<std::string>{"pg02"});
}

TEST_CASE("sequence: fencing takes its time") {
    Scenario made = scenario({OptionSet{"fencing-enabled", "true"}, NodeFails{"pg01"}});
    made.sequence.fencing_ms = 7'000;
    std::string xml = made.cib.xml();
    const std::size_t at = xml.find("</resources>");
    xml.insert(at, "<primitive id=\"fence\" class=\"stonith\" type=\"fence_dummy\"/>");
    made.cib = Cib::from_text(xml, "sample.xml");
    made.quorum = QuorumRule::Yes;
    const Outcome outcome = simulate(made);
    const TimelineEntry fenced = first(entries(outcome, Kind::NodeChanges));
    CHECK(fenced.node == "pg01");
    CHECK(fenced.at_ms >= 7'000);
}

TEST_CASE("sequence: nobody looks longer than the limits") {
    Scenario made = scenario({NodeFails{"pg01"}});
    made.sequence.limit_ms = 1'000;
    Outcome outcome = simulate(made);
    CHECK(outcome.sequence->end == Sequence::End::LimitReached);
    CHECK(outcome.settled->end == SettledCluster::End::LimitReached);
    CHECK(has_code(outcome, "sequence-limit"));
    CHECK(outcome.sequence->end_ms == 1'000);
    made = scenario({NodeFails{"pg01"}});
    made.sequence.run_limit = 2;
    outcome = simulate(made);
    CHECK(outcome.sequence->end == Sequence::End::LimitReached);
    CHECK(outcome.sequence->runs.size() == 2);
}

TEST_CASE("sequence: an event that cannot happen when it is its turn is an error") {
    CHECK_THROWS_AS(simulate(scenario({NodeFails{"pg02"}, TimePasses{60}, ResourceFails{"Postgresql", "pg02"}})),
                    ImpossibleEvent);
}

TEST_CASE("sequence: a resource has one agent") {
    Scenario made = scenario({});
    made.agents.push_back(Agent::parse("Postgresql=drbd"));
    CHECK_THROWS_AS(simulate(made), InvalidArgument);
}

TEST_CASE("sequence: the same scenario has the same timeline") {
    const Outcome one = simulate(scenario({NodeFails{"pg01"}}));
    const Outcome two = simulate(scenario({NodeFails{"pg01"}}));
    REQUIRE(one.sequence->timeline.size() == two.sequence->timeline.size());
    for (std::size_t index = 0; index < one.sequence->timeline.size(); ++index) {
        CHECK(one.sequence->timeline[index].text == two.sequence->timeline[index].text);
        CHECK(one.sequence->timeline[index].at_ms == two.sequence->timeline[index].at_ms);
    }
}

TEST_CASE("sequence: a fencing that fails is rest, and is told") {
    const Scenario made{
        .cib = Cib::from_file(std::string(PLACEMENT_SOURCE_DIR) + "/cib-samples/postgres-paf.xml"),
        .events = {FencingWillFail{"srv1"}, NodeFails{"srv1"}},
        .agents = {Agent::parse("pgsqld-clone=paf")},
    };
    const Outcome outcome = simulate(made);
    REQUIRE(outcome.sequence);
    CHECK(outcome.sequence->end == Sequence::End::AtRest);
    REQUIRE(outcome.settled->failed_fencing.size() == 1);
    CHECK(outcome.settled->failed_fencing[0].node == "srv1");
}

#include <algorithm>

#include <doctest/doctest.h>

#include "placement/agents.h"
#include "placement/quorum.h"
#include "placement/scenario.h"
#include "placement/sweep.h"
#include "support/sketch.h"

// Quorum by corosync.conf.
using namespace placement;

namespace {

/// A corosync.conf with these settings of section quorum and these nodes.
std::shared_ptr<const CorosyncConfiguration> corosync(const std::string& names, const std::string& settings = "",
                                                      int first_id = 1) {
    std::string text = "quorum {\nprovider: corosync_votequorum\n" + settings + "}\nnodelist {\n";
    int id = first_id - 1;
    for (const std::string& name : words(names)) text += "node {\nname: " + name + "\nnodeid: " + std::to_string(++id) + "\n}\n";
    return std::make_shared<CorosyncConfiguration>(CorosyncConfiguration::parse(text + "}\n", "corosync.conf"));
}

Sketch running(const std::string& nodes) { return Sketch(nodes).resource(primitive("a")).runs("a", "n1"); }

Scenario scenario(const Sketch& sketch, std::shared_ptr<const CorosyncConfiguration> configuration, std::vector<Event> events) {
    return {.cib = sketch.cib(), .events = std::move(events), .corosync = std::move(configuration)};
}

Outcome after(const std::string& nodes, const std::string& settings, std::vector<Event> events) {
    return simulate(scenario(running(nodes), corosync(nodes, settings), std::move(events)));
}

bool has(const Diagnostics& diagnostics, const std::string& code) {
    return std::ranges::any_of(diagnostics, [&](const Diagnostic& each) { return each.code == code; });
}

} // namespace

TEST_CASE("corosync: quorum is counted by the file, and the answer says so") {
    const Outcome outcome = after("n1 n2 n3", "", {NodeFails{"n1"}});
    CHECK(outcome.quorum);
    CHECK(outcome.quorum_explanation == "2 of 3 votes, 2 needed (corosync.conf)");
}

TEST_CASE("corosync: two nodes have two_node only if the file says so") {
    CHECK(after("n1 n2", "two_node: 1\n", {NodeFails{"n1"}}).quorum);
    CHECK_FALSE(after("n1 n2", "", {NodeFails{"n1"}}).quorum);
}

TEST_CASE("corosync: a rule that the caller gives counts instead") {
    Scenario asked = scenario(running("n1 n2"), corosync("n1 n2"), {NodeFails{"n1"}});
    asked.quorum = QuorumRule::TwoNode;
    CHECK(simulate(asked).quorum);
}

TEST_CASE("corosync: while no node comes or goes, quorum is what was recorded") {
    CHECK(after("n1 n2 n3", "", {NodeStandby{"n1"}}).quorum_explanation == "as recorded in the CIB");
}

TEST_CASE("corosync: a file of another cluster changes nothing, and that is said") {
    const Outcome outcome = simulate(scenario(running("n1 n2 n3"), corosync("a b c", "", 101), {NodeFails{"n1"}}));
    CHECK(has(outcome.diagnostics, "other-cluster"));
    CHECK(outcome.quorum_explanation == "2 of 3 votes (one a node), 2 needed");
}

TEST_CASE("corosync: a node that was never seen votes if the file lists it") {
    const Outcome outcome = simulate(scenario(running("n1 n2"), corosync("n1 n2 n3 n4 n5"), {NodeFails{"n2"}}));
    CHECK(outcome.quorum_explanation == "1 of 5 votes, 3 needed (corosync.conf)");
}

TEST_CASE("corosync: nodes that fail one after the other leave last_man_standing quorum") {
    const std::string nodes = "n1 n2 n3 n4 n5";
    const std::vector<Event> at_once{NodeFails{"n5"}, NodeFails{"n4"}, NodeFails{"n3"}};
    CHECK_FALSE(after(nodes, "last_man_standing: 1\n", at_once).quorum);
    CHECK(after(nodes, "last_man_standing: 1\n", {NodeFails{"n5"}, NodeFails{"n4"}, ClusterSettles{}, NodeFails{"n3"}}).quorum);
}

TEST_CASE("corosync: the window of last_man_standing passes with the time") {
    const auto pause = [](std::int64_t seconds) {
        return after("n1 n2 n3 n4 n5", "last_man_standing: 1\nlast_man_standing_window: 20000\n",
                     {NodeFails{"n5"}, NodeFails{"n4"}, TimePasses{seconds}, NodeFails{"n3"}})
            .quorum;
    };
    CHECK_FALSE(pause(19));
    CHECK(pause(20));
}

TEST_CASE("corosync: nodes that start alone wait for all") {
    Sketch down("n1 n2 n3");
    down.offline("n1").offline("n2").offline("n3").without_quorum();
    const Outcome outcome =
        simulate(scenario(down, corosync("n1 n2 n3", "wait_for_all: 1\n"), {NodeJoins{"n1"}, NodeJoins{"n2"}}));
    CHECK_FALSE(outcome.quorum);
    CHECK(outcome.quorum_explanation.find("wait_for_all") != std::string::npos);
}

TEST_CASE("corosync: what is odd in the file is said with its place") {
    const Outcome outcome = after("n1 n2 n3", "two_node: 1\n", {NodeFails{"n1"}});
    const auto found = std::ranges::find(outcome.diagnostics, "two-node-count", &Diagnostic::code);
    REQUIRE(found != outcome.diagnostics.end());
    CHECK(found->message == "corosync.conf:3:11: two_node is meant for two nodes, but the nodelist has 3");
    CHECK_FALSE(found->position.known());
}

TEST_CASE("corosync: a record that the file does not explain is said") {
    const Sketch alone = running("n1 n2 n3").crashed("n2").crashed("n3");
    const Outcome outcome = simulate(scenario(alone, corosync("n1 n2 n3"), {NodeFails{"n1"}}));
    CHECK(has(outcome.diagnostics, "quorum-differs"));
}

TEST_CASE("corosync: a sweep counts by the file, and says what is odd in it") {
    SweepOptions options;
    options.corosync = corosync("n1 n2");
    options.resources = false;
    const Sweep swept = sweep(running("n1 n2").cib(), options);
    REQUIRE(swept.scenarios.size() == 2);
    CHECK_FALSE(swept.scenarios[0].quorum);
    CHECK(swept.corosync == "corosync.conf");
    CHECK(has(swept.diagnostics, "no-tie-breaker"));
}

TEST_CASE("corosync: a sequence with agents counts by the file, with the time") {
    const std::string sample = std::string(PLACEMENT_SOURCE_DIR) + "/cib-samples/postgres-outage.xml";
    const auto lowered = [&](std::int64_t seconds) {
        Scenario played{.cib = Cib::from_file(sample),
                        .events = {NodeFails{"pg03"}, TimePasses{seconds}, NodeStandby{"pg02"}},
                        .corosync = corosync("pg01 pg02 pg03", "last_man_standing: 1\nlast_man_standing_window: 3600000\n"),
                        .agents = {Agent::parse("Postgresql=pgsql")}};
        return simulate(played).quorum_explanation.find("last_man_standing has lowered") != std::string::npos;
    };
    CHECK_FALSE(lowered(1));
    CHECK(lowered(3600));
}

#include <algorithm>

#include <doctest/doctest.h>

#include "history/saved_inputs.h"
#include "placement/carry_out.h"
#include "placement/history.h"
#include "placement/names.h"
#include "placement/scenario.h"
#include "placement/schedule.h"
#include "placement/unpack.h"
#include "support/sketch.h"

// What is told of the inputs that our own simulation would have saved.
using namespace placement;
using Kind = OutsideEvent::Kind;

namespace {

std::vector<Kind> kinds(const Decision& decision) {
    std::vector<Kind> found;
    for (const OutsideEvent& event : decision.since_before) found.push_back(event.kind);
    return found;
}

} // namespace

TEST_CASE("what a cluster does by itself is no event from outside") {
    SavedInputs inputs;
    inputs.settle(Sketch("n1 n2").resource(primitive("db", monitored())).cib());
    const ToldHistory told = inputs.told();
    REQUIRE(told.neighbours >= 1);
    CHECK(told.as_predicted == told.neighbours);
    for (const Decision& decision : told.decisions) CHECK(decision.since_before.empty());
}

TEST_CASE("a node that is lost is an event, and what ran there is an outage") {
    SavedInputs inputs;
    const Cib before = inputs.settle(one_service().cib());
    inputs.settle(after(before, {NodeFails{"n1"}}));
    const ToldHistory told = inputs.told();
    const auto lost = std::ranges::find_if(told.decisions, [](const Decision& each) { return !each.since_before.empty(); });
    REQUIRE(lost != told.decisions.end());
    CHECK(kinds(*lost) == std::vector{Kind::NodeIsLost});
    CHECK(lost->since_before[0].node == "n1");
    REQUIRE(told.services.size() == 1);
    CHECK(told.services[0].id == "db");
    CHECK(told.services[0].spells.back().running == std::vector<std::string>{"n2"});
}

TEST_CASE("a service is out until the decision that brings it back") {
    SavedInputs inputs;
    const Cib before = inputs.settle(one_service().constraint(location("stay", "db", "n2", "-INFINITY")).cib());
    const Cib lost = inputs.settle(after(before, {NodeFails{"n1"}}));
    inputs.settle(after(lost, {NodeJoins{"n1"}}));
    const History history = inputs.read();
    const ToldHistory told = inputs.told();
    REQUIRE(told.outages.size() == 1);
    REQUIRE(told.outages[0].to);
    CHECK(told.outages[0].service == "db");
    const Decision& decision = told.decisions[*told.outages[0].last_input - 1];
    CHECK(std::ranges::any_of(decision.actions,
                              [](const LoggedAction& each) { return each.change == "Start" && each.subject == "db"; }));
}

TEST_CASE("what is stopped by its target-role is not out") {
    SavedInputs inputs;
    std::string text =
        inputs.settle(Sketch("n1 n2").resource(primitive("db", meta("target-role=Started") + monitored())).runs("db", "n1").cib())
            .xml();
    text.replace(text.find("value=\"Started\""), 15, "value=\"Stopped\"");
    inputs.settle(Cib::from_text(text));
    const ToldHistory told = inputs.told();
    CHECK(told.outages.empty());
    CHECK_FALSE(told.services.at(0).spells.back().up);
    CHECK_FALSE(told.services.at(0).spells.back().wanted);
}

TEST_CASE("an operation that failed is an event with its exit status") {
    SavedInputs inputs;
    const Cib before = inputs.settle(one_service().cib());
    inputs.settle(after(before, {ResourceFails{"db", "n1"}}));
    const ToldHistory told = inputs.told();
    const auto failed = std::ranges::find_if(told.decisions, [](const Decision& each) { return !each.since_before.empty(); });
    REQUIRE(failed != told.decisions.end());
    CHECK(kinds(*failed) == std::vector{Kind::OperationFails});
    CHECK(failed->since_before[0].resource == "db");
    CHECK(failed->since_before[0].operation == "monitor");
    CHECK(failed->since_before[0].exit_status == 7);
    CHECK(failed->actions.at(0).change == "Recover");
}

TEST_CASE("an edit of the configuration is an event") {
    SavedInputs inputs;
    std::string text = inputs.settle(one_service().cib()).xml();
    text.replace(text.find("interval=\"10s\""), 14, "interval=\"20s\"");
    inputs.save(Cib::from_text(text));
    const ToldHistory told = inputs.told();
    REQUIRE(kinds(told.decisions.back()) == std::vector{Kind::ConfigurationEdited});
    CHECK(told.decisions.back().since_before[0].text.find("interval 10s -> 20s") != std::string::npos);
}

TEST_CASE("an attribute that changes is an event, with both values") {
    SavedInputs inputs;
    std::string text = inputs.settle(one_service().transient("n1", "master-db=5").cib()).xml();
    text.replace(text.find("value=\"5\""), 9, "value=\"10\"");
    inputs.save(Cib::from_text(text));
    const Decision changed = inputs.told().decisions.back();
    REQUIRE(kinds(changed) == std::vector{Kind::AttributeChanges});
    CHECK(changed.since_before[0].name == "master-db");
    CHECK(changed.since_before[0].before == "5");
    CHECK(changed.since_before[0].after == "10");
}

TEST_CASE("a transition that was not carried out is told") {
    SavedInputs inputs;
    const Cib cib = Sketch("n1 n2").resource(primitive("db", monitored())).stopped("db", "n1").stopped("db", "n2").cib();
    inputs.save(cib);
    inputs.save(cib);
    const ToldHistory told = inputs.told();
    REQUIRE(told.decisions[1].unlike.size() == 1);
    CHECK(told.decisions[1].unlike[0].cause == UnlikePrediction::Cause::NotDone);
    CHECK(told.decisions[1].unlike[0].recorded.empty());
    CHECK(told.explained == 1);
    CHECK(told.as_predicted == 0);
}

TEST_CASE("a resource that nothing explains is told") {
    SavedInputs inputs;
    inputs.save(
        Sketch("n1 n2 n3").resource(primitive("db", monitored())).runs("db", "n1").stopped("db", "n2").stopped("db", "n3").cib());
    inputs.save(
        Sketch("n1 n2 n3").resource(primitive("db", monitored())).runs("db", "n2").stopped("db", "n1").stopped("db", "n3").cib());
    const ToldHistory told = inputs.told();
    REQUIRE(told.decisions[1].unlike.size() == 1);
    CHECK(told.decisions[1].unlike[0].cause == UnlikePrediction::Cause::NotExplained);
    CHECK(told.explained == 0);
}

TEST_CASE("a decision is compared with what the cluster logged") {
    SavedInputs inputs;
    inputs.save(Sketch("n1 n2").resource(primitive("db", monitored())).stopped("db", "n1").stopped("db", "n2").cib());
    const std::string start = "2024-01-01T00:00:00Z n1 pacemaker-schedulerd[1]: notice: ";
    const std::string calculated = start + "Calculated transition 0, saving inputs in /x/pe-input-0.bz2\n";
    inputs.log(start + " * Start db ( n1 )\n" + calculated);
    CHECK(inputs.told().decisions[0].agreement == Agreement::Equal);
    inputs.log(start + " * Start db ( n2 )\n" + calculated);
    const ToldHistory told = inputs.told();
    CHECK(told.decisions[0].agreement == Agreement::Different);
    CHECK(told.decisions[0].logged.at(0).where == "n2");
    CHECK(told.logged == 1);
    CHECK(told.equal == 0);
    inputs.log(
        "2023-12-31T00:00:00Z n1 pacemaker-schedulerd[1]: notice: Calculated transition 0, saving inputs in /x/pe-input-0.bz2\n");
    CHECK(inputs.told().decisions[0].agreement == Agreement::NotLogged); // of the one that had the number before
}

TEST_CASE("a service that is down at the end is still down") {
    SavedInputs inputs;
    const Cib before = inputs.settle(one_service().constraint(location("stay", "db", "n2", "-INFINITY")).cib());
    inputs.settle(after(before, {NodeFails{"n1"}}));
    const ToldHistory told = inputs.told();
    REQUIRE(told.outages.size() == 1);
    CHECK_FALSE(told.outages[0].to);
}

TEST_CASE("what a simulation would have saved tells the same story") {
    const Cib cib = one_service().cib();
    const Outcome outcome = simulate({.cib = cib, .events = {NodeFails{"n1"}}, .release = default_release});
    const auto saved = simulated_inputs(outcome);
    REQUIRE(saved.size() == outcome.settled->rounds.size() + 1);
    CHECK(saved.front().at == outcome.at);
    CHECK(Cib::from_text(saved.back().xml).execution_date() == outcome.at);
}

TEST_CASE("what would have been decided otherwise is told, where it is something else") {
    SavedInputs inputs;
    const Sketch sketch = Sketch("n1 n2")
                              .resource(primitive("db"))
                              .stopped("db", "n1")
                              .stopped("db", "n2")
                              .constraint(location("home", "db", "n2", "100"));
    inputs.save(sketch.cib());
    const auto with = [&](ConfigurationChange change) {
        return tell(inputs.read(), {.release = default_release, .otherwise = {.changes = {std::move(change)}}});
    };
    const ToldHistory told = with(ConfigurationChange::without("home"));
    CHECK(told.decisions[0].actions.at(0).where == "n2");
    REQUIRE(told.decisions[0].differs_otherwise());
    CHECK(told.decisions[0].otherwise->at(0).where == "n1");
    CHECK_FALSE(with(ConfigurationChange::with_score("home", "50")).decisions[0].differs_otherwise());
    CHECK_THROWS_AS(static_cast<void>(with(ConfigurationChange::without("nothing"))), UnknownName);
}

TEST_CASE("inputs of two clusters are told, and not compared") {
    SavedInputs inputs;
    inputs.save(one_service().cib());
    inputs.save(Sketch("m1 m2").resource(primitive("web")).cib());
    const ToldHistory told = inputs.told();
    CHECK(told.neighbours == 0);
    REQUIRE(told.diagnostics.size() == 1);
    CHECK(told.diagnostics[0].code == "another-cluster");
}

TEST_CASE("an input whose quorum is not what corosync.conf says is a doubt") {
    const testing::TemporaryFolder folder;
    folder.write("corosync.conf",
                 "totem {\n version: 2\n cluster_name: c\n}\nquorum {\n provider: corosync_votequorum\n}\nnodelist "
                 "{\n node {\n  name: n1\n  ring0_addr: n1\n  nodeid: 1\n }\n node {\n  name: n2\n  ring0_addr: "
                 "n2\n  nodeid: 2\n }\n node {\n  name: n3\n  ring0_addr: n3\n  nodeid: 3\n }\n}\n");
    folder.write("pe-input-0.xml", saved_at(Sketch("n1 n2 n3").cib(), Sketch::now));
    folder.write("pe-input-1.xml", saved_at(Sketch("n1 n2 n3").offline("n2").offline("n3").cib(), Sketch::now + 60));
    const ToldHistory told = tell(History::read({folder.path()}), {.release = default_release});
    REQUIRE(told.diagnostics.size() == 1);
    CHECK(told.diagnostics[0].code == "quorum-in-doubt");
    CHECK(told.diagnostics[0].message.find("pe-input-1.xml") != std::string::npos);
}

TEST_CASE("a resource has what is in it as its parts") {
    SavedInputs inputs;
    inputs.save(Sketch("n1 n2").resource(clone("all", group("g", primitive("a") + primitive("b")))).cib());
    const ToldHistory told = inputs.told();
    CHECK(told.parts.at("all") == std::set<std::string>{"all", "g", "a", "b"});
    CHECK(told.parts.at("a") == std::set<std::string>{"a"});
}

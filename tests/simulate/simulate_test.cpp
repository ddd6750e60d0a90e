#include <algorithm>

#include <doctest/doctest.h>

#include "placement/carry_out.h"
#include "placement/scenario.h"
#include "support/sketch.h"

// What happens to a cluster, and how what it is afterwards compares with what it was.
using namespace placement;

namespace {

using Names = std::vector<std::string>;

Outcome after(const Sketch& sketch, std::vector<Event> events, std::optional<QuorumRule> quorum = {}) {
    return simulate({.cib = sketch.cib(), .events = std::move(events), .quorum = quorum});
}

/// "a" runs on n1 and is watched.
Sketch running(const std::string& nodes = "n1 n2 n3") {
    return Sketch(nodes)
        .resource(primitive("a", R"(<operations><op id="@" name="monitor" interval="10s"/></operations>)"))
        .runs("a", "n1")
        .operation("n1", "a", "monitor", 0, 10000);
}

bool has(const Outcome& outcome, const std::string& code) {
    return std::ranges::any_of(outcome.diagnostics, [&](const Diagnostic& each) { return each.code == code; });
}

std::string why_impossible(const Sketch& sketch, const Event& event) {
    try {
        after(sketch, {event});
    } catch (const ImpossibleEvent& error) {
        return error.what();
    }
    return "";
}

const NodeOutcome& node(const Outcome& outcome, const std::string& name) {
    const auto found = std::ranges::find(outcome.nodes, name, &NodeOutcome::name);
    REQUIRE(found != outcome.nodes.end());
    return *found;
}

} // namespace

// ---- events ---------------------------------------------------------------------------------------------------

TEST_CASE("events in words") {
    CHECK(text(NodeFails{"n1"}) == "n1 fails");
    CHECK(text(NodeLeaves{"n1"}) == "n1 leaves the cluster");
    CHECK(text(NodeJoins{"n1"}) == "n1 joins the cluster");
    CHECK(text(NodeStandby{"n1"}) == "n1 is put in standby");
    CHECK(text(ResourceFails{"a", "n1"}) == "a fails on n1");
}

TEST_CASE("without events nothing happens") {
    const Outcome outcome = after(running(), {});
    CHECK(outcome.running("a") == Names{"n1"});
    CHECK(outcome.resource("a").changes.empty());
    CHECK(outcome.before == outcome.after);
}

TEST_CASE("a node that fails must be fenced") {
    const Outcome outcome =
        after(running().options("fencing-enabled=true").resource(fencing_device("fencer")), {NodeFails{"n1"}});
    CHECK(node(outcome, "n1").before == "online");
    CHECK(node(outcome, "n1").after == "offline");
    CHECK(node(outcome, "n1").fenced == 1);
    CHECK(node(outcome, "n1").fencing);
    CHECK(node(outcome, "n1").fencing_possible);
    CHECK_FALSE(node(outcome, "n2").fencing);
    CHECK(outcome.running("a") == Names{"n2"});
}

TEST_CASE("a node that leaves is offline and not fenced") {
    const Outcome outcome =
        after(running().options("fencing-enabled=true").resource(fencing_device("fencer")), {NodeLeaves{"n1"}});
    CHECK(node(outcome, "n1").after == "offline");
    CHECK_FALSE(node(outcome, "n1").fencing);
    CHECK(outcome.running("a") == Names{"n2"});
}

TEST_CASE("a node that joins can run resources") {
    const Sketch sketch = Sketch("n1 n2").offline("n1").offline("n2").resource(primitive("a"));
    CHECK(after(sketch, {}).running("a").empty());
    const Outcome outcome = after(sketch, {NodeJoins{"n2"}});
    CHECK(node(outcome, "n2").after == "online");
    CHECK(outcome.running("a") == Names{"n2"});
}

TEST_CASE("a node that joins in standby runs nothing, and that is said") {
    const Outcome outcome =
        after(Sketch("n1").attributes("n1", "standby=on").offline("n1").resource(primitive("a")), {NodeJoins{"n1"}});
    CHECK(outcome.running("a").empty());
    CHECK(has(outcome, "node-in-standby"));
}

TEST_CASE("a node in standby gives its resources away") {
    const Outcome outcome = after(running(), {NodeStandby{"n1"}});
    CHECK(node(outcome, "n1").after == "standby");
    CHECK(outcome.running("a") == Names{"n2"});
}

TEST_CASE("events happen one after another") {
    const Outcome outcome = after(running(), {NodeLeaves{"n1"}, NodeStandby{"n2"}, NodeJoins{"n1"}});
    CHECK(node(outcome, "n1").after == "online");
    CHECK(node(outcome, "n2").after == "standby");
    CHECK(outcome.events.size() == 3);
}

TEST_CASE("the failure of a node that is down changes nothing, and that is said") {
    const Outcome outcome = after(running().offline("n2"), {NodeFails{"n2"}});
    CHECK(has(outcome, "node-already-down"));
    CHECK(node(outcome, "n2").after == "offline");
}

TEST_CASE("a failed resource is restarted where it was") {
    const Outcome outcome = after(running(), {ResourceFails{"a", "n1"}});
    CHECK(outcome.running("a") == Names{"n1"});
    REQUIRE(outcome.resource("a").changes.size() == 1);
    CHECK(outcome.resource("a").changes[0].kind == Change::Kind::Restarts);
    CHECK(outcome.resource("a").fate == Fate::Runs);
}

TEST_CASE("a failure is counted, and the migration-threshold heeded") {
    const Sketch sketch =
        Sketch("n1 n2")
            .resource(primitive("a", meta("migration-threshold=1") +
                                         R"(<operations><op id="@" name="monitor" interval="10s"/></operations>)"))
            .runs("a", "n1")
            .operation("n1", "a", "monitor", 0, 10000);
    CHECK(after(sketch, {ResourceFails{"a", "n1"}}).running("a") == Names{"n2"});
}

TEST_CASE("a resource that nothing watches can fail, and that is said") {
    const Outcome outcome = after(Sketch("n1 n2").resource(primitive("a")).runs("a", "n1"), {ResourceFails{"a", "n1"}});
    CHECK(has(outcome, "no-recurring-monitor"));
}

TEST_CASE("a clone's name stands for its instance on the node") {
    const Sketch sketch = Sketch("n1 n2")
                              .resource(clone("c", primitive("a", operations(R"(<op id="@" name="monitor" interval="10s"/>)"))))
                              .runs("a", "n1")
                              .runs("a", "n2");
    const Outcome outcome = after(sketch, {ResourceFails{"c", "n2"}});
    REQUIRE(outcome.resource("a").changes.size() == 1);
    CHECK(outcome.resource("a").changes[0].from == "n2");
}

TEST_CASE("a resource cannot fail where it does not run") {
    CHECK(why_impossible(running(), ResourceFails{"a", "n2"}) ==
          "`a` does not run on n2 and so cannot fail there (it runs on n1)");
    CHECK(why_impossible(Sketch("n1").resource(primitive("a")), ResourceFails{"a", "n1"}) ==
          "`a` does not run on n1 and so cannot fail there (it is stopped)");
}

TEST_CASE("a group does not fail itself") {
    const Sketch sketch = Sketch("n1").resource(group("g", primitive("a") + primitive("b"))).runs("a b", "n1");
    CHECK(why_impossible(sketch, ResourceFails{"g", "n1"}) ==
          "group `g` does not fail by itself: name one of its members (a, b)");
}

TEST_CASE("a node that crashed cannot leave cleanly") {
    const Sketch sketch = running().options("fencing-enabled=true").crashed("n1");
    CHECK(why_impossible(sketch, NodeLeaves{"n1"}) == "`n1` is not a member and so cannot leave: it is unclean");
}

TEST_CASE("a guest node does not leave by itself, but fails with what it lives in") {
    const Sketch sketch = Sketch("n1 n2").resource(primitive("vm", meta("remote-node=g1"))).runs("vm g1", "n1");
    CHECK(why_impossible(sketch, NodeLeaves{"g1"}) ==
          "`g1` is a guest node and cannot leave by itself: it is up while its connection runs");
    const Outcome outcome = after(sketch, {NodeFails{"g1"}});
    CHECK_FALSE(outcome.resource("vm").changes.empty());
}

// ---- unknown names --------------------------------------------------------------------------------------------

TEST_CASE("an unknown name throws, with the nearest names") {
    CHECK_THROWS_AS(after(running(), {NodeFails{"n9"}}), UnknownName);
    CHECK_THROWS_AS(after(running(), {ResourceFails{"z", "n1"}}), UnknownName);
    CHECK_THROWS_AS(after(running(), {}).running("z"), UnknownName);
    CHECK_THROWS_AS(after(running(), {}).score("a", "n9"), UnknownName);
    const Sketch sketch = Sketch("node1 node2").resource(primitive("a"));
    try {
        after(sketch, {NodeFails{"nod1"}});
        FAIL("no exception");
    } catch (const UnknownName& error) {
        CHECK(std::string(error.what()).find("node1") != std::string::npos);
    }
}

TEST_CASE("what is no service, and what takes long, is there") {
    Scenario scenario{.cib = running().cib()};
    scenario.not_services = {"aa"};
    CHECK_THROWS_AS(simulate(scenario), UnknownName);
    scenario.not_services = {"a"};
    scenario.sequence.durations = {{"a", "start", 1}};
    CHECK_NOTHROW(simulate(scenario));
    scenario.sequence.durations = {{"", "strat", 1}};
    CHECK_THROWS_AS(simulate(scenario), UnknownName);
    scenario.sequence.durations = {{"aa", "start", 1}};
    CHECK_THROWS_AS(simulate(scenario), UnknownName);
}

TEST_CASE("a property that is misspelled is told") {
    CHECK(has(after(running(), {OptionSet{"stonith-enable", "false"}}), "unknown-property"));
    CHECK_FALSE(has(after(running(), {OptionSet{"stonith-enabled", "false"}}), "unknown-property"));
    CHECK_FALSE(has(after(running(), {OptionSet{"hana_site_state", "4"}}), "unknown-property"));
}

// ---- quorum ---------------------------------------------------------------------------------------------------

TEST_CASE("while no node comes or goes, quorum is what was recorded") {
    CHECK(after(running(), {}).quorum);
    CHECK_FALSE(after(running().without_quorum(), {NodeStandby{"n1"}}).quorum);
}

TEST_CASE("more than half of the nodes have quorum") {
    CHECK(after(running(), {NodeFails{"n1"}}).quorum);
    CHECK_FALSE(after(running(), {NodeFails{"n1"}, NodeFails{"n2"}}).quorum);
    CHECK_FALSE(after(running("n1 n2 n3 n4"), {NodeFails{"n1"}, NodeFails{"n2"}}).quorum);
}

TEST_CASE("a cluster of two is taken to have two_node, and that is said") {
    const Outcome outcome = after(running("n1 n2"), {NodeFails{"n1"}});
    CHECK(outcome.quorum);
    CHECK(outcome.quorum_explanation.find("two_node") != std::string::npos);
}

TEST_CASE("quorum can be decided by the caller") {
    CHECK_FALSE(after(running(), {}, QuorumRule::No).quorum);
    CHECK(after(running(), {NodeFails{"n1"}, NodeFails{"n2"}}, QuorumRule::Yes).quorum);
    CHECK_FALSE(after(running("n1 n2"), {NodeFails{"n1"}}, QuorumRule::Votes).quorum);
    CHECK(after(running(), {NodeFails{"n1"}, NodeFails{"n2"}}, QuorumRule::TwoNode).quorum);
    CHECK(after(running(), {NodeFails{"n1"}, NodeFails{"n2"}}, QuorumRule::AsRecorded).quorum);
}

TEST_CASE("without quorum resources stop, and the outcome says why") {
    const Outcome outcome = after(running(), {NodeFails{"n2"}, NodeFails{"n3"}});
    CHECK(outcome.running("a").empty());
    CHECK(outcome.resource("a").fate == Fate::Lost);
    REQUIRE_FALSE(outcome.resource("a").kept_down_by.empty());
    CHECK(outcome.resource("a").kept_down_by[0].code == "no-quorum");
}

// ---- comparison -----------------------------------------------------------------------------------------------

TEST_CASE("what moves says from where and to where") {
    const ResourceOutcome moved = after(running(), {NodeStandby{"n1"}}).resource("a");
    REQUIRE(moved.changes.size() == 1);
    CHECK(moved.changes[0] == Change{Change::Kind::Moves, "n1", "n2", Role::Started});
    CHECK(moved.before == std::vector<RunningOn>{{"n1", Role::Started, "a"}});
    CHECK(moved.after == std::vector<RunningOn>{{"n2", Role::Started, "a"}});
}

TEST_CASE("what starts, and what stays down") {
    const Outcome outcome =
        after(Sketch("n1").resource(primitive("a")).resource(primitive("b", meta("target-role=Stopped"))), {});
    CHECK(outcome.resource("a").fate == Fate::Starts);
    CHECK(outcome.resource("a").changes[0].kind == Change::Kind::Starts);
    CHECK(outcome.resource("b").fate == Fate::Down);
    CHECK(outcome.all_services_survive());
}

TEST_CASE("what is lost is listed with what keeps it down") {
    const Outcome outcome =
        after(Sketch("n1 n2").resource(primitive("a")).runs("a", "n1").constraint(location("not-n2", "a", "n2", "-INFINITY")),
              {NodeStandby{"n1"}});
    CHECK(outcome.lost() == Names{"a"});
    CHECK_FALSE(outcome.all_services_survive());
    const auto& reasons = outcome.resource("a").kept_down_by;
    CHECK(std::ranges::any_of(reasons, [](const Obstacle& each) { return each.constraint == "not-n2"; }));
    CHECK(std::ranges::any_of(reasons, [](const Obstacle& each) { return each.code == "node-standby"; }));
}

TEST_CASE("a clone with fewer instances is reduced, not lost") {
    const Outcome outcome =
        after(Sketch("n1 n2").resource(clone("c", primitive("a"))).runs("a", "n1").runs("a", "n2"), {NodeStandby{"n2"}});
    CHECK(outcome.resource("c").fate == Fate::Reduced);
    CHECK(outcome.all_services_survive());
}

TEST_CASE("a promotable clone that has nothing promoted any more has lost it") {
    const Outcome outcome = after(Sketch("n1 n2")
                                      .resource(promotable("c", "db"))
                                      .transient("n1", "master-db=10")
                                      .runs_promoted("db", "n1")
                                      .runs("db", "n2"),
                                  {NodeStandby{"n1"}});
    CHECK(outcome.promoted("c").empty());
    CHECK(outcome.running("c") == Names{"n2"});
    CHECK(outcome.resource("c").fate == Fate::LostPromoted);
    CHECK(outcome.lost() == Names{"c"});
}

TEST_CASE("another instance is promoted") {
    const Outcome outcome = after(Sketch("n1 n2")
                                      .resource(promotable("c", "db"))
                                      .transient("n1", "master-db=10")
                                      .transient("n2", "master-db=5")
                                      .runs_promoted("db", "n1")
                                      .runs("db", "n2"),
                                  {NodeStandby{"n1"}});
    CHECK(outcome.promoted("c") == Names{"n2"});
    CHECK(outcome.promotion_score("c", "n2") == Score(5));
    CHECK_FALSE(outcome.promotion_score("c", "n1").has_value());
    CHECK(std::ranges::any_of(outcome.resource("db").changes,
                              [](const Change& each) { return each.kind == Change::Kind::Promotes; }));
}

TEST_CASE("a group's services are its members") {
    const Outcome outcome =
        after(Sketch("n1").resource(group("g", primitive("a") + primitive("b"))).runs("a b", "n1"), {NodeStandby{"n1"}});
    CHECK(outcome.lost() == Names{"a", "b"});
    CHECK(outcome.resource("g").kind == "group");
    CHECK(outcome.resource("a").parent == "g");
}

TEST_CASE("a score asked for where the node is not in the table is -INFINITY") {
    const Outcome outcome = after(Sketch("n1").options("symmetric-cluster=false").resource(primitive("a")), {});
    CHECK(outcome.score("a", "n1").is_minus_infinity());
}

TEST_CASE("a scenario without a time is judged at the CIB's execution-date") {
    CHECK(after(running(), {}).at == Time{Sketch::now, 0});
    CHECK(simulate({.cib = running().cib(), .at = Time{5, 0}}).at == Time{5, 0});
    std::string text = running().xml();
    text.erase(text.find(" execution-date"), std::string_view(" execution-date=\"1704067200\"").size());
    const Outcome timeless = simulate({.cib = Cib::from_text(text)});
    CHECK(timeless.at == Cib::from_text(text).default_time());
    CHECK(std::ranges::count(timeless.diagnostics, "default-time", &Diagnostic::code) == 1);
}

TEST_CASE("a scenario without a release follows the rules of the one that the CIB names") {
    const auto release = [](const std::string& options, std::optional<Release> wanted) {
        return simulate({.cib = Sketch("n1").options(options).resource(primitive("a")).cib(), .release = wanted}).before->release;
    };
    CHECK(release("", {}) == default_release);
    CHECK(release("dc-version=2.1.4-5.el9", {}) == Release::v2_1_5);
    CHECK(release("dc-version=2.1.4-5.el9", Release::v1_1_10) == Release::v1_1_10);
}

// ---- fencing --------------------------------------------------------------------------------------------------

namespace {

/// n1 runs `a`, n2 the device that names this host.
Sketch fenced_by(const std::string& host) {
    return running()
        .options("fencing-enabled=true")
        .resource(fencing_device("f", parameters("pcmk_host_list=" + host)))
        .runs("f", "n2")
        .operation("n1", "f", "monitor", 7);
}

} // namespace

TEST_CASE("a node is fenced by a device that names it, and the answer says which") {
    const Outcome outcome = after(fenced_by("n1"), {NodeFails{"n1"}});
    CHECK(node(outcome, "n1").fencing_possible);
    CHECK(text(node(outcome, "n1").fenced_by) == "device f, which runs on n2");
    CHECK(outcome.lost().empty());
}

TEST_CASE("a node that no device names is not fenced, and what ran there waits") {
    const Outcome outcome = after(fenced_by("n9"), {NodeFails{"n1"}});
    CHECK(node(outcome, "n1").fencing);
    CHECK_FALSE(node(outcome, "n1").fencing_possible);
    CHECK(outcome.lost() == Names{"a"});
    CHECK_FALSE(has(outcome, "never-settles"));
    REQUIRE(outcome.settled->failed_fencing.size() == 1);
    const auto& why = outcome.resource("a").kept_down_by;
    REQUIRE_FALSE(why.empty());
    CHECK(why.front().code == "fencing-fails");
    CHECK(why.front().text.find("it waits for the fencing of n1, which fails: no fencing device targets it: f names `n9`") == 0);
}

TEST_CASE("fencing that is said to fail does") {
    const Outcome outcome = after(fenced_by("n1"), {FencingWillFail{"n1"}, NodeFails{"n1"}});
    CHECK_FALSE(node(outcome, "n1").fencing_possible);
    CHECK(outcome.lost() == Names{"a"});
    CHECK(text(outcome.events[0]) == "from now on fencing of n1 fails");
    CHECK(after(fenced_by("n1"), {FencingWillFail{"n2"}, NodeFails{"n1"}}).lost().empty());
    CHECK_THROWS_AS(after(fenced_by("n1"), {FencingWillFail{"n7"}}), UnknownName);
}

TEST_CASE("the fencing of a guest is that of its host, or the stop of its container") {
    const Sketch guest = Sketch("n1").resource(primitive("vm", meta("remote-node=g"))).runs("vm g", "n1");
    CHECK(why_impossible(guest, FencingWillFail{"g"}).find("`g` is a guest node") == 0);
}

TEST_CASE("a failure that nobody fences lasts over what follows") {
    const Outcome outcome = after(fenced_by("n9"), {NodeFails{"n1"}, ClusterSettles{}, NodeStandby{"n3"}});
    CHECK(outcome.lost() == Names{"a"});
    CHECK(outcome.settled->failed_fencing.size() == 1);
}

TEST_CASE("without quorum a node is not fenced, and that is what the answer says") {
    const Outcome outcome = after(fenced_by("n1"), {NodeFails{"n1"}, NodeFails{"n3"}}, QuorumRule::No);
    CHECK(text(node(outcome, "n1").fenced_by) == "the cluster has no quorum");
    REQUIRE_FALSE(outcome.resource("a").kept_down_by.empty());
    CHECK(outcome.resource("a").kept_down_by.front().code == "no-quorum");
}

TEST_CASE("where time passes before the cluster has worked, that it does nothing meanwhile is told") {
    const auto told = [](std::vector<Event> events) {
        const Outcome outcome = after(running(), std::move(events));
        const auto found = std::ranges::find(outcome.diagnostics, "nothing-done-meanwhile", &Diagnostic::code);
        return found == outcome.diagnostics.end() ? "" : found->message;
    };
    CHECK(told({NodeFails{"n1"}, TimePasses{60}}) ==
          "the cluster does nothing while 60 s pass after n1 fails: it works after the last event alone, unless it is to settle "
          "before (--settle)");
    CHECK(told({NodeFails{"n1"}, ClusterSettles{}, TimePasses{60}}).empty());
    CHECK(told({TimePasses{60}, NodeFails{"n1"}}).empty());
}

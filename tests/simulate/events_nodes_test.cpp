#include <doctest/doctest.h>

#include "event_outcome.h"

// Standby and maintenance mode, and their ends.
using namespace placement;

namespace {

Sketch sample() { return Sketch("n1 n2").resource(primitive("a")).runs("a", "n1"); }

Sketch with_guest() {
    return Sketch("n1")
        .resource(primitive("vm", meta("remote-node=guest")))
        .runs("vm", "n1")
        .runs("guest", "n1")
        .status(R"(<node_state id="guest" uname="guest" remote_node="true" in_ccm="true"/>)");
}

} // namespace

TEST_CASE("nodes in standby and maintenance, in words") {
    CHECK(text(NodeUnstandby{"n1"}) == "n1 leaves standby");
    CHECK(text(NodeMaintenance{"n1"}) == "n1 is put in maintenance mode");
    CHECK(text(NodeUnmaintenance{"n1"}) == "n1 leaves maintenance mode");
}

TEST_CASE("a node leaves standby, whether it is permanent or not") {
    CHECK(outcome_after(sample(), {NodeStandby{"n1"}, NodeStandby{"n2"}, NodeUnstandby{"n1"}}).running("a") == Nodes{"n1"});
    const Sketch permanent = sample().attributes("n1", "standby=on").attributes("n2", "standby=on");
    CHECK(outcome_after(permanent, {}).running("a").empty());
    CHECK(outcome_after(permanent, {NodeUnstandby{"n2"}}).running("a") == Nodes{"n2"});
}

TEST_CASE("a node that is not in standby cannot leave it") {
    CHECK(what_is_said(outcome_after(sample(), {NodeUnstandby{"n1"}}), "node-not-in-standby") ==
          "n1 is not in standby; nothing changes");
    CHECK_FALSE(says(outcome_after(sample(), {NodeStandby{"n1"}, NodeUnstandby{"n1"}}), "node-not-in-standby"));
    CHECK(unknown(sample(), {NodeUnstandby{"n3"}}) == "no node `n3`; did you mean `n1` or `n2`?");
}

TEST_CASE("a node in standby because of a failure stays there") {
    const Sketch sketch =
        Sketch("n1 n2")
            .resource(primitive("a", operations(R"(<op id="@" name="monitor" interval="10s" on-fail="standby"/>)")))
            .runs("a", "n1");
    const Outcome outcome = outcome_after(sketch, {ResourceFails{"a", "n1"}, NodeUnstandby{"n1"}});
    CHECK(what_is_said(outcome, "standby-on-failure") ==
          "n1 stays in standby: a failure of `a` with on-fail=standby put it there, and cleaning that up ends it");
    const Outcome cleaned = outcome_after(sketch, {ResourceFails{"a", "n1"}, ResourceCleanedUp{"a"}});
    CHECK(cleaned.nodes[0].after == "online");
}

TEST_CASE("what runs on a node in maintenance mode is left alone") {
    const Outcome outcome = outcome_after(sample(), {NodeMaintenance{"n1"}, NodeStandby{"n1"}});
    CHECK(outcome.running("a") == Nodes{"n1"});
    CHECK(outcome.nodes[0].after == "maintenance");
    CHECK(outcome_after(sample(), {NodeMaintenance{"n1"}, NodeStandby{"n1"}, NodeUnmaintenance{"n1"}}).running("a") ==
          Nodes{"n2"});
}

TEST_CASE("maintenance mode is a permanent attribute: it outlives the node's absence") {
    const Outcome outcome = outcome_after(sample(), {NodeMaintenance{"n2"}, NodeLeaves{"n2"}, NodeJoins{"n2"}});
    CHECK(outcome.nodes[1].after == "maintenance");
}

TEST_CASE("a guest node in maintenance mode, which the configuration does not list") {
    const Outcome outcome = outcome_after(with_guest(), {NodeMaintenance{"guest"}});
    CHECK(outcome.after->nodes[outcome.after->find_node("guest")].maintenance);
}

TEST_CASE("maintenance mode that is there already, or is not there") {
    CHECK(says(outcome_after(sample(), {NodeMaintenance{"n1"}, NodeMaintenance{"n1"}}), "node-in-maintenance"));
    CHECK(what_is_said(outcome_after(sample(), {NodeUnmaintenance{"n1"}}), "node-not-in-maintenance") ==
          "n1 is not in maintenance mode; nothing changes");
    const Sketch whole = sample().options("maintenance-mode=true");
    CHECK(what_is_said(outcome_after(whole, {NodeUnmaintenance{"n1"}}), "node-not-in-maintenance") ==
          "n1 is not in maintenance mode by itself, but the whole cluster is (maintenance-mode); nothing changes");
    CHECK_FALSE(unknown(sample(), {NodeMaintenance{"n3"}}).empty());
    CHECK_FALSE(unknown(sample(), {NodeUnmaintenance{"n3"}}).empty());
}

// ---- nodes that come and go ----

namespace {

Sketch two_nodes(const std::string& options = "") {
    return Sketch("n1 n2").options(options).resource(primitive("a")).runs("a", "n1");
}

} // namespace

TEST_CASE("a node that crashed and joins has started anew") {
    const Outcome outcome = simulate({.cib = two_nodes().cib(), .events = {NodeFails{"n1"}, ClusterSettles{}, NodeJoins{"n1"}}});
    CHECK(outcome.after->resources[outcome.after->find_resource("a")].active_nodes.size() == 1);
    CHECK(outcome.running("a") == std::vector<std::string>{"n2"});
}

TEST_CASE("a node that is there already keeps what runs on it") {
    const Outcome outcome = simulate({.cib = two_nodes().cib(), .events = {NodeJoins{"n1"}}});
    CHECK(outcome.running("a") == std::vector<std::string>{"n1"});
    CHECK(outcome.after->resources[outcome.after->find_resource("a")].role == Role::Started);
}

TEST_CASE("a lost node's transient attributes are lost with it") {
    const Cib cib = two_nodes().transient("n1", "fail-count-a#monitor_10000=3 last-failure-a#monitor_10000=1704067000").cib();
    CHECK(simulate({.cib = cib, .events = {NodeFails{"n1"}}}).after->fail_counts.empty());
}

TEST_CASE("with shutdown locks, a history without operations is forgotten when its node leaves") {
    std::string text = two_nodes("shutdown-lock=true").cib().xml();
    text.insert(text.find("<lrm_resource "), R"(<lrm_resource id="gone" class="ocf" provider="pacemaker" type="Dummy"/>)");
    CHECK(simulate({.cib = Cib::from_text(text), .events = {NodeLeaves{"n1"}}}).running("a").empty());
}

TEST_CASE("with shutdown locks, a history of a node that is not known is no node's that leaves") {
    std::string text = two_nodes("shutdown-lock=true").cib().xml();
    text.insert(text.find("</status>"),
                R"(<node_state uname="x"><lrm><lrm_resources><lrm_resource id="a"/></lrm_resources></lrm></node_state>)");
    CHECK(simulate({.cib = Cib::from_text(text), .events = {NodeLeaves{"n1"}}}).running("a").empty());
}

TEST_CASE("with shutdown locks, what ran on a node that leaves waits for it") {
    const Cib cib = two_nodes("shutdown-lock=true").cib();
    CHECK(simulate({.cib = cib, .events = {NodeLeaves{"n1"}}}).running("a").empty());
    const Outcome back = simulate({.cib = cib, .events = {NodeLeaves{"n1"}, ClusterSettles{}, NodeJoins{"n1"}}});
    CHECK(back.running("a") == std::vector<std::string>{"n1"});
    CHECK(simulate({.cib = two_nodes().cib(), .events = {NodeLeaves{"n1"}}}).running("a") == std::vector<std::string>{"n2"});
}

TEST_CASE("who loses quorum by an event knows that it had it") {
    const Sketch sketch =
        Sketch("n1 n2 n3")
            .options("fencing-enabled=true no-quorum-policy=fence have-watchdog=true stonith-watchdog-timeout=10s")
            .resource(fencing_device("f"))
            .resource(primitive("a"))
            .runs("a f", "n1");
    const Outcome outcome = outcome_after(sketch, {NodeFails{"n2"}, NodeFails{"n3"}});
    CHECK(outcome.nodes.front().fencing);
    CHECK(outcome.nodes.front().fencing_reason == "cluster does not have quorum");
}

TEST_CASE("where nothing is managed, the cluster fences no node, and no device is the reason") {
    const Sketch sketch = Sketch("n1 n2")
                              .options("fencing-enabled=true maintenance-mode=true")
                              .resource(fencing_device("f", parameters("pcmk_host_list=n1")))
                              .runs("f", "n2");
    const NodeOutcome lost = outcome_after(sketch, {NodeFails{"n1"}}).nodes.front();
    CHECK_FALSE(lost.fenced_by.possible());
    CHECK(text(lost.fenced_by) == "nothing in the cluster is managed, so that it fences no node");
}

// ---- what is not managed stays --------------------------------------------------------------------------------

namespace {

Sketch unmanaged_on_first() { return Sketch("n1 n2").options("maintenance-mode=true").resource(primitive("a")).runs("a", "n1"); }

} // namespace

TEST_CASE("what is not managed runs on where its node leaves, and the cluster knows no more of it") {
    const ResourceOutcome left = outcome_after(unmanaged_on_first(), {NodeLeaves{"n1"}}).resource("a");
    CHECK(left.fate == Fate::Unknown);
    CHECK(left.after == std::vector{RunningOn{"n1", Role::Started, "a", InstanceState::Unknown}});
    REQUIRE(left.kept_down_by.size() == 1);
    CHECK(left.kept_down_by.front().text ==
          "it was not managed and was left running when the node left the cluster, which knows no more of it");
}

TEST_CASE("a node that comes back finds what was left running there") {
    const ResourceOutcome back =
        outcome_after(unmanaged_on_first(), {NodeLeaves{"n1"}, ClusterSettles{}, NodeJoins{"n1"}}).resource("a");
    CHECK(back.fate == Fate::Runs);
    CHECK(back.course.interruptions == 0);
    CHECK(back.after == std::vector{RunningOn{"n1", Role::Started, "a", InstanceState::Running}});
}

TEST_CASE("what is managed is stopped where its node leaves") {
    const Sketch sketch = Sketch("n1 n2").resource(primitive("a")).runs("a", "n1");
    CHECK(outcome_after(sketch, {NodeLeaves{"n1"}}).running("a") == std::vector<std::string>{"n2"});
}

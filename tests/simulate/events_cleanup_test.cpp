#include <algorithm>

#include <doctest/doctest.h>

#include "event_outcome.h"
#include "placement/carry_out.h"

// Failures and histories that are forgotten.
using namespace placement;

namespace {

const std::string monitored = operations(R"(<op id="@" name="monitor" interval="10s"/>)");

Sketch sample(const std::string& inside = "") {
    return Sketch("n1 n2").resource(primitive("a", meta("migration-threshold=1") + monitored + inside)).runs("a", "n1");
}

/// The cluster has begun to monitor, and then the resource is found dead.
const std::vector<Event> failed{ClusterSettles{}, ResourceFails{"a", "n1"}, ClusterSettles{}};

std::vector<Event> failed_and(std::vector<Event> more) {
    more.insert(more.begin(), failed.begin(), failed.end());
    return more;
}

bool probed(const Outcome& outcome, const std::string& resource, const std::string& node) {
    for (const SettledCluster::Round& round : outcome.settled->rounds) {
        for (const CarriedOutStep& step : round.carried_out.steps) {
            if (step.resource == resource && step.node == node && step.operation == "monitor" && step.interval_ms == 0) {
                return true;
            }
        }
    }
    return false;
}

} // namespace

TEST_CASE("clean-ups in words") {
    CHECK(text(ResourceCleanedUp{"a"}) == "failures of a are cleaned up");
    CHECK(text(ResourceCleanedUp{"a", "n1"}) == "failures of a are cleaned up on n1");
    CHECK(text(ResourceRefreshed{"a"}) == "the history of a is cleaned up");
}

TEST_CASE("a clean-up lets the resource come back to where it failed") {
    const Sketch sketch = sample().constraint(location("l", "a", "n1", "100"));
    CHECK(outcome_after(sketch, failed).running("a") == Nodes{"n2"});
    const Outcome outcome = outcome_after(sketch, failed_and({ResourceCleanedUp{"a"}}));
    CHECK(outcome.running("a") == Nodes{"n1"});
    CHECK(outcome.after->fail_counts.empty());
    CHECK(outcome.after->failed_operations.empty());
    CHECK(probed(outcome, "a", "n1"));
    CHECK_FALSE(probed(outcome, "a", "n2"));
}

TEST_CASE("a clean-up on one node leaves the failures on the others") {
    const Sketch sketch = sample();
    const std::vector<Event> both = failed_and({ResourceFails{"a", "n2"}, ClusterSettles{}});
    CHECK(outcome_after(sketch, both).running("a").empty());
    std::vector<Event> events = both;
    events.emplace_back(ResourceCleanedUp{"a", "n2"});
    CHECK(outcome_after(sketch, events).running("a") == Nodes{"n2"});
}

TEST_CASE("a resource that was blocked after it was found dead starts") {
    const std::string on_fail = operations(R"(<op id="@" name="monitor" interval="10s" on-fail="block"/>)");
    const Sketch sketch = Sketch("n1").resource(primitive("a", on_fail)).runs("a", "n1");
    const std::vector<Event> blocked = failed_and({ResourceCleanedUp{"a"}});
    const Outcome outcome = outcome_after(sketch, blocked);
    CHECK(outcome.running("a") == Nodes{"n1"});
    CHECK(probed(outcome, "a", "n1"));
    CHECK_FALSE(says(outcome, "assumed-running"));
}

TEST_CASE("what is cleaned up while it runs is not started anew") {
    const Sketch sketch = Sketch("n1 n2").resource(primitive("a", monitored)).runs("a", "n1");
    const Outcome outcome = outcome_after(sketch, failed_and({ResourceCleanedUp{"a"}}));
    CHECK(outcome.running("a") == Nodes{"n1"});
    const auto& in_the_end = outcome.phases.back().resources;
    CHECK(std::ranges::find(in_the_end, "a", &ResourceOutcome::id)->changes.empty());
    for (const SettledCluster::Round& round : outcome.settled->rounds) {
        for (const CarriedOutStep& step : round.carried_out.steps) CHECK(step.operation != "start");
    }
}

TEST_CASE("what failed and was not found stopped is assumed to run, and the answer says so") {
    const std::string on_fail = operations(R"(<op id="@" name="stop" interval="0" on-fail="block"/>)");
    const Sketch sketch = Sketch("n1 n2").resource(primitive("a", on_fail)).runs("a", "n1").operation("n1", "a", "stop", 1);
    CHECK(outcome_after(sketch, {}).after->resources[ResourceId(0)].blocked);
    const Outcome outcome = outcome_after(sketch, {ResourceCleanedUp{"a"}});
    CHECK(what_is_said(outcome, "assumed-running") ==
          "this answer assumes that the probe after the clean-up finds `a` running on n1, because its last operation there "
          "failed but did not find it stopped");
    CHECK_FALSE(outcome.after->resources[ResourceId(0)].blocked);
}

TEST_CASE("a promoted instance is found promoted") {
    const Sketch sketch = Sketch("n1 n2")
                              .resource(promotable("c", "db"))
                              .runs_promoted("db", "n1")
                              .runs("db", "n2")
                              .transient("n1", "master-db=10");
    const Outcome outcome = outcome_after(sketch, {ResourceRefreshed{"c"}});
    CHECK(outcome.promoted("c") == Nodes{"n1"});
    CHECK(outcome.resource("c").changes.empty());
}

TEST_CASE("a clean-up of a member is one of its group") {
    const Sketch sketch =
        Sketch("n1 n2").resource(group("g", primitive("a", monitored) + primitive("b", monitored))).runs("a b", "n1");
    const Outcome outcome = outcome_after(
        sketch, {ResourceFails{"a", "n1"}, ClusterSettles{}, ResourceFails{"b", "n1"}, ClusterSettles{}, ResourceCleanedUp{"b"}});
    CHECK(outcome.after->fail_counts.empty());
}

TEST_CASE("a clean-up forgets nothing of what did not fail, a refresh does") {
    const Sketch sketch = sample();
    CHECK(what_is_said(outcome_after(sketch, {ResourceCleanedUp{"a"}}), "nothing-to-clean-up") ==
          "`a` has no failures to clean up; nothing changes");
    CHECK(what_is_said(outcome_after(sketch, {ResourceCleanedUp{"a", "n2"}}), "nothing-to-clean-up") ==
          "`a` has no failures to clean up on n2; nothing changes");
    CHECK(what_is_said(outcome_after(sketch, {ResourceRefreshed{"a", "n2"}}), "nothing-to-clean-up") ==
          "`a` has no history to clean up on n2; nothing changes");
    const Outcome outcome = outcome_after(sketch, {ResourceRefreshed{"a"}});
    CHECK_FALSE(says(outcome, "nothing-to-clean-up"));
    CHECK(outcome.running("a") == Nodes{"n1"});
}

TEST_CASE("a clean-up needs names that are known, and a node where resources are looked for") {
    CHECK(unknown(sample(), {ResourceCleanedUp{"aa"}}) == "no resource `aa`; did you mean `a`?");
    CHECK(unknown(sample(), {ResourceRefreshed{"a", "n3"}}) == "no node `n3`; did you mean `n1` or `n2`?");
    const Sketch undiscovered = Sketch("n1")
                                    .resource(primitive("vm", meta("remote-node=guest")))
                                    .resource(primitive("a"))
                                    .runs("vm", "n1")
                                    .runs("guest", "n1")
                                    .status(R"(<node_state id="guest" uname="guest" remote_node="true" in_ccm="true">
                                        <transient_attributes id="guest"><instance_attributes id="@">
                                        <nvpair id="@" name="resource-discovery-enabled" value="false"/>
                                        </instance_attributes></transient_attributes></node_state>)");
    CHECK(impossible(undiscovered, {ResourceCleanedUp{"a", "guest"}}) ==
          "`a` cannot be cleaned up on guest: resources are not looked for there (resource-discovery-enabled)");
}

#include <doctest/doctest.h>

#include "placement/carry_out.h"
#include "placement/unpack.h"
#include "support/hand_made_transition.h"

// Transitions carried out.
using namespace placement;

namespace {

using Names = std::vector<std::string>;

Sketch sample() { return Sketch("n1 n2").resource(primitive("a")).resource(primitive("b")); }

CarriedOut carried_out(const HandMade& made, std::vector<OperationResult> failing = {}) {
    return carry_out(made.cib, made.schedule, {.failing = std::move(failing)});
}

/// "a start", …
Names steps(const CarriedOut& result) {
    Names names;
    for (const CarriedOutStep& step : result.steps) {
        names.push_back((step.resource.empty() ? "" : step.resource + " ") + step.operation);
    }
    return names;
}

bool contains(const Cib& cib, const std::string& text) { return cib.xml().find(text) != std::string::npos; }

} // namespace

TEST_CASE("what waits for something comes after it") {
    const auto result = carried_out(HandMade(sample()).operation("a", "start", "n1", {1}).operation("b", "start", "n1"));
    CHECK(steps(result) == Names{"b start", "a start"});
    CHECK(result.end == TransitionEnd::Complete);
    CHECK(result.left.empty());
}

TEST_CASE("what is ready is done in the graph's order, also within one pass") {
    const auto result =
        carried_out(HandMade(sample()).operation("a", "stop", "n1").pseudo("stopped", {0}).operation("b", "stop", "n1", {1}));
    CHECK(steps(result) == Names{"a stop", "stopped", "b stop"});
}

TEST_CASE("actions that wait for each other are left") {
    const auto result = carried_out(HandMade(sample()).operation("a", "start", "n1", {1}).operation("b", "start", "n1", {0}));
    CHECK(result.end == TransitionEnd::Terminated);
    CHECK(result.left == std::vector<std::uint32_t>{0, 1});
}

TEST_CASE("a failure stops what depends on it") {
    const auto made = HandMade(sample()).operation("a", "start", "n1").operation("b", "start", "n1", {0}).pseudo("done", {1});
    const auto result = carried_out(made, {{"a", "start", 0, "n1", 1}});
    CHECK(steps(result) == Names{"a start"});
    CHECK(result.steps.at(0).failed_with == 1);
    CHECK(result.end == TransitionEnd::Stopped);
    CHECK(result.left == std::vector<std::uint32_t>{1, 2});
}

TEST_CASE("after a failure only pseudo-actions and what has the highest priority go on") {
    const auto made = HandMade(sample())
                          .operation("a", "start", "n1")
                          .operation("b", "stop", "n1")
                          .operation("b", "start", "n2")
                          .priority(Score::infinite_value)
                          .pseudo("done");
    const auto result = carried_out(made, {{"a", "start", 0, "n1", 1}});
    CHECK(steps(result) == Names{"a start", "b start", "done"});
    CHECK(result.end == TransitionEnd::Stopped);
}

TEST_CASE("what has the highest priority does not mind a failed input") {
    const auto made =
        HandMade(sample()).operation("a", "start", "n1").operation("b", "start", "n2", {0}).priority(Score::infinite_value);
    CHECK(carried_out(made, {{"a", "start", 0, "n1", 1}}).end == TransitionEnd::Complete);
}

TEST_CASE("an operation is written into the history") {
    const auto result = carried_out(HandMade(sample()).operation("a", "start", "n1", {}, {{"CRM_meta_timeout", "20000"}}));
    CHECK(contains(result.cib,
                   R"(<lrm_resource id="a" class="ocf" provider="pacemaker" type="Dummy">)"
                   "\n"
                   R"(            <lrm_rsc_op id="a_last_0" operation_key="a_start_0" operation="start" )"
                   R"(crm-debug-origin="crm_simulate" crm_feature_set="3.20.5" )"
                   R"(transition-key="1:-1:0:xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx" )"
                   R"(transition-magic="0:0;1:-1:0:xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx" exit-reason="" on_node="n1" )"
                   R"(call-id="1" rc-code="0" op-status="0" interval="0" last-rc-change="1704067200" exec-time="0" )"
                   R"(queue-time="0" op-digest="f2317cad3d54cec5d7d7aa7d0bf35cf8"/>)"));
    CHECK(contains(result.cib, R"(num_updates="1")"));
}

TEST_CASE("a probe finds what it expects") {
    const auto result = carried_out(HandMade(sample()).operation("a", "monitor", "n1", {}, {{"CRM_meta_op_target_rc", "7"}}));
    CHECK(contains(result.cib, R"(rc-code="7")"));
    CHECK(contains(result.cib, R"(id="a_last_0")"));
}

TEST_CASE("a recurring operation has an entry of its own, and its timeout counts") {
    const auto result = carried_out(
        HandMade(sample()).operation("a", "monitor", "n1", {}, {{"CRM_meta_interval", "10000"}, {"CRM_meta_timeout", "20000"}}));
    CHECK(contains(result.cib, R"(<lrm_rsc_op id="a_monitor_10000")"));
    CHECK(contains(result.cib, R"(op-digest="4811cef7f7f94e3a35a70be7916cb2fd")"));
    CHECK(result.steps.at(0).interval_ms == 10000);
}

TEST_CASE("a reload is recorded as a start, a migration under its own name, a notification as well") {
    const auto result = carried_out(
        HandMade(sample())
            .operation("a", "reload-agent", "n1")
            .operation("b", "migrate_to", "n1", {}, {{"CRM_meta_migrate_source", "n1"}, {"CRM_meta_migrate_target", "n2"}})
            .operation("b", "notify", "n2", {}, {{"CRM_meta_notify_type", "post"}, {"CRM_meta_notify_operation", "start"}}));
    CHECK(contains(result.cib, R"(<lrm_rsc_op id="a_last_0" operation_key="a_start_0" operation="start")"));
    CHECK(contains(result.cib, R"(<lrm_rsc_op id="b_migrate_to_0")"));
    CHECK(contains(result.cib, R"(migrate_source="n1" migrate_target="n2")"));
    CHECK(contains(result.cib, R"(<lrm_rsc_op id="b_post_notify_start_0" operation_key="b_notify_0")"));
}

TEST_CASE("a failure is recorded and counted") {
    const auto result = carried_out(HandMade(sample()).operation("a", "start", "n1"), {{"A", "start", 0, "N1", 5}});
    CHECK(contains(result.cib, R"(id="a_last_failure_0")"));
    CHECK(contains(result.cib, R"(id="a_last_0")"));
    CHECK(contains(result.cib, R"(exit-reason="User-injected result")"));
    CHECK(result.steps.at(0).attributes.at(0) == InjectedAttribute{"fail-count-a#start_0", "INFINITY", "1"});
}

TEST_CASE("how often a failed start counts is the graph's to say") {
    const auto made = HandMade(sample()).attribute("failed-start-offset", "1").operation("a", "start", "n1");
    CHECK(carried_out(made, {{"a", "start", 0, "n1", 5}}).steps.at(0).attributes.at(0).value == "1");
}

TEST_CASE("failures that did not happen are told") {
    const OperationResult never{"a", "stop", 0, "n1", 1};
    const auto result = carried_out(HandMade(sample()).operation("a", "start", "n1"), {never});
    CHECK(result.unused_failures == std::vector{never});
    CHECK(result.end == TransitionEnd::Complete);
}

TEST_CASE("a fenced node is down, and what it did is forgotten") {
    const auto made = HandMade(sample().runs("a", "n1").transient("n1", "x=1")).fencing("reboot", "n1");
    const auto result = carried_out(made);
    CHECK(result.steps.at(0).kind == CarriedOutStep::Kind::Fencing);
    CHECK(steps(result) == Names{"reboot"});
    CHECK(contains(result.cib, R"(<node_state id="1" uname="n1" in_ccm="false" crmd="offline" join="down" expected="down" )"
                               R"(crm-debug-origin="simulate_fencing_action"/>)"));
}

TEST_CASE("unfencing changes nothing") {
    const auto made = HandMade(sample().runs("a", "n1")).fencing("on", "n1");
    CHECK(carried_out(made).cib.xml() == made.cib.xml());
}

TEST_CASE("an action of the cluster changes nothing") {
    const auto made = HandMade(sample()).cluster("do_shutdown", "n1").cluster("clear_failcount", "n1", "a");
    const auto result = carried_out(made);
    CHECK(steps(result) == Names{"do_shutdown", "a clear_failcount"});
    CHECK(result.cib.xml() == made.cib.xml());
}

TEST_CASE("the clone's instance that the history knows by the primitive's name") {
    const auto made = HandMade(Sketch("n1").resource(clone("c", primitive("a"))).runs("a", "n1")).operation("a", "stop", "n1");
    const auto result = carried_out(made);
    CHECK(result.steps.at(0).resource == "a");
    CHECK(contains(result.cib, R"(operation_key="a_stop_0")"));
}

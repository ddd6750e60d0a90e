#include <doctest/doctest.h>

#include "placement/carry_out.h"
#include "support/hand_made_transition.h"

// What actions do to a cluster, and the reference's simulation leaves out.
using namespace placement;

namespace {

Sketch sample() { return Sketch("n1 n2").resource(primitive("a")).runs("a", "n1").transient("n1", "fail-count-a#start_0=1 x=1"); }

std::string after(const HandMade& made, bool whole_effects = true) {
    return carry_out(made.cib, made.schedule, {.whole_effects = whole_effects}).cib.xml();
}

bool contains(const std::string& xml, const std::string& text) { return xml.find(text) != std::string::npos; }

} // namespace

TEST_CASE("failures are cleared, other attributes stay") {
    const std::string xml = after(HandMade(sample()).cluster("clear_failcount", "n1", "a"));
    CHECK_FALSE(contains(xml, "fail-count-a"));
    CHECK(contains(xml, "name=\"x\""));
}

TEST_CASE("a history is cleared or deleted") {
    CHECK_FALSE(contains(after(HandMade(sample()).cluster("lrm_delete", "n1", "a")), "<lrm_resource "));
    CHECK_FALSE(contains(after(HandMade(sample()).operation("a", "delete", "n1")), "<lrm_resource "));
}

TEST_CASE("a node that shuts down is down") {
    const std::string xml = after(HandMade(sample()).cluster("do_shutdown", "n1"));
    CHECK(contains(xml, R"(uname="n1" in_ccm="false" crmd="offline" join="down" expected="down")"));
    CHECK_FALSE(contains(xml, "transient_attributes"));
}

TEST_CASE("a cancelled operation is gone") {
    HandMade made(Sketch("n1").resource(primitive("a")).operation("n1", "a", "monitor", 0, 10000));
    made.operation("a", "cancel", "n1", {}, {{"CRM_meta_interval", "10000"}, {"CRM_meta_operation", "monitor"}});
    CHECK_FALSE(contains(after(made), "<lrm_rsc_op"));
}

TEST_CASE("an operation is called as its history is") {
    HandMade made(Sketch("n1").resource(clone("c", meta("globally-unique=true") + primitive("a"))).runs("a:0", "n1"));
    made.operation("a", "stop", "n1");
    made.as_instance("a:0");
    CHECK(contains(after(made), "a:0_stop_0"));
    CHECK(contains(after(made, false), "\"a_stop_0"));
}

TEST_CASE("a notification is not recorded in the history") {
    const HandMade made = HandMade(sample()).operation("a", "notify", "n1");
    CHECK_FALSE(contains(after(made), "notify"));
    CHECK(contains(after(made, false), "operation=\"notify\""));
}

TEST_CASE("what was under way has ended") {
    const HandMade made = HandMade(Sketch("n1").resource(primitive("a")).operation("n1", "a", "start", 193, 0, "", -1))
                              .operation("a", "start", "n1");
    CHECK(contains(after(made, false), "op-status=\"-1\""));
    CHECK_FALSE(contains(after(made), "op-status=\"-1\""));
}

TEST_CASE("what tells a reload from a restart is of today's parameters") {
    const auto digest = [](const std::string& value, const std::string& other) {
        HandMade made(Sketch("n1")
                          .resource(primitive("a"))
                          .status(R"(<node_state id="n2" uname="n2"><lrm id="n2"><lrm_resources><lrm_resource id="a">)"
                                  R"(<lrm_rsc_op id="a_last_0" operation="start" interval="0" op-force-restart=" x "/>)"
                                  R"(</lrm_resource></lrm_resources></lrm></node_state>)"));
        made.operation("a", "start", "n1", {}, {{"x", value}, {"y", other}});
        made.schedule.transition.actions[0].node = kept("n2");
        const std::string xml = after(made);
        const std::size_t begin = xml.find("op-restart-digest=");
        return xml.substr(begin, 52);
    };
    CHECK(digest("1", "1") == digest("1", "2"));
    CHECK(digest("1", "1") != digest("2", "1"));
}

TEST_CASE("unfencing is remembered") {
    HandMade made(sample());
    made.fencing("on", "n1");
    made.schedule.transition.actions[0].attributes =
        ActionAttributes(AttributeTable{{"CRM_meta_stonith_action", "on"}, {"CRM_meta_digests_all", "d"}});
    const std::string xml = after(made);
    CHECK(contains(xml, R"(name="#node-unfenced" value="1704067200")"));
    CHECK(contains(xml, R"(name="#digests-all" value="d")"));
}

TEST_CASE("maintenance is remembered") {
    HandMade made(sample());
    made.pseudo("maintenance_nodes");
    made.schedule.transition.actions[0].particulars.to_change().maintenance = {{"remote", true}};
    CHECK(contains(after(made), R"(<node_state id="remote" uname="remote" node_in_maintenance="1"/>)"));
}

TEST_CASE("without whole effects nothing of that is written") {
    const HandMade made = HandMade(sample()).cluster("clear_failcount", "n1", "a").cluster("do_shutdown", "n1");
    CHECK(after(made, false) == made.cib.xml());
}

// ---- guest and remote nodes -----------------------------------------------------------------------------------

namespace {

/// "g" is a guest in "vm" on n1, runs `a`, and has attributes.
Sketch guest() {
    return Sketch("n1 n2")
        .resource(primitive("vm", meta("remote-node=g")))
        .resource(primitive("a"))
        .runs("vm g", "n1")
        .status(R"(<node_state id="g" uname="g" remote_node="true"><transient_attributes id="g"><instance_attributes id="@">)"
                R"(<nvpair id="@" name="fail-count-a#monitor_10000" value="1"/><nvpair id="@" name="master-a" value="5"/>)"
                R"(</instance_attributes></transient_attributes><lrm id="g"><lrm_resources><lrm_resource id="a" class="ocf" )"
                R"(provider="pacemaker" type="Dummy"><lrm_rsc_op id="@" operation_key="a_start_0" operation="start" )"
                R"(interval="0" call-id="1" rc-code="0" op-status="0" transition-key="1:1:0:x" )"
                R"(transition-magic="0:0;1:1:0:x"/></lrm_resource></lrm_resources></lrm></node_state>)");
}

struct GuestLeft {
    bool history;
    bool fail_count;
    bool promotion_score;
};

GuestLeft left_on_guest(const HandMade& made, bool whole_effects = true) {
    const std::string xml = after(made, whole_effects);
    return {contains(xml, "operation_key=\"a_start_0\""), contains(xml, "fail-count-a"), contains(xml, "master-a")};
}

} // namespace

TEST_CASE("a connection that comes up finds what still runs, and no failures") {
    const GuestLeft left = left_on_guest(HandMade(guest()).operation("g", "start", "n1"));
    CHECK(left.history);
    CHECK_FALSE(left.fail_count);
    CHECK(left.promotion_score);
    CHECK(left_on_guest(HandMade(guest()).operation("g", "start", "n1"), false).fail_count);
    // A monitor is no news.
    CHECK(left_on_guest(HandMade(guest()).operation("g", "monitor", "n1")).fail_count);
}

TEST_CASE("in a container that starts nothing runs") {
    CHECK_FALSE(left_on_guest(HandMade(guest()).operation("vm", "start", "n1")).history);
    CHECK(left_on_guest(HandMade(guest()).operation("vm", "start", "n1"), false).history);
    // One that was migrated was not started.
    CHECK(left_on_guest(HandMade(guest()).operation("vm", "migrate_from", "n1")).history);
}

TEST_CASE("a connection that is stopped takes failures with it, and leaves the history") {
    HandMade made(guest());
    made.operation("g", "stop", "n1");
    made.schedule.transition.actions[0].particulars.to_change().downed = {"g"};
    made.schedule.transition.actions[0].has_downed = true;
    const GuestLeft left = left_on_guest(made);
    CHECK(left.history);
    CHECK_FALSE(left.fail_count);
    CHECK(left.promotion_score);
    // One that has migrated is still there.
    CHECK(left_on_guest(HandMade(guest()).operation("g", "stop", "n1")).fail_count);
}

TEST_CASE("a guest that is fenced has no history any more") {
    HandMade made(guest());
    made.pseudo("stonith");
    made.schedule.transition.actions[0].operation = "stonith";
    made.schedule.transition.actions[0].particulars.to_change().downed = {"g"};
    made.schedule.transition.actions[0].has_downed = true;
    const GuestLeft left = left_on_guest(made);
    CHECK_FALSE(left.history);
    CHECK_FALSE(left.fail_count);
    CHECK(left_on_guest(made, false).history);
}

// ---- failures, as a cluster counts them ----

namespace {

std::string after_failure(HandMade made, const std::string& operation) {
    return carry_out(made.cib, made.schedule, {.failing = {OperationResult::parse(operation)}, .whole_effects = true}).cib.xml();
}

HandMade one(const std::string& task, AttributeTable attributes = {}) {
    return HandMade(Sketch("n1").resource(primitive("a"))).operation("a", task, "n1", {}, std::move(attributes));
}

} // namespace

TEST_CASE("a probe that fails counts as no failure, and neither does a migration") {
    CHECK_FALSE(contains(after_failure(one("monitor"), "a_monitor_0@n1=1"), "fail-count-a"));
    CHECK_FALSE(contains(after_failure(one("migrate_to"), "a_migrate_to_0@n1=1"), "fail-count-a"));
    CHECK(contains(after_failure(one("promote"), "a_promote_0@n1=7"), R"(name="fail-count-a#promote_0" value="1")"));
}

TEST_CASE("a fail count of INFINITY does not begin anew") {
    HandMade made(Sketch("n1").resource(primitive("a")).transient("n1", "fail-count-a#promote_0=INFINITY"));
    made.operation("a", "promote", "n1");
    CHECK(contains(after_failure(made, "a_promote_0@n1=1"), R"(name="fail-count-a#promote_0" value="INFINITY")"));
}

TEST_CASE("a failure that is ignored does not count, and what waits for it goes on") {
    HandMade made = one("promote", {{"CRM_meta_on_fail", "ignore"}});
    made.operation("a", "monitor", "n1", {0});
    const CarriedOut done =
        carry_out(made.cib, made.schedule, {.failing = {OperationResult::parse("a_promote_0@n1=1")}, .whole_effects = true});
    CHECK(done.end == TransitionEnd::Complete);
    CHECK(done.steps.at(0).failed_with == 1);
    CHECK_FALSE(contains(done.cib.xml(), "fail-count-a"));
    CHECK(contains(done.cib.xml(), "last-failure-a#promote_0"));
}

TEST_CASE("a resource that stopped under a node's shutdown stays locked to it") {
    const auto lock_after = [](const std::string& task) {
        HandMade made = one(task);
        made.schedule.transition.actions[0].particulars.to_change().lock_time = "1700000000";
        return after(made);
    };
    CHECK(contains(lock_after("stop"), "shutdown-lock=\"1700000000\""));
    CHECK(contains(lock_after("start"), "shutdown-lock=\"0\""));
    CHECK_FALSE(contains(after(one("stop")), "shutdown-lock"));
}

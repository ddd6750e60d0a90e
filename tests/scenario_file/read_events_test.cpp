#include <doctest/doctest.h>

#include "scenario_text.h"

using namespace placement;

namespace {

constexpr const char* expect_something = "    expect: {settles: true}\n";

/// The only event of a test with this step.
Event event_of(const std::string& step, const Sketch& sketch = two_services()) {
    const ScenarioFile file = test_of(sketch, "    steps:\n      - " + step + "\n" + expect_something);
    REQUIRE(file.tests.at(0).scenario.events.size() == 1);
    return file.tests[0].scenario.events[0];
}

std::string words_of(const std::string& step) { return text(event_of(step)); }

std::string complaint_about_step(const std::string& step, const Sketch& sketch = two_services()) {
    return complaint_about_test(sketch, "    steps:\n      - " + step + "\n" + expect_something);
}

Sketch with_ticket() {
    return two_services().constraint("<rsc_ticket id=\"t\" rsc=\"db\" ticket=\"siteA\" loss-policy=\"stop\"/>");
}

} // namespace

TEST_CASE("scenario file: nodes fail, leave, join and go to standby") {
    CHECK(words_of("fail: n1") == text(Event(NodeFails{"n1"})));
    CHECK(words_of("down: n1") == text(Event(NodeLeaves{"n1"})));
    CHECK(words_of("up: n2") == text(Event(NodeJoins{"n2"})));
    CHECK(words_of("standby: n2") == text(Event(NodeStandby{"n2"})));
}

TEST_CASE("scenario file: several nodes are several events, each where its step stands") {
    const ScenarioFile file =
        test_of(two_services(), "    steps:\n      - fail: [n1, n2]\n" + std::string(expect_something));
    CHECK(file.tests.at(0).scenario.events.size() == 2);
    CHECK(file.tests[0].event_positions[1] == Position{4, 9});
}

TEST_CASE("scenario file: a resource fails on a node") {
    CHECK(words_of("fail: db@n1") == text(Event(ResourceFails{"db", "n1"})));
}

TEST_CASE("scenario file: operations end, now or whenever they are done") {
    CHECK(std::holds_alternative<OperationEnds>(event_of("op: db_monitor_10000@n1=7")));
    CHECK(std::holds_alternative<OperationWillFail>(event_of("op_fail: db_start_0@n2=1")));
}

TEST_CASE("scenario file: fencing fails") {
    CHECK(std::get<FencingWillFail>(event_of("fence_fail: n1")).node == "n1");
}

TEST_CASE("scenario file: node attributes") {
    const Event set = event_of("attribute: {node: n1, name: a, value: 5}");
    CHECK(std::get<NodeAttributeSet>(set).value == "5");
    CHECK_FALSE(std::get<NodeAttributeSet>(set).permanent);
    CHECK_FALSE(std::get<NodeAttributeSet>(event_of("attribute: {node: n1, name: a, value: }")).value.has_value());
    CHECK(std::get<NodeAttributeSet>(event_of("attribute: {node: n1, name: a, value: '', permanent: yes}")).permanent);
}

TEST_CASE("scenario file: promotion scores") {
    const Event event = event_of("promotion_score: {resource: web, node: n2, score: -INFINITY}");
    CHECK(std::get<PromotionScoreSet>(event).score == Score::minus_infinity());
}

TEST_CASE("scenario file: standby and maintenance end") {
    CHECK(words_of("unstandby: n2") == text(Event(NodeUnstandby{"n2"})));
    CHECK(words_of("maintenance: n2") == text(Event(NodeMaintenance{"n2"})));
    CHECK(words_of("unmaintenance: n2") == text(Event(NodeUnmaintenance{"n2"})));
    CHECK(complaint_about_step("maintenance: n22").find("t.yaml:4:22: no node `n22`; did you mean `n2`") == 0);
}

TEST_CASE("scenario file: what pcs does to resources") {
    CHECK(words_of("disable: db") == text(Event(ResourceDisabled{"db"})));
    CHECK(words_of("enable: db") == text(Event(ResourceEnabled{"db"})));
    CHECK(words_of("unmanage: db") == text(Event(ResourceUnmanaged{"db"})));
    CHECK(words_of("manage: db") == text(Event(ResourceManaged{"db"})));
    CHECK(complaint_about_step("disable: dp") == "t.yaml:4:18: no resource `dp`; did you mean `db`?");
    CHECK(complaint_about_step("disable:") == "t.yaml:4:9: a resource is expected");
}

TEST_CASE("scenario file: what crm_resource does to resources") {
    CHECK(words_of("move: db@n2") == text(Event(ResourceMoved{"db", "n2"})));
    CHECK(words_of("move: db") == text(Event(ResourceMoved{"db"})));
    CHECK(words_of("ban: db@n1") == text(Event(ResourceBanned{"db", "n1"})));
    CHECK(words_of("ban: {resource: web, node: n1, promoted: yes}") == text(Event(ResourceBanned{"web", "n1", true})));
    CHECK(words_of("move: {resource: web, promoted: yes}") == text(Event(ResourceMoved{"web", {}, true})));
    CHECK(words_of("clear: db@n1") == text(Event(ResourceCleared{"db", "n1"})));
    CHECK(words_of("cleanup: db") == text(Event(ResourceCleanedUp{"db"})));
    CHECK(words_of("refresh: db@n1") == text(Event(ResourceRefreshed{"db", "n1"})));
    CHECK(complaint_about_step("ban: dp@n1") == "t.yaml:4:14: no resource `dp`; did you mean `db`?");
    CHECK(complaint_about_step("ban: db@n11").find("t.yaml:4:14: no node `n11`; did you mean `n1`") == 0);
    CHECK(complaint_about_step("ban: {node: n1}") == "t.yaml:4:14: `resource` is missing");
    CHECK(complaint_about_step("ban: {resource: db, role: Promoted}").find("t.yaml:4:29: ") == 0);
    CHECK(complaint_about_step("clear: {resource: db}").find("t.yaml:4:") == 0);
}

TEST_CASE("scenario file: tickets") {
    CHECK(std::get<TicketChanges>(event_of("ticket: {siteA: granted}", with_ticket())).to ==
          TicketChanges::To::Granted);
}

TEST_CASE("scenario file: options, watchdogs, time and rest") {
    CHECK(std::get<OptionSet>(event_of("option: {maintenance-mode: true}")).value == "true");
    CHECK(std::get<WatchdogChanges>(event_of("watchdog: no")).present == false);
    CHECK(std::get<TimePasses>(event_of("wait: 10min")).seconds == 600);
    CHECK(std::get<TimePasses>(event_of("wait: 1500ms")).milliseconds == 500);
    CHECK(std::get<TimePasses>(event_of("wait: 0.5")).milliseconds == 500);
    CHECK(std::get<TimePasses>(event_of("wait: 1.5h")).seconds == 5400);
    CHECK(std::holds_alternative<ClusterSettles>(event_of("settle")));
}

TEST_CASE("scenario file: an unknown event is answered with the nearest") {
    CHECK(complaint_about_step("standbye: n1") == "t.yaml:4:9: no event `standbye`; did you mean `standby`?");
    CHECK(complaint_about_step("settled").find("t.yaml:4:9: ") == 0);
}

TEST_CASE("scenario file: an unknown node, resource, ticket or operation is answered with the nearest") {
    CHECK(complaint_about_step("fail: n3").find("t.yaml:4:15: no node `n3`; did you mean `n1`") == 0);
    CHECK(complaint_about_step("fail: dp@n1") == "t.yaml:4:15: no resource `dp`; did you mean `db`?");
    CHECK(complaint_about_step("fail: [n1, n22]").find("t.yaml:4:20: no node `n22`; did you mean `n2`") == 0);
    CHECK(complaint_about_step("op: dc_monitor_0@n1=7").find("t.yaml:4:13: no resource `dc`; did you mean `db`") == 0);
    CHECK(complaint_about_step("ticket: {sitea: granted}", with_ticket()) ==
          "t.yaml:4:18: no ticket `sitea`; did you mean `siteA`?");
    CHECK(complaint_about_step("promotion_score: {resource: wep, node: n1, score: 1}") ==
          "t.yaml:4:37: no resource `wep`; did you mean `web`?");
}

TEST_CASE("scenario file: values that mean nothing are refused where they stand") {
    CHECK(complaint_about_step("fail:") == "t.yaml:4:9: a node, or RESOURCE@NODE is expected");
    CHECK(complaint_about_step("fail: {n1: n2}").find("t.yaml:4:") == 0);
    CHECK(complaint_about_step("wait: soon").find("t.yaml:4:15: `soon` is not a duration") == 0);
    CHECK(complaint_about_step("wait: 1.5ms").find("t.yaml:4:15: `1.5ms` is not a duration") == 0);
    CHECK(complaint_about_step("wait: 0.0005").find("t.yaml:4:15: `0.0005` is not a duration") == 0);
    CHECK(complaint_about_step("wait: 5 weeks").find("t.yaml:4:15: `5 weeks` is not a duration") == 0);
    CHECK(complaint_about_step("wait: -5").find("t.yaml:4:15: `-5` is not a duration") == 0);
    CHECK(complaint_about_step("wait: 99999999999999").find("t.yaml:4:15: ") == 0);
    CHECK(complaint_about_step("op: db@n1").find("t.yaml:4:13: ") == 0);
    CHECK(complaint_about_step("watchdog: perhaps") == "t.yaml:4:19: `perhaps` is neither true nor false");
    CHECK(complaint_about_step("ticket: {siteA: lost}", with_ticket()) ==
          "t.yaml:4:25: `lost` is not one of granted, revoked, standby, active");
    CHECK(complaint_about_step("promotion_score: {resource: web, node: n1, score: much}").find("`much` is not a score") !=
          std::string::npos);
    CHECK(complaint_about_step("attribute: {node: n1, name: a}") == "t.yaml:4:20: `value` is missing");
}

TEST_CASE("scenario file: one event an item") {
    CHECK(complaint_about_step("fail: n1\n        down: n2") ==
          "t.yaml:5:9: one event a list item: begin another item for `down`");
    CHECK(complaint_about_step("{}") == "t.yaml:4:9: one event is expected here");
}

TEST_CASE("scenario file: an event that cannot happen fails the test, and says which event it was") {
    const TestResult result = result_of(two_services(), "    steps:\n      - fail: n1\n      - fail: db@n1\n" +
                                                            std::string(expect_something));
    CHECK_FALSE(result.passed());
    CHECK(result.error.find("db") != std::string::npos);
    CHECK(result.error_position == Position{5, 9});
}

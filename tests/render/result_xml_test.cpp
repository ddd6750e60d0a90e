#include <string>

#include <doctest/doctest.h>

#include "placement/render.h"
#include "support/sketch.h"

// The same answers as XML, in the shape of crm_simulate --output-as=xml.
using namespace placement;

namespace {

std::string status_xml(const Sketch& sketch, const ClusterStatusOptions& options = {}) {
    return cluster_status_xml(*sketch.cluster(), options);
}

void check_contains(const std::string& text, const std::string& part) {
    CHECK_MESSAGE(text.find(part) != std::string::npos, text);
}

Sketch on_single_node() { return Sketch("n1").resource(primitive("a")).runs("a", "n1"); }

std::string summary_xml(const Sketch& sketch) { return transition_summary_xml(schedule(sketch.cluster())); }

CarriedOut done(CarriedOutStep step) {
    CarriedOut result{.cib = Sketch("n1").cib(), .steps = {}, .left = {}};
    result.steps.push_back(std::move(step));
    return result;
}

} // namespace

// ---- state ----------------------------------------------------------------------------------------------------

TEST_CASE("a cluster's state as XML") {
    CHECK(status_xml(on_single_node()) ==
          "  <cluster_status>\n"
          "    <nodes>\n"
          "      <node name=\"n1\" id=\"1\" online=\"true\" standby=\"false\" standby_onfail=\"false\" "
          "maintenance=\"false\" pending=\"false\" unclean=\"false\" health=\"green\" feature_set=\"&lt;3.15.1\" "
          "shutdown=\"false\" expected_up=\"true\" is_dc=\"true\" resources_running=\"1\" type=\"member\"/>\n"
          "    </nodes>\n"
          "    <resources>\n"
          "      <resource id=\"a\" resource_agent=\"ocf:pacemaker:Dummy\" role=\"Started\" active=\"true\" "
          "orphaned=\"false\" removed=\"false\" blocked=\"false\" maintenance=\"false\" managed=\"true\" "
          "failed=\"false\" failure_ignored=\"false\" nodes_running_on=\"1\">\n"
          "        <node name=\"n1\" id=\"1\" cached=\"true\"/>\n"
          "      </resource>\n"
          "    </resources>\n"
          "  </cluster_status>\n");
}

TEST_CASE("the state after a transition has a name of its own") {
    check_contains(cluster_status_xml(*on_single_node().cluster(), {}, true), "<revised_cluster_status>");
}

TEST_CASE("a group as XML") {
    check_contains(status_xml(Sketch("n1").resource(group("g", primitive("a") + primitive("b")))),
                   "<group id=\"g\" number_resources=\"2\" maintenance=\"false\" managed=\"true\" disabled=\"false\">");
}

TEST_CASE("a clone as XML") {
    check_contains(status_xml(Sketch("n1").resource(promotable("c", "db", "target-role=Unpromoted"))),
                   "<clone id=\"c\" multi_state=\"true\" unique=\"false\" maintenance=\"false\" managed=\"true\" "
                   "disabled=\"true\" failed=\"false\" failure_ignored=\"false\" target_role=\"Unpromoted\">");
}

TEST_CASE("a bundle as XML") {
    const std::string xml = status_xml(Sketch("n1").resource(R"(<bundle id="web"><podman image="pcmk:http"/></bundle>)"));
    check_contains(xml, "<bundle id=\"web\" type=\"podman\" image=\"pcmk:http\" unique=\"false\" maintenance=\"false\" "
                        "managed=\"true\" failed=\"false\">\n        <replica id=\"0\">");
}

TEST_CASE("attributes as XML") {
    check_contains(status_xml(Sketch("n1").attributes("n1", "site=a"), {.attributes = true}),
                   "    <node_attributes>\n"
                   "      <node name=\"n1\">\n"
                   "        <attribute name=\"site\" value=\"a\"/>\n");
}

TEST_CASE("fail counts as XML") {
    check_contains(status_xml(on_single_node().transient("n1", "fail-count-a#monitor_0=2"), {.failures = true}),
                   "<resource_history id=\"a\" orphan=\"false\" removed=\"false\" migration-threshold=\"1000000\" "
                   "fail-count=\"2\"/>");
}

TEST_CASE("failed operations as XML") {
    const Sketch failed = on_single_node().operation("n1", "a", "monitor", 1, 10'000, "last-rc-change=\"1704063600\"", 0);
    check_contains(status_xml(failed, {.failures = true}),
                   "<failure op_key=\"a_monitor_10000\" node=\"n1\" exitstatus=\"Error occurred\" exitreason=\"none\" "
                   "exitcode=\"1\" call=\"2\" status=\"Done\" last-rc-change=\"2023-12-31 23:00:00Z\" interval=\"10000\" "
                   "task=\"monitor\"/>");
    check_contains(status_xml(failed, {.failures = true, .utc_offset = [](std::int64_t) { return -19'800; }}),
                   "last-rc-change=\"2023-12-31 17:30:00 -05:30\"");
}

TEST_CASE("exit reasons are escaped twice, as crm_simulate does") {
    const Sketch failed = on_single_node().operation("n1", "a", "monitor", 1, 10'000, "exit-reason=\"a &lt; b\"", 0);
    check_contains(status_xml(failed, {.failures = true}), "exitreason=\"a &amp;lt; b\"");
}

// ---- plans ----------------------------------------------------------------------------------------------------

TEST_CASE("scores as XML") {
    const Sketch sketch = Sketch("n1").resource(primitive("a", utilization("cpu=1"))).capacity("n1", "cpu=2");
    const Schedule result = schedule(sketch.cluster(), {.with_utilization = true});
    CHECK(score_report_xml(result, {.scores = true, .utilization = true}) ==
          "  <allocations_utilizations>\n"
          "    <capacity node=\"n1\" comment=\"Original\">\n"
          "      <cpu>2</cpu>\n"
          "    </capacity>\n"
          "    <node_weight function=\"pcmk__primitive_assign\" node=\"n1\" score=\"0\" id=\"a\"/>\n"
          "    <utilization resource=\"a\" node=\"n1\" function=\"pcmk__assign_resource\">\n"
          "      <cpu>1</cpu>\n"
          "    </utilization>\n"
          "    <capacity node=\"n1\" comment=\"Remaining\">\n"
          "      <cpu>1</cpu>\n"
          "    </capacity>\n"
          "  </allocations_utilizations>\n");
}

TEST_CASE("promotion scores as XML") {
    check_contains(
        score_report_xml(schedule(Sketch("n1").resource(promotable("c", "db")).transient("n1", "master-db=10").cluster())),
        "<promotion_score id=\"db:0\" score=\"10\" node=\"n1\"/>");
}

TEST_CASE("a summary as XML") {
    CHECK(summary_xml(Sketch("n1").resource(primitive("a"))) ==
          "  <actions>\n"
          "    <rsc_action action=\"start\" resource=\"a\" node=\"n1\"/>\n"
          "  </actions>\n");
}

TEST_CASE("a move as XML") {
    check_contains(
        summary_xml(Sketch("n1 n2").resource(primitive("a")).runs("a", "n1").constraint(location("l", "a", "n2", "INFINITY"))),
        "<rsc_action action=\"move\" resource=\"a\" source=\"n1\" dest=\"n2\"/>");
}

TEST_CASE("a promotion as XML") {
    check_contains(summary_xml(Sketch("n1").resource(promotable("c", "db")).transient("n1", "master-db=10")),
                   "<rsc_action action=\"promote\" resource=\"db:0\" role=\"Stopped\" next-role=\"Promoted\" dest=\"n1\"/>");
}

TEST_CASE("what is blocked as XML") {
    check_contains(summary_xml(Sketch("n1")
                                   .resource(primitive("a", meta("target-role=Stopped")) + primitive("b"))
                                   .constraint(R"(<rsc_order id="o" first="a" then="b"/>)")),
                   "<rsc_action action=\"start\" resource=\"b\" node=\"n1\" reason=\"unrunnable a start\" blocked=\"true\"/>");
}

// ---- events ---------------------------------------------------------------------------------------------------

TEST_CASE("modifications as XML") {
    using Kind = Injection::Kind;
    CHECK(modifications_xml({{{Kind::Quorum, "1"}},
                             {{Kind::NodeDown, "n1"}},
                             {{Kind::TicketStandby, "t"}},
                             {{Kind::OperationResult, "a_stop_0@n1=1"}, {{"fail-count-a#stop_0", "INFINITY", "1"}}}}) ==
          "  <modifications quorum=\"1\">\n"
          "    <modify_node action=\"Offline\" node=\"n1\"/>\n"
          "    <modify_ticket action=\"Standby\" ticket=\"t\"/>\n"
          "    <inject_spec spec=\"a_stop_0@n1=1\"/>\n"
          "    <inject_attr name=\"fail-count-a#stop_0\" value=\"INFINITY\" node_path=\"/node_state\" cib_node=\"1\"/>\n"
          "  </modifications>\n");
}

TEST_CASE("steps as XML") {
    using Kind = CarriedOutStep::Kind;
    const auto step = [](Kind kind, const std::string& operation, const std::string& resource, std::uint32_t interval) {
        CarriedOutStep made;
        made.kind = kind;
        made.operation = operation;
        made.resource = resource;
        made.interval_ms = interval;
        made.node = "n1";
        return carried_out_xml(done(made));
    };
    check_contains(step(Kind::Resource, "monitor", "a", 10'000),
                   "<rsc_action resource=\"a\" op=\"monitor\" node=\"n1\" interval=\"10000\"/>");
    check_contains(step(Kind::Cluster, "clear_failcount", "a", 0),
                   "<cluster_action task=\"clear_failcount\" node=\"n1\" id=\"a\"/>");
    check_contains(step(Kind::Fencing, "reboot", "", 0), "<fencing_action target=\"n1\" op=\"reboot\"/>");
    check_contains(step(Kind::Pseudo, "c_start_0", "", 0), "<pseudo_action task=\"c_start_0\" node=\"n1\"/>");
}

TEST_CASE("the attributes that a failure sets stand behind its step") {
    CarriedOutStep failed;
    failed.operation = "start";
    failed.resource = "a";
    failed.node = "n1";
    failed.attributes = {{"fail-count-a#start_0", "INFINITY", "1"}};
    check_contains(carried_out_xml(done(failed)),
                   "    <rsc_action resource=\"a\" op=\"start\" node=\"n1\"/>\n"
                   "    <inject_attr name=\"fail-count-a#start_0\" value=\"INFINITY\" node_path=\"/node_state\" cib_node=\"1\"/>\n");
}

TEST_CASE("timings as XML") {
    check_contains(timings_xml({{"a.xml", 0.25}}), "    <timing file=\"a.xml\" duration=\"0.250000\"/>\n");
}

// ---- the document ---------------------------------------------------------------------------------------------

TEST_CASE("a result is one document") {
    CHECK(result_xml("program -x \"a\"", "  <actions/>\n", 0, {}) ==
          "<pacemaker-result api-version=\"2.42\" request=\"program -x &quot;a&quot;\">\n"
          "  <actions/>\n"
          "  <status code=\"0\" message=\"OK\"/>\n"
          "</pacemaker-result>\n");
}

TEST_CASE("a result tells what went wrong") {
    check_contains(result_xml("program", "", 105, {"no node `x`"}), "  <status code=\"105\" message=\"No such object\">\n"
                                                                    "    <errors>\n"
                                                                    "      <error>no node `x`</error>\n");
}

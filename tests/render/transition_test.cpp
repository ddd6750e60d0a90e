#include <doctest/doctest.h>

#include "placement/render.h"
#include "support/hand_made_transition.h"

// Transitions as XML, Graphviz and text.
using namespace placement;

namespace {

Sketch sample() { return Sketch("n1 n2").resource(primitive("a")); }

std::string dot(const Schedule& schedule, const DotStyle& style = {}) { return transition_dot(schedule, style); }

/// A start of "a" on n1, and the point after it.
Schedule two_actions() {
    Schedule schedule;
    schedule.cluster = sample().cluster();
    schedule.placements = IdVector<ResourceId, Placement>(schedule.cluster->resources.size());
    Action start;
    start.resource = schedule.cluster->find_resource("a");
    start.node = schedule.cluster->find_node("n1");
    start.task = task::start;
    start.key = {task::start, 0};
    start.flags = ActionFlag::InGraph | ActionFlag::Runnable;
    ActionTable actions;
    actions.push_back(start);
    Action point;
    point.name = "all_started";
    point.task = task::started;
    point.flags = ActionFlag::Pseudo | ActionFlag::Optional;
    point.before.push_back({ActionId(0), RelationFlag::Ordered});
    actions.push_back(point);
    schedule.actions = std::move(actions);
    return schedule;
}

} // namespace

TEST_CASE("a transition as XML") {
    const auto made = HandMade(sample())
                          .attribute("transition_id", "1")
                          .operation("a", "start", "n1", {1}, {{"CRM_meta_timeout", "20000"}, {"1", "<x>"}})
                          .priority(5)
                          .fencing("reboot", "n2");
    CHECK(transition_xml(made.schedule) ==
          R"(<transition_graph transition_id="1">
  <synapse id="0" priority="5">
    <action_set>
      <rsc_op id="1" operation="start" operation_key="a_start_0" on_node="n1" on_node_uuid="1">
        <primitive id="a" class="ocf" provider="pacemaker" type="Dummy"/>
        <attributes CRM_meta_timeout="20000">
          <param name="1" value="&lt;x&gt;"/>
        </attributes>
      </rsc_op>
    </action_set>
    <inputs>
      <trigger>
        <crm_event id="2" operation="stonith" operation_key="stonith-n2-reboot" on_node="n2" on_node_uuid="2"/>
      </trigger>
    </inputs>
  </synapse>
  <synapse id="1">
    <action_set>
      <crm_event id="2" operation="stonith" operation_key="stonith-n2-reboot" on_node="n2" on_node_uuid="2">
        <attributes CRM_meta_stonith_action="reboot"/>
      </crm_event>
    </action_set>
    <inputs/>
  </synapse>
</transition_graph>
)");
}

TEST_CASE("nodes that an action takes down or into maintenance") {
    auto made = HandMade(sample()).pseudo("maintenance_nodes");
    TransitionAction& action = made.schedule.transition.actions.at(0);
    action.has_downed = true;
    action.particulars.to_change().downed = {"2"};
    action.has_maintenance = true;
    action.particulars.to_change().maintenance = {{"1", true}};
    const std::string xml = transition_xml(made.schedule);
    CHECK(xml.find("<downed>\n          <node id=\"2\"/>\n        </downed>") != std::string::npos);
    CHECK(xml.find("<node id=\"1\" node_in_maintenance=\"1\"/>") != std::string::npos);
}

TEST_CASE("an instance's key with its number is there beside the one that the history has") {
    const Sketch sketch =
        Sketch("n1").resource(clone("c", primitive("a"))).runs("a", "n1").operation("n1", "a", "monitor", 1, 10000);
    CHECK(
        contains(transition_xml(schedule(sketch.cluster())), R"(operation_key="a_stop_0" internal_operation_key="a:0_stop_0")"));
}

TEST_CASE("an empty transition") { CHECK(transition_xml(HandMade(sample()).schedule) == "<transition_graph/>\n"); }

TEST_CASE("the graph for Graphviz has what will be done") {
    CHECK(dot(two_actions()) == " digraph \"g\" {\n"
                                "\"a_start_0 n1\" [ style=bold color=\"green\" fontcolor=\"black\"]\n"
                                "}\n");
}

TEST_CASE("the graph of all actions") {
    CHECK(dot(two_actions(), {.all_actions = true, .numbers = true}) ==
          " digraph \"g\" {\n"
          "\"all_started (2)\" [ style=dashed color=\"blue\" fontcolor=\"orange\"]\n"
          "\"a_start_0 n1 (1)\" [ style=bold color=\"green\" fontcolor=\"black\"]\n"
          "\"a_start_0 n1 (1)\" -> \"all_started (2)\" [ style = dashed]\n"
          "}\n");
}

TEST_CASE("what cannot be done is red") {
    Schedule schedule = two_actions();
    schedule.actions.own()[ActionId(0)].flags = ActionFlags();
    CHECK(dot(schedule).find("\"a_start_0 n1\" [ style=dashed color=\"red\" fontcolor=\"black\"]") != std::string::npos);
}

TEST_CASE("what is not managed is left out") {
    Schedule schedule = two_actions();
    schedule.actions.own()[ActionId(0)].flags = ActionFlags();
    schedule.placements[schedule.cluster->find_resource("a")].managed = false;
    CHECK(dot(schedule) == " digraph \"g\" {\n}\n");
    CHECK(dot(schedule, {.all_actions = true}).find("fontcolor=\"purple\"") != std::string::npos);
}

TEST_CASE("a transition carried out as text") {
    const auto made = HandMade(sample())
                          .operation("a", "start", "n1")
                          .operation("a", "monitor", "n1", {}, {{"CRM_meta_interval", "10000"}})
                          .priority(Score::infinite_value)
                          .pseudo("done")
                          .cluster("do_shutdown", "n2")
                          .priority(Score::infinite_value)
                          .cluster("clear_failcount", "n2", "a")
                          .priority(Score::infinite_value)
                          .fencing("off", "n2")
                          .priority(Score::infinite_value);
    const auto result = carry_out(made.cib, made.schedule, {.failing = {{"a", "start", 0, "n1", 1}}});
    CHECK(carried_out_text(result, made.schedule) ==
          "Executing Cluster Transition:\n"
          "  * Resource action: a               start on n1\n"
          "Pretending action 1 failed with rc=1\n"
          "  * Injecting attribute fail-count-a#start_0=INFINITY into /node_state '1'\n"
          "  * Injecting attribute last-failure-a#start_0=1704067200 into /node_state '1'\n"
          "  * Resource action: a               monitor=10000 on n1\n"
          "  * Pseudo action:   done\n"
          "  * Cluster action:  do_shutdown on n2\n"
          "  * Cluster action:  clear_failcount for a on n2\n"
          "  * Fencing n2 (off)\n");
}

TEST_CASE("modifications as text") {
    using Kind = Injection::Kind;
    CHECK(modifications_text({
              {{Kind::Quorum, "1"}},
              {{Kind::Watchdog, "true"}},
              {{Kind::NodeUp, "n1"}},
              {{Kind::NodeDown, "n1"}},
              {{Kind::NodeFails, "n1"}},
              {{Kind::TicketGranted, "t"}},
              {{Kind::TicketRevoked, "t"}},
              {{Kind::TicketStandby, "t"}},
              {{Kind::TicketActive, "t"}},
              {{Kind::OperationResult, "a_start_0@n1=1"}, {{"fail-count-a#start_0", "1", "1"}}},
          }) == "Performing Requested Modifications:\n"
                "  * Setting quorum: 1\n"
                "  * Setting watchdog: true\n"
                "  * Bringing node n1 online\n"
                "  * Taking node n1 offline\n"
                "  * Failing node n1\n"
                "  * Granting ticket t\n"
                "  * Revoking ticket t\n"
                "  * Making ticket t standby\n"
                "  * Activating ticket t\n"
                "  * Injecting a_start_0@n1=1 into the configuration\n"
                "  * Injecting attribute fail-count-a#start_0=1 into /node_state '1'\n");
}

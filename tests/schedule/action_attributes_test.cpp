#include <algorithm>
#include <optional>
#include <vector>

#include <doctest/doctest.h>

#include "support/scheduled.h"

// What an action in the transition is executed with.
using namespace placement;

namespace {

std::string start(const std::string& more, const std::string& inside = "") {
    return operations("<op id=\"@\" name=\"start\" interval=\"0\" " + more + ">" + inside + "</op>");
}
Sketch on_one_node(const std::string& inside) { return Sketch("n1").resource(primitive("a", inside)); }

} // namespace

TEST_CASE("an action says which features the cluster has") {
    CHECK(Scheduled(on_one_node("")).executed_with("a_start_0", "crm_feature_set") == "3.20.5");
}

TEST_CASE("an action has the parameters of its resource") {
    CHECK(Scheduled(on_one_node(parameters("ip=1"))).executed_with("a_start_0", "ip") == "1");
}

TEST_CASE("the parameters of an operation come before those of its resource") {
    const Scheduled result(on_one_node(parameters("level=1 ip=1") + start("", parameters("level=2"))));
    CHECK(result.executed_with("a_start_0", "level") == "2");
    CHECK(result.executed_with("a_start_0", "ip") == "1");
    CHECK(result.executed_with("a_monitor_0", "level") == "1");
}

TEST_CASE("parameters are as they are on the node") {
    const std::string by_node =
        parameters("ip=2") +
        "<instance_attributes id=\"@\"><rule id=\"@\"><expression id=\"@\" attribute=\"#uname\" operation=\"eq\" "
        "value=\"n1\"/></rule>" + name_value_pairs("ip=1") + "</instance_attributes>";
    const Scheduled result(Sketch("n1 n2").resource(primitive("a", by_node)));
    CHECK(result.executed_with("a_monitor_0", "ip", "n1") == "1");
    CHECK(result.executed_with("a_monitor_0", "ip", "n2") == "2");
}

TEST_CASE("timeouts are milliseconds, 20 seconds for none") {
    CHECK(Scheduled(on_one_node("")).executed_with("a_start_0", "CRM_meta_timeout") == "20000");
    CHECK(Scheduled(on_one_node(start("timeout=\"1min\""))).executed_with("a_start_0", "CRM_meta_timeout") == "60000");
}

TEST_CASE("what an operation does not say its defaults do") {
    const std::string defaults = "<op_defaults>" + meta("timeout=33s record-pending=false") + "</op_defaults>";
    const Scheduled result(on_one_node(start("timeout=\"1min\"")).section(defaults));
    CHECK(result.executed_with("a_start_0", "CRM_meta_timeout") == "60000");
    CHECK(result.executed_with("a_start_0", "CRM_meta_record_pending") == "false");
    CHECK(result.executed_with("a_monitor_0", "CRM_meta_timeout") == "33000");
}

TEST_CASE("an instance has its number, and what its clone is") {
    const Scheduled result(Sketch("n1 n2").resource(clone("c", meta("notify=false") + primitive("a"))));
    CHECK(result.executed_with("a:0_start_0", "CRM_meta_clone") == "0");
    CHECK(result.executed_with("a:1_start_0", "CRM_meta_clone") == "1");
    CHECK(result.executed_with("a:0_start_0", "CRM_meta_clone_max") == "2");
    CHECK(result.executed_with("a:0_start_0", "CRM_meta_clone_node_max") == "1");
    CHECK(result.executed_with("a:0_start_0", "CRM_meta_globally_unique") == "false");
    CHECK(result.executed_with("a:0_start_0", "CRM_meta_notify") == "false");
    CHECK(result.executed_with("a:0_start_0", "CRM_meta_promoted_max") == "none");
    CHECK(result.executed_with("c_start_0", "CRM_meta_clone") == "none");
}

TEST_CASE("an instance of a promotable clone is told how many may be promoted, under both names") {
    const Scheduled result(Sketch("n1").resource(promotable("c", "a", "promoted-max=3")));
    CHECK(result.executed_with("a:0_start_0", "CRM_meta_promoted_max") == "3");
    CHECK(result.executed_with("a:0_start_0", "CRM_meta_master_max") == "3");
    CHECK(result.executed_with("a:0_start_0", "CRM_meta_promoted_node_max") == "1");
    CHECK(result.executed_with("a:0_start_0", "CRM_meta_master_node_max") == "1");
}

TEST_CASE("a guest's connection says which container it leads to") {
    const Scheduled result(Sketch("n1").resource(primitive("vm", meta("remote-node=guest"))));
    CHECK(result.executed_with("guest_start_0", "CRM_meta_container") == "vm");
    CHECK(result.executed_with("vm_start_0", "CRM_meta_remote_node") == "guest");
}

TEST_CASE("in a guest an action is told of the host") {
    const Scheduled result(Sketch("n1")
                               .resource(primitive("vm", meta("remote-node=guest")))
                               .resource(primitive("a", meta("container-attribute-target=host")))
                               .constraint(location("l", "a", "n1", "-INFINITY"))
                               .runs("vm guest", "n1"));
    CHECK(result.executed_with("a_start_0", "CRM_meta_physical_host") == "n1");
    CHECK(result.executed_with("a_start_0", "CRM_meta_container_attribute_target") == "host");
}

TEST_CASE("a bundle's connection is made to the container's host where it has no address") {
    const Scheduled result(Sketch("n1").resource(
        "<bundle id=\"box\"><docker image=\"image\" replicas=\"1\"/><network control-port=\"3121\"/>" + primitive("a") +
        "</bundle>"));
    CHECK(result.executed_with("box-0_start_0", "addr") == "n1");
    CHECK(result.executed_with("box-0_start_0", "port") == "3121");
}

TEST_CASE("what is in a bundle knows its address") {
    const Scheduled result(Sketch("n1").resource(
        "<bundle id=\"box\"><docker image=\"image\" replicas=\"1\"/><network ip-range-start=\"10.0.0.1\"/>" +
        primitive("a") + "</bundle>"));
    CHECK(result.executed_with("a:0_start_0", "pcmk_external_ip") == "10.0.0.1");
}

TEST_CASE("a rule of an operation that will change says when to look again") {
    const std::string soon = "<meta_attributes id=\"@\"><rule id=\"@\"><date_expression id=\"@\" operation=\"gt\" "
                             "start=\"2024-01-01 01:00:00Z\"/></rule>" + name_value_pairs("timeout=5") + "</meta_attributes>";
    const Scheduled result(on_one_node(start("", soon)));
    const auto& attributes = result.schedule.transition.attributes;
    CHECK(std::find(attributes.begin(), attributes.end(),
                    std::pair<std::string, std::string>("recheck-by", std::to_string(Sketch::now + 3601))) !=
          attributes.end());
}

TEST_CASE("a rule of the parameters of what is compared says when to look again, though another operation is compared") {
    const std::string later = "<instance_attributes id=\"@\"><rule id=\"@\"><date_expression id=\"@\" operation=\"gt\" "
                              "start=\"2024-01-01 01:00:00Z\"/></rule>" + name_value_pairs("x=5") + "</instance_attributes>";
    const Scheduled result(Sketch("n1").resource(primitive("a", later)).operation("n1", "a", "demote", 1, 10000));
    const auto& attributes = result.schedule.transition.attributes;
    CHECK(std::find(attributes.begin(), attributes.end(),
                    std::pair<std::string, std::string>("recheck-by", std::to_string(Sketch::now + 3601))) !=
          attributes.end());
}

TEST_CASE("a notification that somebody repeats is configured as notifications are, also its cancellation") {
    const Scheduled result(Sketch("n1")
                               .resource(primitive("a", "<operations><op id=\"o\" name=\"notify\" interval=\"0\" timeout=\"5s\"/></operations>"))
                               .runs("a", "n1")
                               .operation("n1", "a", "notify", 0, 20000));
    CHECK(result.executed_with("a_notify_20000", "CRM_meta_timeout") == "5000");
}

TEST_CASE("attributes can be asked for when the schedule is gone") {
    std::optional<Scheduled> result(Sketch("n1").resource(primitive("a", parameters("ip=10.0.0.1"))));
    const std::vector<TransitionAction> actions = result->schedule.transition.actions;
    result.reset();
    CHECK(*actions.front().attributes.find("ip") == "10.0.0.1");
}

TEST_CASE("attributes are made once") {
    const Scheduled result(Sketch("n1").resource(primitive("a", parameters("ip=10.0.0.1"))));
    const ActionAttributes& attributes = result.schedule.transition.actions.front().attributes;
    CHECK(attributes.find("ip") == attributes.find("ip"));
}

TEST_CASE("actions that differ in their node alone have the same attributes, but where they are done") {
    const Scheduled result(Sketch("n1 n2").resource(primitive("a", meta("target-role=Stopped"))));
    const auto attributes = [&](const std::string& node) {
        const ActionId found = result.action("a_monitor_0", node);
        const auto& actions = result.schedule.transition.actions;
        AttributeTable all = std::ranges::find(actions, found, &TransitionAction::action)->attributes.joined();
        CHECK(all.at("CRM_meta_on_node") == node);
        all.erase("CRM_meta_on_node");
        all.erase("CRM_meta_on_node_uuid");
        return all;
    };
    CHECK(attributes("n1") == attributes("n2"));
    CHECK(attributes("n1").at("CRM_meta_op_target_rc") == "7");
}

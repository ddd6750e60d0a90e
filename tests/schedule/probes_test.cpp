#include <doctest/doctest.h>

#include "support/scheduled.h"

// Where the cluster asks whether a resource is active, and what waits for the answer.
using namespace placement;

namespace {

std::string bundle_of_two_replicas() {
    return "<bundle id=\"box\"><docker image=\"image\" replicas=\"2\"/><network ip-range-start=\"10.0.0.1\" "
           "control-port=\"3121\"/>" +
           primitive("a") + "</bundle>";
}

std::string discovery(const std::string& id, const std::string& resource, const std::string& node,
                      const std::string& mode) {
    return location(id, resource, node, "0", "resource-discovery=\"" + mode + "\"");
}

} // namespace

TEST_CASE("a resource is asked for on each node where nothing is known of it") {
    const Scheduled result(Sketch("n1 n2").resource(primitive("a")).runs("a", "n1"));
    CHECK(result.need("a_monitor_0", "n1") == "none");
    CHECK(result.need("a_monitor_0", "n2") == "required");
    CHECK(result.expected("a_monitor_0") == 7);
}

TEST_CASE("a resource starts after it has been asked for") {
    const Scheduled result(Sketch("n1").resource(primitive("a")));
    CHECK(result.ordered("a_monitor_0", "a_start_0"));
}

TEST_CASE("without startup probes nothing is asked for") {
    const Scheduled result(Sketch("n1").options("enable-startup-probes=false").resource(primitive("a")));
    CHECK(result.need("a_monitor_0") == "none");
}

TEST_CASE("a node that is offline is not asked") {
    const Scheduled result(Sketch("n1 n2").offline("n2").resource(primitive("a")));
    CHECK(result.need("a_monitor_0", "n1") == "required");
    CHECK(result.need("a_monitor_0", "n2") == "none");
}

TEST_CASE("a node that is unclean is not asked") {
    const Scheduled result(Sketch("n1 n2")
                               .options("fencing-enabled=true")
                               .resource(fencing_device("f"))
                               .resource(primitive("a", operations("<op id=\"@\" name=\"monitor\" interval=\"10s\" on-fail=\"fence\"/>")))
                               .runs("a", "n2")
                               .operation("n2", "a", "monitor", 1, 10000));
    CHECK(result.need("f_monitor_0", "n1") == "required");
    CHECK(result.need("f_monitor_0", "n2") == "none");
}

TEST_CASE("a guest may be one that is not asked") {
    const Scheduled result(Sketch("n1")
                               .resource(primitive("vm", meta("remote-node=guest")))
                               .resource(primitive("a"))
                               .runs("vm guest", "n1")
                               .status("<node_state remote_node=\"true\" id=\"guest\" uname=\"guest\"><transient_attributes "
                                       "id=\"guest\">" +
                                       parameters("resource-discovery-enabled=false") +
                                       "</transient_attributes></node_state>"));
    CHECK(result.need("a_monitor_0", "guest") == "none");
}

TEST_CASE("a location says where a resource is not asked for") {
    const Scheduled result(
        Sketch("n1 n2").resource(primitive("a")).constraint(discovery("l", "a", "n2", "never")));
    CHECK(result.need("a_monitor_0", "n1") == "required");
    CHECK(result.need("a_monitor_0", "n2") == "none");
}

TEST_CASE("with exclusive discovery a resource is asked for nowhere else") {
    const Scheduled result(
        Sketch("n1 n2").resource(primitive("a")).constraint(discovery("l", "a", "n1", "exclusive")));
    CHECK(result.need("a_monitor_0", "n1") == "required");
    CHECK(result.need("a_monitor_0", "n2") == "none");
}

TEST_CASE("with exclusive discovery a clone is asked for nowhere else") {
    const Scheduled result(Sketch("n1 n2").resource(clone("c", primitive("a"))).constraint(
        discovery("l", "c", "n1", "exclusive")));
    CHECK(result.need("a:0_monitor_0", "n1") == "required");
    CHECK(result.need("a:0_monitor_0", "n2") == "none");
    CHECK(result.need("a:1_monitor_0", "n2") == "none");
}

TEST_CASE("what is configured no more is not asked for") {
    const Scheduled result(Sketch("n1 n2").options("stop-orphan-resources=true").runs("a", "n1"));
    CHECK(result.need("a_stop_0", "n1") == "required");
    CHECK(result.need("a_monitor_0", "n2") == "none");
}

TEST_CASE("of an anonymous clone the instance is asked for that will be on the node") {
    const Scheduled result(Sketch("n1 n2").resource(clone("c", primitive("a"))));
    const std::string on_n1 = result.node("a:0") == "n1" ? "a:0" : "a:1";
    const std::string on_n2 = on_n1 == "a:0" ? "a:1" : "a:0";
    CHECK(result.need(on_n1 + "_monitor_0", "n1") == "required");
    CHECK(result.need(on_n2 + "_monitor_0", "n2") == "required");
    CHECK(result.need(on_n1 + "_monitor_0", "n2") == "none");
}

TEST_CASE("of a unique clone each instance is asked for on each node") {
    const Scheduled result(Sketch("n1 n2").resource(clone("c", meta("globally-unique=true") + primitive("a"))));
    for (const char* instance : {"a:0_monitor_0", "a:1_monitor_0"}) {
        CHECK(result.need(instance, "n1") == "required");
        CHECK(result.need(instance, "n2") == "required");
    }
}

TEST_CASE("the members of a group are asked for one by one") {
    const Scheduled result(Sketch("n1").resource(group("g", primitive("a") + primitive("b"))));
    CHECK(result.need("a_monitor_0", "n1") == "required");
    CHECK(result.need("b_monitor_0", "n1") == "required");
}

TEST_CASE("a bundle asks for its addresses and containers everywhere") {
    const Scheduled result(Sketch("n1 n2").resource(bundle_of_two_replicas()));
    for (const char* node : {"n1", "n2"}) {
        CHECK(result.need("box-ip-10.0.0.1_monitor_0", node) == "required");
        CHECK(result.need("box-docker-0_monitor_0", node) == "required");
        CHECK(result.need("box-docker-1_monitor_0", node) == "required");
    }
}

TEST_CASE("where a host may have one container, none starts before all have been asked for") {
    const Scheduled result(Sketch("n1").resource(bundle_of_two_replicas()));
    CHECK(result.ordered("box-docker-1_monitor_0", "box-docker-0_start_0"));
}

TEST_CASE("nothing is asked for inside a container that does not run") {
    const Scheduled result(Sketch("n1 n2").resource(bundle_of_two_replicas()));
    CHECK(result.need("a:0_monitor_0") == "none");
}

TEST_CASE("nothing is asked for in a guest that does not run, and starts there wait for the guest to be found") {
    const Scheduled result(Sketch("n1")
                               .resource(primitive("vm", meta("remote-node=guest")))
                               .resource(primitive("a"))
                               .constraint(location("l", "a", "n1", "-INFINITY")));
    CHECK(result.need("a_monitor_0", "guest") == "none");
    CHECK(result.ordered("vm_monitor_0", "a_start_0"));
}

TEST_CASE("a guest that runs is asked") {
    const Scheduled result(Sketch("n1")
                               .resource(primitive("vm", meta("remote-node=guest")))
                               .resource(primitive("a"))
                               .runs("vm guest", "n1"));
    CHECK(result.need("a_monitor_0", "guest") == "required");
    CHECK(result.need("vm_monitor_0", "guest") == "none");
}

TEST_CASE("remote nodes have no fencing devices") {
    const Scheduled result(Sketch("n1")
                               .resource(primitive("vm", meta("remote-node=guest")))
                               .resource(fencing_device("f"))
                               .runs("vm guest", "n1"));
    CHECK(result.need("f_monitor_0", "n1") == "required");
    CHECK(result.need("f_monitor_0", "guest") == "none");
}

TEST_CASE("what waits for a stop waits for the probe that could require it") {
    const Scheduled result(Sketch("n1")
                               .resource(primitive("a") + primitive("b"))
                               .constraint(ordering("o", "a", "b"))
                               .runs("b", "n1")
                               .options("stop-all-resources=true"));
    // b is stopped before a, and a is not known to be inactive.
    CHECK(result.need("a_monitor_0") == "required");
    const Scheduled turned(Sketch("n1")
                               .resource(primitive("a") + primitive("b"))
                               .constraint(ordering("o", "a", "b"))
                               .runs("a", "n1")
                               .options("stop-all-resources=true"));
    CHECK(turned.ordered("b_monitor_0", "a_stop_0"));
}

TEST_CASE("what would restart with a resource stops after the probe of it") {
    const Scheduled result(Sketch("n1 n2")
                               .resource(primitive("a") + primitive("b"))
                               .constraint(ordering("o", "a", "b"))
                               .constraint(location("l", "b", "n2", "INFINITY"))
                               .runs("b", "n1"));
    CHECK(result.ordered("a_monitor_0", "b_stop_0"));
}

TEST_CASE("what may have to be stopped waits for each probe from which the way leads there") {
    const Scheduled result(Sketch("n1")
                               .resource(primitive("a") + primitive("b") + primitive("c"))
                               .runs("c", "n1")
                               .constraint(ordering("o1", "a", "c") + ordering("o2", "b", "c")));
    CHECK(result.ordered("a_monitor_0", "c_stop_0"));
    CHECK(result.ordered("b_monitor_0", "c_stop_0"));
}

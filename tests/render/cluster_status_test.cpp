#include <string>

#include <doctest/doctest.h>

#include "placement/render.h"
#include "support/sketch.h"

// A cluster's state in the words of crm_simulate, a line a case.
using namespace placement;

namespace {

std::string status(const Sketch& sketch, const ClusterStatusOptions& options = {}) {
    return cluster_status_text(*sketch.cluster(), options);
}

/// Whether one of the lines is this one, without its indent and bullet.
bool has_line(const std::string& text, const std::string& line) {
    return text.find("* " + line + "\n") != std::string::npos;
}

void shows(const Sketch& sketch, const std::string& line, const ClusterStatusOptions& options = {}) {
    const std::string text = status(sketch, options);
    CHECK_MESSAGE(has_line(text, line), text);
}

void hides(const Sketch& sketch, const std::string& words, const ClusterStatusOptions& options = {}) {
    const std::string text = status(sketch, options);
    CHECK_MESSAGE(text.find(words) == std::string::npos, text);
}

/// "a", which runs on n1.
Sketch one(const std::string& inside = "") { return Sketch("n1 n2").resource(primitive("a", inside)).runs("a", "n1"); }

std::string dummy(const std::string& name) { return name + "\t(ocf:pacemaker:Dummy):\t"; }
std::string stateful_line(const std::string& name) { return name + "\t(ocf:pacemaker:Stateful):\t"; }

Sketch cloned(const std::string& pairs = "") {
    return Sketch("n1 n2 n3").resource(clone("c", meta("interleave=true " + pairs) + primitive("a")));
}

Sketch database(const std::string& pairs = "") {
    return Sketch("n1 n2").resource(promotable("c", "db", pairs)).runs_promoted("db", "n1").runs("db", "n2");
}

/// A guest "g" in the resource "vm".
Sketch guest() { return Sketch("n1 n2").resource(primitive("vm", meta("remote-node=g"))); }

/// A bundle of so many replicas, without anything in it.
Sketch bundle(int replicas, const std::string& more = "") {
    return Sketch("n1 n2").resource("<bundle id=\"web\">" + more + "<podman image=\"pcmk:http\" replicas=\"" +
                                    std::to_string(replicas) + "\"/></bundle>");
}

/// An agent that pings hosts and sets the attribute "pingd".
std::string ping() {
    return "<primitive id=\"p\" class=\"ocf\" provider=\"pacemaker\" type=\"ping\">" + parameters("multiplier=100") +
           "<instance_attributes id=\"@\"><nvpair id=\"@\" name=\"host_list\" value=\"r1 r2\"/></instance_attributes>"
           "</primitive>";
}

const ClusterStatusOptions attributes{.attributes = true};
const ClusterStatusOptions failures{.failures = true};
const ClusterStatusOptions pending{.pending = true};

} // namespace

// ---- the whole ------------------------------------------------------------------------------------------------

TEST_CASE("sections are indented below a title") {
    CHECK(status(one(), {.title = "Now"}) == "Now:\n"
                                             "  * Node List:\n"
                                             "    * Online: [ n1 n2 ]\n"
                                             "\n"
                                             "  * Full List of Resources:\n"
                                             "    * a\t(ocf:pacemaker:Dummy):\t Started n1\n");
}

TEST_CASE("a cluster without resources") { shows(Sketch("n1"), "No resources"); }

// ---- nodes ----------------------------------------------------------------------------------------------------

TEST_CASE("a node that left") { shows(Sketch("n1 n2").offline("n2"), "OFFLINE: [ n2 ]"); }

TEST_CASE("a node in standby") { shows(Sketch("n1").attributes("n1", "standby=on"), "Node n1: standby"); }

TEST_CASE("a node in standby that still runs something") {
    shows(one().attributes("n1", "standby=on"), "Node n1: standby (with active resources)");
}

TEST_CASE("a node in standby that left") {
    shows(Sketch("n1 n2").attributes("n2", "standby=on").offline("n2"), "Node n2: OFFLINE (standby)");
}

TEST_CASE("a node in maintenance") { shows(Sketch("n1").attributes("n1", "maintenance=true"), "Node n1: maintenance"); }

TEST_CASE("a node in maintenance that left") {
    shows(Sketch("n1 n2").attributes("n2", "maintenance=true").offline("n2"), "Node n2: OFFLINE (maintenance)");
}

TEST_CASE("a node that crashed") {
    shows(Sketch("n1 n2").options("fencing-enabled=true").resource(fencing_device("f")).crashed("n2"),
          "Node n2: UNCLEAN (offline)");
}

TEST_CASE("a node that is expected dead") {
    shows(Sketch("n1 n2").options("fencing-enabled=true").resource(fencing_device("f")).transient("n2", "terminate=true"),
          "Node n2: UNCLEAN (online)");
}

TEST_CASE("a node that is joining") {
    shows(Sketch("n1 n2").options("fencing-enabled=true").resource(fencing_device("f")).state(
              "n2", R"(in_ccm="true" crmd="online" join="pending" expected="member")"),
          "Node n2: pending");
}

TEST_CASE("a node in standby because something failed on it") {
    shows(Sketch("n1").resource(primitive("a", R"(<operations><op id="@" name="monitor" interval="10" on-fail="standby"/>)"
                                               "</operations>"))
              .runs("a", "n1")
              .operation("n1", "a", "monitor", 1, 10'000),
          "Node n1: standby (on-fail)");
}

TEST_CASE("bad health") {
    const auto sick = [](const std::string& color) {
        return Sketch("n1").options("node-health-strategy=migrate-on-red").attributes("n1", "#health-disk=" + color);
    };
    shows(sick("red"), "Node n1: online (health is RED)");
    shows(sick("yellow"), "Node n1: online (health is YELLOW)");
    shows(sick("green"), "Online: [ n1 ]");
}

TEST_CASE("health does not matter without a strategy") {
    shows(Sketch("n1").attributes("n1", "#health-disk=red"), "Online: [ n1 ]");
}

TEST_CASE("a guest that is up") {
    const Sketch up = guest().runs("vm g", "n1");
    shows(up, "GuestOnline: [ g ]");
    hides(up, "remote):");
}

TEST_CASE("a guest that is down") { hides(guest(), "g ]"); }

TEST_CASE("remote nodes") {
    const std::string remote = R"(<primitive id="r" class="ocf" provider="pacemaker" type="remote"/>)";
    shows(Sketch("n1").resource(remote).runs("r", "n1"), "RemoteOnline: [ r ]");
    shows(Sketch("n1").resource(remote), "RemoteOFFLINE: [ r ]");
}

// ---- primitives -----------------------------------------------------------------------------------------------

TEST_CASE("a resource that runs nowhere") { shows(Sketch("n1").resource(primitive("a")), dummy("a") + " Stopped"); }

TEST_CASE("an agent that has no provider") {
    shows(Sketch("n1").resource(R"(<primitive id="s" class="systemd" type="cups"/>)"), "s\t(systemd:cups):\t Stopped");
}

TEST_CASE("a resource that is meant to be down") {
    shows(one(meta("target-role=Stopped")), dummy("a") + " Started n1 (disabled)");
}

TEST_CASE("a resource that is not managed") {
    shows(one(meta("is-managed=false")), dummy("a") + " Started n1 (unmanaged)");
}

TEST_CASE("a resource in maintenance") {
    shows(one(meta("maintenance=true")), dummy("a") + " Started n1 (maintenance)");
}

TEST_CASE("a resource that is down and not managed") {
    shows(one(meta("target-role=Stopped is-managed=false")), dummy("a") + " Started n1 (disabled, unmanaged)");
}

TEST_CASE("a resource whose monitor failed") {
    shows(one().operation("n1", "a", "monitor", 1, 10'000), dummy("a") + " FAILED n1");
}

TEST_CASE("a resource whose stop failed") {
    shows(one().operation("n1", "a", "stop", 1), dummy("a") + " FAILED n1 (blocked)");
}

TEST_CASE("a promoted resource that failed") {
    shows(database().operation("n1", "db", "monitor", 9, 10'000), stateful_line("db") + " FAILED Promoted n1");
}

TEST_CASE("a failure that is ignored") {
    shows(Sketch("n1").resource(primitive("a", R"(<operations><op id="@" name="monitor" interval="10" on-fail="ignore"/>)"
                                               "</operations>"))
              .runs("a", "n1")
              .operation("n1", "a", "monitor", 1, 10'000),
          dummy("a") + " Started n1 (failure ignored)");
}

TEST_CASE("a resource that is no longer configured") {
    shows(Sketch("n1").runs("gone", "n1"), dummy("gone") + " ORPHANED Started n1");
}

TEST_CASE("a resource that is no longer configured, of which nobody says what it was") {
    shows(Sketch("n1").status(R"(<node_state id="1" uname="n1" in_ccm="true" crmd="online" join="member" expected="member"><lrm id="1">)"
                              R"(<lrm_resources><lrm_resource id="gone" class="ocf" provider="pacemaker"><lrm_rsc_op id="gone_last_0" )"
                              R"(operation="start" operation_key="gone_start_0" call-id="1" interval="0" rc-code="0" op-status="0" )"
                              R"(transition-key="1:1:0:x" transition-magic="0:0;1:1:0:x" on_node="n1"/></lrm_resource></lrm_resources></lrm>)"
                              "</node_state>").state("n1", ""),
          "gone\t(ocf:pacemaker:unknown):\t ORPHANED Started n1");
}

TEST_CASE("a resource that is no longer configured and stopped") {
    hides(Sketch("n1").runs("gone", "n1").stopped("gone", "n1"), "gone");
}

TEST_CASE("a resource that is active on several nodes") {
    shows(Sketch("n1 n2").resource(primitive("a")).runs("a", "n1").runs("a", "n2"), dummy("a") + " Started [ n1 n2 ]");
}

TEST_CASE("a description is shown of what is active on several nodes") {
    shows(Sketch("n1 n2")
              .resource(R"(<primitive id="a" class="ocf" provider="pacemaker" type="Dummy" description="the one"/>)")
              .runs("a", "n1")
              .runs("a", "n2"),
          dummy("a") + " Started (the one) [ n1 n2 ]");
}

TEST_CASE("a resource on a node that crashed") {
    shows(one().options("fencing-enabled=true").resource(fencing_device("f")).crashed("n1"),
          dummy("a") + " Started n1 (UNCLEAN)");
}

TEST_CASE("a resource that waits for the node that was shut down under it") {
    const Sketch locked = Sketch("n1 n2")
                              .options("shutdown-lock=true")
                              .resource(primitive("a"))
                              .status("<node_state id=\"1\" uname=\"n1\" in_ccm=\"false\" crmd=\"offline\" join=\"down\" "
                                      "expected=\"down\"><lrm id=\"1\"><lrm_resources><lrm_resource id=\"a\" class=\"ocf\" "
                                      "provider=\"pacemaker\" type=\"Dummy\" shutdown-lock=\"" +
                                      std::to_string(Sketch::now - 60) + "\"/></lrm_resources></lrm></node_state>")
                              .state("n1", "");
    shows(locked, dummy("a") + " Stopped n1 (LOCKED)");
}

TEST_CASE("a start that is under way") {
    const Sketch starting = Sketch("n1").resource(primitive("a")).operation("n1", "a", "start", 193, 0, "", -1);
    shows(starting, dummy("a") + " Starting n1", pending);
    hides(starting, "Starting");
}

TEST_CASE("other operations that are under way") {
    const auto doing = [](const std::string& task) { return database().operation("n1", "db", task, 193, 0, "", -1); };
    shows(doing("stop"), stateful_line("db") + " Stopping n1", pending);
    shows(doing("promote"), stateful_line("db") + " Promoting n1", pending);
    shows(doing("demote"), stateful_line("db") + " Demoting n1", pending);
    shows(one().operation("n1", "a", "migrate_to", 193, 0, R"(migrate_source="n1" migrate_target="n2")", -1),
          dummy("a") + " Migrating n1", pending);
}

TEST_CASE("a monitor that is under way") {
    shows(one().operation("n1", "a", "monitor", 193, 10'000, "", -1), dummy("a") + " Started n1 (Monitoring)", pending);
}

TEST_CASE("a probe that says that the agent cannot run there") {
    shows(Sketch("n1").resource(primitive("a")).operation("n1", "a", "monitor", 5), dummy("a") + " Stopped (Not installed) ");
}

// ---- groups ---------------------------------------------------------------------------------------------------

TEST_CASE("a group lists its members") {
    const std::string text = status(Sketch("n1").resource(group("g", primitive("a") + primitive("b"))).runs("a", "n1"));
    CHECK(text.find("    * Resource Group: g:\n"
                    "      * a\t(ocf:pacemaker:Dummy):\t Started n1\n"
                    "      * b\t(ocf:pacemaker:Dummy):\t Stopped\n") != std::string::npos);
}

TEST_CASE("a group's heading tells what is unusual") {
    const auto unusual = [](const std::string& pairs) {
        return Sketch("n1").resource(group("g", meta(pairs) + primitive("a")));
    };
    shows(unusual("target-role=Stopped"), "Resource Group: g (disabled):");
    shows(unusual("is-managed=false"), "Resource Group: g (unmanaged):");
    shows(unusual("maintenance=true"), "Resource Group: g (maintenance):");
}

// ---- clones ---------------------------------------------------------------------------------------------------

TEST_CASE("a clone lists the nodes of its instances") {
    const std::string text = status(cloned().runs("a", "n2").runs("a", "n1"));
    CHECK(text.find("    * Clone Set: c [a]:\n"
                    "      * Started: [ n1 n2 ]\n"
                    "      * Stopped: [ n3 ]\n") != std::string::npos);
}

TEST_CASE("a clone that runs nowhere") { shows(cloned(), "Stopped: [ n1 n2 n3 ]"); }

TEST_CASE("a clone that is meant to be down") {
    shows(cloned("target-role=Stopped"), "Clone Set: c [a] (disabled):");
    shows(cloned("target-role=Stopped"), "Stopped (disabled): [ n1 n2 n3 ]");
}

TEST_CASE("a clone with all the instances that it may have") {
    hides(cloned("clone-max=1").runs("a", "n1"), "Stopped");
}

TEST_CASE("an instance that failed has a line of its own") {
    shows(cloned().runs("a", "n1").operation("n1", "a", "monitor", 1, 10'000), dummy("a") + " FAILED n1");
}

TEST_CASE("an instance that is starting has a line of its own") {
    shows(cloned().operation("n1", "a", "start", 193, 0, "", -1), dummy("a") + " Starting n1", pending);
}

TEST_CASE("an instance that is not managed has a line of its own") {
    shows(cloned("is-managed=false").runs("a", "n1"), dummy("a") + " Started n1 (unmanaged)");
}

TEST_CASE("where a clone's agent cannot run") {
    shows(cloned().operation("n2", "a", "monitor", 5), "Stopped (Not installed): [ n2 ]");
}

TEST_CASE("instances that differ have a line each") {
    shows(cloned("globally-unique=true clone-max=2").runs("a:0", "n1"), "Clone Set: c [a] (unique):");
    shows(cloned("globally-unique=true clone-max=2").runs("a:0", "n1"), dummy("a:0") + " Started n1");
    shows(cloned("globally-unique=true clone-max=2").runs("a:0", "n1"), dummy("a:1") + " Stopped");
}

TEST_CASE("instances of a group") {
    shows(Sketch("n1").resource(clone("c", group("g", primitive("a")))).runs("a", "n1"), "Clone Set: c [g]:");
    shows(Sketch("n1").resource(clone("c", group("g", primitive("a")))).runs("a", "n1"), "Started: [ n1 ]");
}

TEST_CASE("a promotable clone") {
    shows(database(), "Clone Set: c [db] (promotable):");
    shows(database(), "Promoted: [ n1 ]");
    shows(database(), "Unpromoted: [ n2 ]");
}

TEST_CASE("a promotable clone that is not to be promoted") {
    shows(database("target-role=Unpromoted"), "Unpromoted (target-role): [ n2 ]");
}

TEST_CASE("in an asymmetric cluster a clone has stopped where its state is known") {
    const Sketch asymmetric = cloned().options("symmetric-cluster=false").operation("n2", "a", "monitor", 7);
    shows(asymmetric, "Stopped: [ n2 ]");
}

// ---- bundles --------------------------------------------------------------------------------------------------

TEST_CASE("a bundle lists its replicas") {
    const std::string text = status(bundle(2).runs("web-podman-0", "n1"));
    CHECK(text.find("    * Container bundle set: web [pcmk:http]:\n"
                    "      * web-podman-0\t(ocf:heartbeat:podman):\t Started n1\n"
                    "      * web-podman-1\t(ocf:heartbeat:podman):\t Stopped\n") != std::string::npos);
}

TEST_CASE("a bundle of one replica") { shows(bundle(1), "Container bundle: web [pcmk:http]:"); }

TEST_CASE("a bundle that is not managed") {
    shows(bundle(1, meta("is-managed=false")), "Container bundle: web [pcmk:http] (unmanaged):");
    shows(bundle(1, meta("maintenance=true")), "Container bundle: web [pcmk:http] (maintenance):");
}

TEST_CASE("a replica with something in it goes by its connection and address") {
    const Sketch sketch = Sketch("n1 n2").resource("<bundle id=\"web\"><podman image=\"i\"/><network ip-range-start=\""
                                                   "10.0.0.5\"/>" +
                                                   primitive("a") + "</bundle>");
    shows(sketch, dummy("web-0 (10.0.0.5)") + " Stopped");
}

// ---- attributes -----------------------------------------------------------------------------------------------

TEST_CASE("attributes are shown where they are asked for") {
    const Sketch sketch = Sketch("n1").attributes("n1", "site=a");
    CHECK(status(sketch, attributes).find("\n"
                                          "  * Node Attributes:\n"
                                          "    * Node: n1:\n"
                                          "      * site                            \t: a         \n") !=
          std::string::npos);
    hides(sketch, "site");
}

TEST_CASE("attributes of the cluster's own are not shown") {
    hides(Sketch("n1").attributes("n1", "standby=off").transient("n1", "fail-count-a#monitor_0=1"), "Node Attributes",
          attributes);
}

TEST_CASE("attributes of nodes that left are not shown") {
    hides(Sketch("n1 n2").attributes("n2", "site=a").offline("n2"), "site", attributes);
}

TEST_CASE("what a connectivity attribute lacks") {
    const auto reached = [](const std::string& value) {
        return Sketch("n1").resource(ping()).runs("p", "n1").transient("n1", "pingd=" + value);
    };
    const std::string name = "pingd                           \t: ";
    shows(reached("0"), name + "0         \t: Connectivity is lost", attributes);
    shows(reached("100"), name + "100       \t: Connectivity is degraded (Expected=200)", attributes);
    shows(reached("200"), name + "200       ", attributes);
}

// ---- failures -------------------------------------------------------------------------------------------------

TEST_CASE("fail counts are shown where they are asked for") {
    const Sketch sketch = one().transient("n1", "fail-count-a#monitor_10000=2 last-failure-a#monitor_10000=1704063600");
    shows(sketch, "a: migration-threshold=1000000 fail-count=2 last-failure='Sun Dec 31 23:00:00 2023'", failures);
    hides(sketch, "fail-count");
}

TEST_CASE("times are those of the clock that is given") {
    const Sketch sketch = one().transient("n1", "fail-count-a#monitor_10000=2 last-failure-a#monitor_10000=1704063600");
    shows(sketch, "a: migration-threshold=1000000 fail-count=2 last-failure='Mon Jan  1 00:00:00 2024'",
          {.failures = true, .utc_offset = [](std::int64_t) { return 3600; }});
}

TEST_CASE("failed operations are shown where they are asked for") {
    const Sketch sketch = one().operation("n1", "a", "monitor", 1, 10'000,
                                          "exit-reason=\"broken\" queue-time=\"3\" exec-time=\"20\" "
                                          "last-rc-change=\"1704063600\"",
                                          0);
    shows(sketch,
          "a_monitor_10000 on n1 'Error occurred' (1): call=2, status='Done', exitreason='broken', "
          "last-rc-change='Sun Dec 31 23:00:00 2023', queued=3ms, exec=20ms",
          failures);
    hides(sketch, "a_monitor_10000");
}

TEST_CASE("a probe that says that the agent cannot run is not a failed operation") {
    hides(Sketch("n1").resource(primitive("a")).operation("n1", "a", "monitor", 5), "Failed Resource Actions", failures);
}

// ---- notices --------------------------------------------------------------------------------------------------

TEST_CASE("nothing to notice") { CHECK(cluster_notices_text(*one().cluster()).empty()); }

TEST_CASE("a cluster in maintenance") {
    CHECK(cluster_notices_text(*one().options("maintenance-mode=true").cluster()) ==
          "\n              *** Resource management is DISABLED ***\n"
          "  The cluster will not attempt to start, stop or recover services\n");
}

TEST_CASE("instances that are disabled or blocked are counted") {
    CHECK(cluster_notices_text(*cloned("target-role=Stopped").cluster()) ==
          "3 of 3 resource instances DISABLED and 0 BLOCKED from further action due to failure\n");
    CHECK(cluster_notices_text(*one().operation("n1", "a", "stop", 1).cluster()) ==
          "0 of 1 resource instances DISABLED and 1 BLOCKED from further action due to failure\n");
}

#include <doctest/doctest.h>

#include "support/scheduled.h"

// What one resource does on its way to another role or node.
using namespace placement;

namespace {

Sketch running_on_first() { return Sketch("n1 n2").resource(primitive("a")).runs("a", "n1"); }

Sketch fenced(const std::string& nodes) {
    return Sketch(nodes).options("fencing-enabled=true").resource(fencing_device("device")).runs("device", "n2");
}

constexpr const char* migratable = "allow-migrate=true";

} // namespace

TEST_CASE("what is stopped and wanted is started") {
    const Scheduled result(Sketch("n1").resource(primitive("a")));
    CHECK(result.need("a_start_0", "n1") == "required");
    CHECK(result.need("a_stop_0") == "none");
}

TEST_CASE("what stays where it is has nothing to do") {
    const Scheduled result(running_on_first());
    CHECK(result.need("a_start_0") == "optional");
    CHECK(result.need("a_stop_0") == "optional");
    CHECK(result.schedule.transition.synapses.size() == 1); // the probe on n2
}

TEST_CASE("what moves is stopped there and started here, in this order") {
    const Scheduled result(running_on_first().attributes("n1", "standby=on"));
    CHECK(result.need("a_stop_0", "n1") == "required");
    CHECK(result.need("a_start_0", "n2") == "required");
    CHECK(result.ordered("a_stop_0", "a_start_0"));
}

TEST_CASE("what has no node any more is stopped, and the reason is said") {
    const Scheduled result(Sketch("n1").resource(primitive("a")).runs("a", "n1").attributes("n1", "standby=on"));
    CHECK(result.need("a_stop_0", "n1") == "required");
    CHECK(result.schedule.actions[result.action("a_stop_0")].reason == "node availability");
}

TEST_CASE("what failed is restarted where it is") {
    const Scheduled result(running_on_first().operation("n1", "a", "monitor", 1, 10000));
    CHECK(result.need("a_stop_0", "n1") == "required");
    CHECK(result.need("a_start_0", "n1") == "required");
}

TEST_CASE("what is not managed is left alone") {
    const Scheduled result(
        Sketch("n1 n2").resource(primitive("a", meta("is-managed=false"))).runs("a", "n1").attributes("n1", "standby=on"));
    CHECK(result.need("a_stop_0") != "required");
}

TEST_CASE("a promoted instance is demoted before it is stopped") {
    const Scheduled result(Sketch("n1")
                               .resource(promotable("c", "db"))
                               .transient("n1", "master-db=10")
                               .runs_promoted("db", "n1")
                               .attributes("n1", "standby=on"));
    CHECK(result.need("db:0_demote_0") == "required");
    CHECK(result.need("db:0_stop_0") == "required");
    CHECK(result.ordered("db:0_demote_0", "db:0_stop_0"));
}

TEST_CASE("an instance is started before it is promoted") {
    const Scheduled result(Sketch("n1").resource(promotable("c", "db")).transient("n1", "master-db=10").stopped("db", "n1"));
    CHECK(result.need("db:0_start_0") == "required");
}

TEST_CASE("without quorum nothing is started, and the reason is said") {
    const Scheduled result(Sketch("n1").resource(primitive("a")).without_quorum());
    CHECK_FALSE(result.schedule.actions[result.action("a_start_0")].runnable());
    CHECK(result.schedule.actions[result.action("a_start_0")].reason == "no quorum");
}

TEST_CASE("frozen without quorum, what is down stays down and what runs goes on") {
    const Scheduled result(Sketch("n1")
                               .options("no-quorum-policy=freeze")
                               .resource(primitive("a"))
                               .resource(primitive("b"))
                               .runs("b", "n1")
                               .without_quorum());
    CHECK_FALSE(result.schedule.actions[result.action("a_start_0")].runnable());
    CHECK(result.schedule.actions[result.action("a_start_0")].reason == "quorum freeze");
    CHECK(result.need("b_stop_0") == "optional");
}

TEST_CASE("no-quorum-policy=demote demotes and does not stop") {
    const Scheduled result(Sketch("n1")
                               .options("no-quorum-policy=demote")
                               .resource(promotable("c", "db"))
                               .transient("n1", "master-db=10")
                               .runs_promoted("db", "n1")
                               .without_quorum());
    CHECK(result.need("db:0_demote_0") == "required");
    CHECK(result.need("db:0_stop_0") == "optional");
}

TEST_CASE("what is active twice is stopped everywhere and started once") {
    const Scheduled result(Sketch("n1 n2").resource(primitive("a")).runs("a", "n1").runs("a", "n2"));
    CHECK(result.need("a_stop_0", "n1") == "required");
    CHECK(result.need("a_stop_0", "n2") == "required");
}

TEST_CASE("multiple-active=stop_unexpected stops it only where it should not be") {
    const Scheduled result(Sketch("n1 n2")
                               .resource(primitive("a", meta("multiple-active=stop_unexpected")))
                               .constraint(location("a-n1", "a", "n1", "100"))
                               .runs("a", "n1")
                               .runs("a", "n2"));
    CHECK(result.need("a_stop_0", "n1") == "none");
    CHECK(result.need("a_stop_0", "n2") == "required");
    CHECK(result.schedule.actions[result.action("a_start_0")].pseudo());
}

// ---- groups ---------------------------------------------------------------------------------------------------

TEST_CASE("members of a group start one after the other, between the group's start and its end") {
    const Scheduled result(Sketch("n1").resource(group("g", primitive("a") + primitive("b"))));
    CHECK(result.ordered("g_start_0", "a_start_0"));
    CHECK(result.ordered("a_start_0", "b_start_0"));
    CHECK(result.ordered("b_start_0", "g_running_0"));
}

TEST_CASE("members of a group stop the other way round") {
    const Scheduled result(
        Sketch("n1").resource(group("g", primitive("a") + primitive("b"))).runs("a b", "n1").attributes("n1", "standby=on"));
    CHECK(result.ordered("b_stop_0", "a_stop_0"));
}

TEST_CASE("members of an unordered group start side by side") {
    const Scheduled result(
        Sketch("n1").resource("<group id=\"g\">" + meta("ordered=false") + primitive("a") + primitive("b") + "</group>"));
    CHECK_FALSE(result.ordered("a_start_0", "b_start_0"));
}

TEST_CASE("a group starts only as a whole is: what is required of a member is of the group") {
    const Scheduled result(Sketch("n1").resource(group("g", primitive("a") + primitive("b"))).runs("a", "n1"));
    CHECK(result.need("g_start_0") == "required");
    CHECK(result.need("a_start_0") == "optional");
}

// ---- migration ------------------------------------------------------------------------------------------------

TEST_CASE("what may migrate moves without a stop") {
    const Scheduled result(Sketch("n1 n2")
                               .resource(primitive("a", meta(migratable)))
                               .runs("a", "n1")
                               .stopped("a", "n2")
                               .attributes("n1", "standby=on"));
    CHECK(result.need("a_migrate_to_0", "n1") == "required");
    CHECK(result.need("a_migrate_from_0", "n2") == "required");
    CHECK(result.ordered("a_migrate_to_0", "a_migrate_from_0"));
    CHECK(result.schedule.actions[result.action("a_start_0")].pseudo());
    CHECK(result.told("a_migrate_to_0", "migrate_source") == "n1");
    CHECK(result.told("a_migrate_to_0", "migrate_target") == "n2");
}

TEST_CASE("what failed does not migrate") {
    const Scheduled result(Sketch("n1 n2")
                               .resource(primitive("a", meta(migratable)))
                               .runs("a", "n1")
                               .operation("n1", "a", "monitor", 1, 10000)
                               .attributes("n1", "standby=on"));
    CHECK(result.need("a_migrate_to_0") == "none");
}

TEST_CASE("what comes after a migrating resource waits for its arrival, not for a start") {
    const Scheduled result(Sketch("n1 n2")
                               .resource(primitive("a", meta(migratable)))
                               .resource(primitive("b", meta(migratable)))
                               .runs("a b", "n1")
                               .attributes("n1", "standby=on")
                               .constraint("<rsc_order id=\"o\" first=\"a\" then=\"b\"/>"));
    CHECK(result.ordered("a_migrate_from_0", "b_migrate_to_0"));
}

// ---- fencing and shutdown -------------------------------------------------------------------------------------

TEST_CASE("a lost node is fenced before what ran there starts elsewhere") {
    const Scheduled result(fenced("n1 n2").resource(primitive("a")).runs("a", "n1").crashed("n1"));
    CHECK(result.need("stonith-n1-reboot", "n1") == "required");
    CHECK(result.ordered("stonith-n1-reboot", "a_start_0"));
    CHECK(result.schedule.actions[result.action("a_stop_0")].pseudo());
}

TEST_CASE("without a device nobody is fenced, and nothing starts that could run twice") {
    const Scheduled result(
        Sketch("n1 n2").options("fencing-enabled=true").resource(primitive("a")).runs("a", "n1").crashed("n1"));
    CHECK(result.need("stonith-n1-reboot") == "optional");
    CHECK(result.fences("n1"));
    CHECK_FALSE(result.schedule.fencing.front().possible);
}

TEST_CASE("fencing-action says how") {
    CHECK(Scheduled(fenced("n1 n2").options("fencing-action=off").crashed("n1")).need("stonith-n1-off") == "required");
}

TEST_CASE("one fencing after the other unless they may be concurrent") {
    const auto both_lost = [](const std::string& concurrent) {
        return Scheduled(fenced("n1 n2 n3 n4").options("concurrent-fencing=" + concurrent).crashed("n3").crashed("n4"));
    };
    CHECK(both_lost("false").ordered("stonith-n3-reboot", "stonith-n4-reboot"));
    CHECK_FALSE(both_lost("true").ordered("stonith-n3-reboot", "stonith-n4-reboot"));
}

TEST_CASE("priority-fencing-delay gives the more important node's fencing a delay") {
    const Scheduled result(fenced("n1 n2")
                               .options("priority-fencing-delay=15s")
                               .resource(primitive("a", meta("priority=10")))
                               .runs("a", "n1")
                               .crashed("n1"));
    CHECK(result.told("stonith-n1-reboot", "priority-fencing-delay") == "15");
}

TEST_CASE("a stop that cannot be done fences the node that it should be done on") {
    const Scheduled result(fenced("n1 n2").resource(primitive("a")).runs("a", "n1").operation("n1", "a", "stop", 1));
    CHECK(result.need("stonith-n1-reboot") == "required");
}

TEST_CASE("a node that leaves goes when all is stopped there") {
    const Scheduled result(running_on_first().leaving("n1"));
    CHECK(result.need("do_shutdown-n1") == "required");
    CHECK(result.ordered("a_stop_0", "do_shutdown-n1"));
}

TEST_CASE("the coordinator leaves last") {
    const Scheduled result(Sketch("n1 n2").leaving("n1").leaving("n2"));
    CHECK(result.ordered("do_shutdown-n2", "do_shutdown-n1"));
}

// ---- remote nodes ---------------------------------------------------------------------------------------------

TEST_CASE("what starts on a remote node waits for the connection") {
    const Scheduled result(
        Sketch("n1")
            .resource("<primitive id=\"r1\" class=\"ocf\" provider=\"pacemaker\" type=\"remote\"/>")
            .resource(primitive("a"))
            .constraint(location("a-r1", "a", "r1", "INFINITY")));
    CHECK(result.node("a") == "r1");
    CHECK(result.ordered("r1_start_0", "a_start_0"));
}

TEST_CASE("a container starts before the connection to the guest in it") {
    const Scheduled result(Sketch("n1").resource(primitive("vm", meta("remote-node=g1"))));
    CHECK(result.ordered("vm_start_0", "g1_start_0"));
}

// ---- capacity -------------------------------------------------------------------------------------------------

TEST_CASE("where capacity counts, a node is relieved before it takes more") {
    const Scheduled result(Sketch("n1 n2")
                               .options("placement-strategy=balanced")
                               .capacity("n1", "cpus=1")
                               .capacity("n2", "cpus=1")
                               .resource(primitive("a", utilization("cpus=1")))
                               .runs("a", "n1")
                               .attributes("n1", "standby=on"));
    CHECK(result.ordered("a_stop_0", "load_stopped_n1"));
    CHECK(result.ordered("load_stopped_n2", "a_start_0"));
}

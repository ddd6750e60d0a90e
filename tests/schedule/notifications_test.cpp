#include <doctest/doctest.h>

#include "support/scheduled.h"

// What instances are told before and after a change of their clone.
using namespace placement;

namespace {

Sketch notified(const std::string& node_names, const std::string& more_pairs = "", const std::string& inside = "") {
    return Sketch(node_names).resource(clone("c", meta("notify=true " + more_pairs) + primitive("a", inside)));
}

Sketch one_runs() { return notified("n1 n2").runs("a", "n1"); }

} // namespace

TEST_CASE("without notify nobody is told") {
    const Scheduled result(Sketch("n1 n2").resource(clone("c", primitive("a"))).runs("a", "n1"));
    CHECK(result.need("c_pre_notify_start_0") == "none");
    CHECK(result.need("a:0_post_notify_start_0") == "none");
}

TEST_CASE("instances are told around the starts of a clone") {
    const Scheduled result(one_runs());
    CHECK(result.need("c_pre_notify_start_0") == "required");
    CHECK(result.ordered("c_pre_notify_start_0", "c_confirmed-pre_notify_start_0"));
    CHECK(result.ordered("c_confirmed-pre_notify_start_0", "c_start_0"));
    CHECK(result.ordered("c_running_0", "c_post_notify_running_0"));
    CHECK(result.ordered("c_post_notify_running_0", "c_confirmed-post_notify_running_0"));
}

TEST_CASE("instances are not told of stops where there is none") {
    const Scheduled result(one_runs());
    CHECK(result.need("c_pre_notify_stop_0") == "optional");
    CHECK(result.need("a:0_pre_notify_stop_0") == "optional");
}

TEST_CASE("before a start only those are told that run") {
    const Scheduled result(one_runs());
    CHECK(result.need("a:0_pre_notify_start_0", "n1") == "required");
    CHECK(result.need("a:1_pre_notify_start_0") == "none");
}

TEST_CASE("after a start all are told") {
    const Scheduled result(one_runs());
    CHECK(result.need("a:0_post_notify_start_0", "n1") == "required");
    CHECK(result.need("a:1_post_notify_start_0", "n2") == "required");
    CHECK(result.ordered("c_post_notify_running_0", "a:1_post_notify_start_0"));
    CHECK(result.ordered("a:1_post_notify_start_0", "c_confirmed-post_notify_running_0"));
}

TEST_CASE("after a stop those that stay are told") {
    const Scheduled result(notified("n1 n2", "clone-max=1").runs("a", "n1").runs("a", "n2"));
    CHECK(result.need("a:0_post_notify_stop_0", "n1") == "required");
    CHECK(result.need("a:1_pre_notify_stop_0", "n2") == "required");
    CHECK(result.need("a:1_post_notify_stop_0") == "none");
}

TEST_CASE("instances are told who does what where") {
    const Scheduled result(one_runs());
    const std::string key = "a:0_post_notify_start_0";
    CHECK(result.told(key, "notify_type") == "post");
    CHECK(result.told(key, "notify_operation") == "start");
    CHECK(result.told(key, "notify_key_type") == "post");
    CHECK(result.told(key, "notify_key_operation") == "running");
    CHECK(result.told(key, "notify_start_resource") == "a:1");
    CHECK(result.told(key, "notify_start_uname") == "n2");
    CHECK(result.told(key, "notify_active_resource") == "a:0");
    CHECK(result.told(key, "notify_active_uname") == "n1");
    CHECK(result.told(key, "notify_inactive_resource") == "a:1");
    CHECK(result.told(key, "notify_available_uname") == "n1 n2");
    CHECK(result.told(key, "notify_all_uname") == "n1 n2");
    CHECK(result.told(key, "notify_stop_resource") == " ");
}

TEST_CASE("what starts is told itself who else does") {
    CHECK(Scheduled(one_runs()).told("a:1_start_0", "notify_start_uname") == "n2");
}

TEST_CASE("roles are told under their old names as well") {
    const Scheduled result(Sketch("n1 n2")
                               .resource(promotable("c", "a", "notify=true"))
                               .runs_promoted("a", "n1")
                               .transient("n1", "master-a=10"));
    CHECK(result.told("a:0_post_notify_start_0", "notify_promoted_uname") == "n1");
    CHECK(result.told("a:0_post_notify_start_0", "notify_master_uname") == "n1");
    CHECK(result.told("a:0_post_notify_start_0", "notify_unpromoted_resource") == " ");
    CHECK(result.told("a:0_post_notify_start_0", "notify_slave_resource") == " ");
}

TEST_CASE("instances are told of a promotion after they have been told of the starts before it") {
    const Scheduled result(
        Sketch("n1").resource(promotable("c", "a", "notify=true")).transient("n1", "master-a=10"));
    CHECK(result.need("a:0_pre_notify_promote_0") == "required");
    CHECK(result.need("a:0_post_notify_promote_0") == "required");
    CHECK(result.ordered("c_confirmed-post_notify_running_0", "c_pre_notify_promote_0"));
}

TEST_CASE("an instance is told of its own demotion when it is over") {
    const Scheduled result(Sketch("n1")
                               .resource(promotable("c", "a", "notify=true"))
                               .runs_promoted("a", "n1")
                               .transient("n1", "master-a=-10"));
    CHECK(result.need("a:0_pre_notify_demote_0") == "required");
    CHECK(result.need("a:0_post_notify_demote_0") == "required");
    CHECK(result.told("a:0_post_notify_demote_0", "notify_demote_resource") == "a:0");
}

TEST_CASE("recurring operations wait until all are told") {
    const Scheduled result(
        notified("n1", "", "<operations><op id=\"m\" name=\"monitor\" interval=\"10s\"/></operations>"));
    CHECK(result.ordered("c_confirmed-post_notify_running_0", "a:0_monitor_10000"));
}

TEST_CASE("a node where instances are not looked for is not one that they could be on") {
    const Scheduled result(
        notified("n1 n2").constraint(location("l", "c", "n1", "1", "resource-discovery=\"exclusive\"")));
    CHECK(result.told("a:0_post_notify_start_0", "notify_all_uname") == "n1 n2");
    CHECK(result.told("a:0_post_notify_start_0", "notify_available_uname") == "n1");
}

TEST_CASE("the others are told of an instance that fencing stopped") {
    const Scheduled result(notified("n1 n2", "clone-max=2")
                               .options("fencing-enabled=true")
                               .resource(fencing_device("fencing"))
                               .runs("a", "n1")
                               .runs("a", "n2")
                               .crashed("n2"));
    CHECK(result.need("a:1_post_notify_stonith_0") == "required");
    CHECK(result.ordered("stonith-n2-reboot", "a:1_post_notify_stonith_0"));
    CHECK(result.need("a:0_post_notify_stop_0", "n1") == "required");
    CHECK(result.told("a:0_post_notify_stop_0", "notify_stop_uname") == "n2");
}

TEST_CASE("an instance on a node that is to be fenced is not told") {
    const Scheduled result(notified("n1 n2", "clone-max=2")
                               .options("fencing-enabled=true")
                               .resource(fencing_device("fencing"))
                               .runs("a", "n1")
                               .runs("a", "n2")
                               .crashed("n2"));
    CHECK(result.need("a:1_pre_notify_stop_0") == "none");
}

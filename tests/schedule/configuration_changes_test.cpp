#include <doctest/doctest.h>

#include "base/md5.h"
#include "support/scheduled.h"

// What the history was made with, against what is configured now.
using namespace placement;

namespace {

const std::string every_ten_seconds = operations("<op id=\"@\" name=\"monitor\" interval=\"10s\"/>");

std::string digest(const std::string& text) { return "op-digest=\"" + text + "\""; }
std::string of(const std::string& parameters) { return md5(" <parameters " + parameters + "/>\n"); }

Sketch started(const std::string& more, const std::string& inside = parameters("ip=1")) {
    return Sketch("n1").resource(primitive("a", inside)).operation("n1", "a", "start", 0, 0, more);
}

std::string reloadable(const std::string& nonreloadable, const std::string& recorded) {
    return digest("0") + " op-force-restart=\" " + nonreloadable + " \" op-restart-digest=\"" + recorded + "\"";
}

} // namespace

TEST_CASE("a resource with the parameters that it was started with stays") {
    const Scheduled result(started(digest(of("ip=\"1\""))));
    CHECK(result.need("a_stop_0") != "required");
}

TEST_CASE("a resource with other parameters is restarted") {
    const Scheduled result(started(digest(of("ip=\"2\""))));
    CHECK(result.need("a_stop_0") == "required");
    CHECK(result.need("a_start_0") == "required");
    CHECK(result.schedule.actions[result.action("a_start_0")].reason == "resource definition change");
}

TEST_CASE("parameters that can be reloaded are reloaded") {
    const Scheduled result(started(reloadable("path", of("path=\"1\"")), parameters("ip=1 path=1")));
    CHECK(result.need("a_reload-agent_0") == "required");
    CHECK(result.need("a_stop_0") == "optional");
    CHECK(result.schedule.placements[result.id("a")].reloading);
}

TEST_CASE("of parameters that can be reloaded, another that cannot needs a restart") {
    const Scheduled result(started(reloadable("path", of("path=\"2\"")), parameters("ip=1 path=1")));
    CHECK(result.need("a_reload-agent_0") == "none");
    CHECK(result.need("a_stop_0") == "required");
}

TEST_CASE("what is not managed is not reloaded") {
    const Scheduled result(
        started(reloadable("path", of("path=\"1\"")), parameters("ip=1 path=1") + meta("is-managed=false")));
    CHECK(result.need("a_reload-agent_0") == "none");
}

TEST_CASE("a recurring operation with other parameters is scheduled anew") {
    const Sketch sketch = Sketch("n1").resource(primitive("a", every_ten_seconds)).runs("a", "n1");
    CHECK(Scheduled(Sketch(sketch).operation("n1", "a", "monitor", 0, 10000, digest(of("CRM_meta_timeout=\"20000\""))))
              .need("a_monitor_10000") == "optional");
    const Scheduled result(
        Sketch(sketch).operation("n1", "a", "monitor", 0, 10000, digest(of("CRM_meta_timeout=\"30000\""))));
    CHECK(result.need("a_monitor_10000") == "required");
    CHECK(result.need("a_stop_0") != "required");
}

TEST_CASE("where only secrets differ, nothing has changed") {
    const std::string history = digest("0") + " crm_feature_set=\"3.20.5\" op-secure-params=\" password \" "
                                "op-secure-digest=\"" + of("ip=\"1\"") + "\"";
    const Sketch sketch = started(history, parameters("ip=1 password=none"));
    const Scheduled result(sketch);
    CHECK(result.need("a_stop_0") != "required");
    REQUIRE(result.schedule.notices.size() == 1);
    CHECK(result.schedule.notices.front() ==
          "Only 'private' parameters to 0s-interval start for a on n1 changed: "
          "0:0;1:1:0:11111111-1111-1111-1111-111111111111");
    // A cluster that runs knows its secrets.
    const Schedule of_cluster = schedule(sketch.cluster(), {.sanitized = false});
    CHECK(of_cluster.notices.empty());
}

TEST_CASE("a history of another agent is cleaned up between stop and start") {
    const std::string other = R"(<node_state id="2" uname="n2" in_ccm="true" crmd="online" join="member" expected="member">)"
                              R"(<lrm id="2"><lrm_resources><lrm_resource id="a" class="ocf" provider="heartbeat" type="Dummy">)"
                              R"(<lrm_rsc_op id="x" operation_key="a_start_0" operation="start" interval="0" call-id="1")"
                              R"( rc-code="0" op-status="0" transition-key="1:1:0:11111111-1111-1111-1111-111111111111")"
                              R"( transition-magic="0:0;1:1:0:11111111-1111-1111-1111-111111111111")"
                              R"( op-digest="f2317cad3d54cec5d7d7aa7d0bf35cf8"/></lrm_resource></lrm_resources></lrm></node_state>)";
    const Scheduled result(Sketch("n1").node("n2").state("n2", "").resource(primitive("a")).status(other).constraint(
        location("l", "a", "n2", "INFINITY")));
    CHECK(result.need("a_delete_0", "n2") == "required");
    CHECK(result.ordered("a_stop_0", "a_delete_0"));
    CHECK(result.ordered("a_delete_0", "a_start_0"));
}

TEST_CASE("what is configured no more is deleted from the node's history") {
    const Scheduled result(Sketch("n1").runs("gone", "n1"));
    CHECK(result.need("gone_stop_0", "n1") == "required");
    CHECK(result.need("gone_delete_0", "n1") == "required");
}

TEST_CASE("failures of what is configured no more are forgotten before it stops") {
    const Scheduled result(Sketch("n1").runs("gone", "n1").transient("n1", "fail-count-gone#monitor_10000=3"));
    CHECK(result.need("gone_clear_failcount_0", "n1") == "required");
    CHECK(result.ordered("gone_clear_failcount_0", "gone_stop_0"));
}

TEST_CASE("failures from before a change are forgotten") {
    const Scheduled result(
        started(digest(of("ip=\"2\""))).transient("n1", "fail-count-a#monitor_10000=1"));
    CHECK(result.need("a_clear_failcount_0", "n1") == "required");
}

TEST_CASE("what a resource launches fails for itself") {
    const Scheduled result(Sketch("n1")
                               .resource(primitive("vm", parameters("ip=1") + meta("remote-node=guest")))
                               .operation("n1", "vm", "start", 0, 0, digest(of("ip=\"2\"")))
                               .transient("n1", "fail-count-guest#monitor_30000=1"));
    CHECK(result.need("vm_stop_0") == "required");
    CHECK(result.need("vm_clear_failcount_0") == "none");
}

TEST_CASE("a fencing device with other parameters unfences again") {
    const std::string device = fencing_device("f", meta("provides=unfencing") + parameters("port=1"));
    const auto scheduled = [&](const std::string& digests) {
        return Scheduled(Sketch("n1")
                             .options("fencing-enabled=true")
                             .resource(device)
                             .transient("n1", "#node-unfenced=1 #digests-all=" + digests)
                             .operation("n1", "f", "start", 0, 0, digest(of("port=\"1\""))));
    };
    CHECK(scheduled("f:fence_dummy:" + of("port=\"1\"") + ",").need("stonith-n1-on") != "required");
    const Scheduled changed = scheduled("f:fence_dummy:0,");
    CHECK(changed.need("stonith-n1-on") == "required");
    CHECK(changed.told("stonith-n1-on", "digests-all") == "f:fence_dummy:" + of("port=\"1\"") + ",");
    CHECK(changed.schedule.notices.back() == "notice: Unfencing node n1 because the definition of f changed");
}

TEST_CASE("where a node's history is there twice, nobody looks for changes") {
    const std::string entry = R"(<lrm_resource id="gone" class="ocf" provider="pacemaker" type="Dummy">)"
                              R"(<lrm_rsc_op id="gone_last_0" operation="start" operation_key="gone_start_0" rc-code="0" op-status="0" interval="0" call-id="1")"
                              R"( transition-key="1:1:0:11111111-1111-1111-1111-111111111111"/></lrm_resource>)";
    const auto status = [&](const std::string& more) {
        return R"(<node_state id="2" uname="n2" in_ccm="true" crmd="online" join="member" expected="member"><lrm id="2"><lrm_resources>)" +
               entry + "</lrm_resources></lrm>" + more + "</node_state>";
    };
    const Sketch sketch = Sketch("n1").node("n2").state("n2", "");
    CHECK(Scheduled(Sketch(sketch).status(status(""))).need("gone_delete_0", "n2") == "required");
    CHECK(Scheduled(Sketch(sketch).status(status(R"(<lrm id="2"><lrm_resources/></lrm>)"))).need("gone_delete_0", "n2") == "none");
}

#include <algorithm>
#include <string>

#include <doctest/doctest.h>

#include "placement/lint.h"

// What is not to be found: each of these was told once, of a cluster that has nothing of the kind.
using namespace placement;

namespace {

struct Parts {
    std::string root = R"(crm_feature_set="3.19.0" have-quorum="1")";
    std::string properties = {};
    std::string nodes = R"(<node id="1" uname="n1"/><node id="2" uname="n2"/>)";
    std::string resources = {};
    std::string constraints = {};
    std::string defaults = {};
    std::string status = {};
};

std::string online(const std::string& id, const std::string& name, const std::string& history = {}) {
    const std::string lrm = history.empty() ? "" : "<lrm id=\"" + id + "\"><lrm_resources>" + history + "</lrm_resources></lrm>";
    return "<node_state id=\"" + id + "\" uname=\"" + name + R"(" in_ccm="true" crmd="online" join="member" expected="member">)" + lrm +
           "</node_state>";
}

LintReport report_of(const Parts& parts) {
    const std::string text = "<cib " + parts.root + R"( validate-with="pacemaker-3.9" epoch="1" num_updates="0" admin_epoch="0" execution-date="1760000000">
<configuration><crm_config>)" + parts.properties + "</crm_config><nodes>" + parts.nodes + "</nodes><resources>" + parts.resources +
                             "</resources><constraints>" + parts.constraints + "</constraints><rsc_defaults>" + parts.defaults +
                             "</rsc_defaults></configuration><status>" + parts.status + "</status></cib>";
    LintOptions options;
    options.threads = 1;
    return lint(Cib::from_text(text, "a.xml"), options);
}

bool finds(const Parts& parts, const std::string& code) {
    return std::ranges::any_of(report_of(parts).findings, [&](const Finding& each) { return each.code == code; });
}

std::string pair(const std::string& name, const std::string& value) {
    return "<nvpair id=\"pair-" + name + "\" name=\"" + name + "\" value=\"" + value + "\"/>";
}

std::string properties(const std::string& pairs) { return "<cluster_property_set id=\"options\">" + pairs + "</cluster_property_set>"; }

/// A resource with meta attributes.
std::string dummy(const std::string& id, const std::string& meta = {}, const std::string& more = {}) {
    return "<primitive id=\"" + id + R"(" class="ocf" provider="pacemaker" type="Dummy"><meta_attributes id="meta-)" + id + "\">" + meta +
           "</meta_attributes>" + more + "</primitive>";
}

std::string monitor(const std::string& interval) {
    return "<operations><op id=\"mon\" name=\"monitor\" interval=\"" + interval + "\"/></operations>";
}

std::string ban(const std::string& resource, const std::string& node) {
    return "<rsc_location id=\"ban-" + resource + "-" + node + "\" rsc=\"" + resource + "\" node=\"" + node + "\" score=\"-INFINITY\"/>";
}

std::string together(const std::string& dependent, const std::string& primary) {
    return "<rsc_colocation id=\"with-" + dependent + primary + "\" rsc=\"" + dependent + "\" with-rsc=\"" + primary + "\" score=\"INFINITY\"/>";
}

std::string order(const std::string& first, const std::string& then) {
    return "<rsc_order id=\"order-" + first + then + "\" first=\"" + first + "\" then=\"" + then + "\"/>";
}

const std::string without_fencing = properties(pair("stonith-enabled", "false"));

} // namespace

TEST_CASE("a resource that is banned from all but guest nodes has nodes left") {
    Parts parts{.properties = without_fencing};
    parts.resources = dummy("vm", pair("remote-node", "guest")) + dummy("app");
    parts.constraints = ban("app", "n1") + ban("app", "n2");
    CHECK_FALSE(finds(parts, "no-node-left"));
    parts.constraints += ban("app", "guest");
    CHECK(finds(parts, "no-node-left"));
}

TEST_CASE("what brings a guest node up does not run on guest nodes") {
    Parts parts{.properties = without_fencing, .resources = dummy("vm", pair("remote-node", "guest")), .constraints = ban("vm", "n1") + ban("vm", "n2")};
    CHECK(finds(parts, "no-node-left"));
}

TEST_CASE("a ban by what an agent finds leaves a resource its nodes") {
    Parts parts{.properties = without_fencing, .resources = dummy("app")};
    parts.constraints = R"(<rsc_location id="l" rsc="app"><rule id="r" score="-INFINITY"><expression id="e" attribute="pingd" operation="not_defined"/>
</rule></rsc_location>)";
    CHECK_FALSE(finds(parts, "no-node-left"));
}

TEST_CASE("a property is to be called as the cluster that wrote the CIB understands it") {
    Parts parts{.properties = without_fencing};
    CHECK_FALSE(finds(parts, "old-property-name")); // feature set 3.19.0: Pacemaker 2.1.7
    parts.root = R"(have-quorum="1")";
    CHECK_FALSE(finds(parts, "old-property-name")); // nobody knows
    parts.root = R"(crm_feature_set="3.20.5" have-quorum="1")";
    CHECK(finds(parts, "old-property-name"));
    parts.properties = properties(pair("stonith-enabled", "false") + pair("dc-version", "3.0.1-1.fc42-abcdef"));
    CHECK_FALSE(finds(parts, "old-property-name")); // dc-version is nearer
}

TEST_CASE("roles have the names that the cluster knows") {
    Parts parts{.properties = without_fencing};
    parts.resources = dummy("db", {}, R"(<operations><op id="m" name="monitor" interval="9s" role="Master"/></operations>)");
    CHECK(finds(parts, "old-role-name"));
    parts.root = R"(crm_feature_set="3.6.1" have-quorum="1")";
    CHECK_FALSE(finds(parts, "old-role-name")); // 2.0.5
}

TEST_CASE("what resembles no property is an agent's own") {
    Parts parts{.properties = properties(pair("hana_ha1_site_srHook_B", "SOK") + pair("redis_REPL_INFO", "n1"))};
    CHECK_FALSE(finds(parts, "unknown-property"));
    parts.properties = properties(pair("no_quorum_policy", "stop"));
    CHECK(finds(parts, "unknown-property"));
    parts.properties = properties(pair("default-resource-stickiness", "100"));
    CHECK_FALSE(finds(parts, "unknown-property")); // it was one
}

TEST_CASE("what resembles no meta attribute is somebody's own") {
    CHECK_FALSE(finds({.properties = without_fencing, .resources = dummy("a", pair("owner", "web team"))}, "unknown-meta-attribute"));
    CHECK(finds({.properties = without_fencing, .resources = dummy("a", pair("migration-treshold", "3"))}, "unknown-meta-attribute"));
}

TEST_CASE("a threshold of thousands is none") {
    CHECK(finds({.properties = without_fencing, .resources = dummy("a", pair("migration-threshold", "3"))}, "threshold-without-timeout"));
    CHECK_FALSE(finds({.properties = without_fencing, .resources = dummy("a", pair("migration-threshold", "5000"))}, "threshold-without-timeout"));
}

TEST_CASE("a threshold that all resources have is told once") {
    Parts parts{.properties = without_fencing, .resources = dummy("a") + dummy("b") + dummy("c")};
    parts.defaults = R"(<meta_attributes id="d"><nvpair id="d-mt" name="migration-threshold" value="3"/></meta_attributes>)";
    const LintReport report = report_of(parts);
    CHECK(std::ranges::count(report.findings, "threshold-without-timeout", &Finding::code) == 1);
    const auto found = std::ranges::find(report.findings, "threshold-without-timeout", &Finding::code);
    REQUIRE(found != report.findings.end());
    CHECK(found->others.size() == 2);
}

TEST_CASE("a clone without clone-max has as many instances as it should") {
    Parts parts{.properties = without_fencing};
    const auto clone = [](const std::string& meta) { return "<clone id=\"c\"><meta_attributes id=\"cm\">" + meta + "</meta_attributes>" + dummy("a") + "</clone>"; };
    parts.resources = clone({});
    parts.constraints = ban("c", "n1");
    CHECK_FALSE(finds(parts, "clone-max-above-places"));
    parts.resources = clone(pair("clone-max", "2"));
    CHECK(finds(parts, "clone-max-above-places"));
}

TEST_CASE("of a configuration alone nothing is said about nodes and what runs") {
    Parts parts{.root = R"(crm_feature_set="3.19.0")"};
    parts.resources = R"(<primitive id="f" class="stonith" type="fence_ipmilan"/>)" + dummy("a");
    for (const char* const code : {"node-unclean", "node-to-be-fenced", "stays-down", "action-cannot-run", "no-quorum", "single-point-of-failure"}) {
        CAPTURE(code);
        CHECK_FALSE(finds(parts, code));
    }
    parts.root += R"( have-quorum="1")";
    parts.status = online("1", "n1");
    CHECK(finds(parts, "node-to-be-fenced")); // n2, which nobody saw
}

TEST_CASE("an order may go over a third resource") {
    Parts parts{.properties = without_fencing, .resources = dummy("a") + dummy("b") + dummy("c"), .constraints = together("c", "a")};
    CHECK(finds(parts, "colocated-but-unordered"));
    parts.constraints += order("a", "b") + order("b", "c");
    CHECK_FALSE(finds(parts, "colocated-but-unordered"));
}

TEST_CASE("an address beside a server needs no order") {
    Parts parts{.properties = without_fencing, .constraints = together("ip", "a")};
    parts.resources = dummy("a") + R"(<primitive id="ip" class="ocf" provider="heartbeat" type="IPaddr2"/>)";
    CHECK_FALSE(finds(parts, "colocated-but-unordered"));
}

TEST_CASE("a fail count as releases before 1.1.17 wrote it counts there") {
    Parts parts{.properties = without_fencing, .resources = dummy("a")};
    parts.status = R"(<node_state id="1" uname="n1" in_ccm="true" crmd="online" join="member" expected="member"><transient_attributes id="1">
<instance_attributes id="ia"><nvpair id="f" name="fail-count-a" value="1"/></instance_attributes></transient_attributes></node_state>)";
    CHECK(finds(parts, "fail-count-ignored"));
    parts.root = R"(crm_feature_set="3.0.9" have-quorum="1")";
    CHECK_FALSE(finds(parts, "fail-count-ignored"));
}

TEST_CASE("fencing devices are no services that a failure takes down") {
    Parts parts;
    parts.resources = R"(<primitive id="f" class="stonith" type="fence_ipmilan"/>)";
    parts.constraints = ban("f", "n1");
    parts.status = online("1", "n1") + online("2", "n2");
    CHECK_FALSE(finds(parts, "single-point-of-failure"));
}

TEST_CASE("a standby that is under way is not a failure's doing, and what it leaves is") {
    Parts parts{.properties = without_fencing};
    parts.nodes = R"(<node id="1" uname="n1"><instance_attributes id="ia"><nvpair id="s" name="standby" value="on"/></instance_attributes></node>)"
                  R"(<node id="2" uname="n2"/>)";
    parts.resources = dummy("a", {}, monitor("10s"));
    parts.status = online("1", "n1") + online("2", "n2");
    const LintReport report = report_of(parts);
    const auto found = std::ranges::find(report.findings, "single-point-of-failure", &Finding::code);
    REQUIRE(found != report.findings.end());
    CHECK(found->message.find("when n2 fails") != std::string::npos);
    REQUIRE(found->proof);
    CHECK(std::holds_alternative<ClusterSettles>(found->proof->events.front()));
    CHECK_FALSE(report.any_at_least(Severity::Error));
}

TEST_CASE("services that one failure takes down are one finding") {
    Parts parts{.properties = without_fencing, .resources = dummy("a") + dummy("b") + dummy("c")};
    parts.constraints = ban("a", "n2") + ban("b", "n2") + ban("c", "n2");
    parts.status = online("1", "n1") + online("2", "n2");
    const LintReport report = report_of(parts);
    CHECK(std::ranges::count(report.findings, "single-point-of-failure", &Finding::code) == 1);
    CHECK(std::ranges::find(report.findings, "single-point-of-failure", &Finding::code)->message == "`a`, `b` and `c` are stopped when n1 fails");
}

TEST_CASE("a node that was never seen is not a voter") {
    Parts parts{.properties = without_fencing, .resources = dummy("a")};
    parts.nodes += R"(<node id="3" uname="n3"/>)";
    parts.status = online("1", "n1") + online("2", "n2");
    CHECK_FALSE(finds(parts, "single-point-of-failure"));
}

TEST_CASE("in maintenance nothing is told of failures, which nothing is done about") {
    Parts parts{.properties = properties(pair("stonith-enabled", "false") + pair("maintenance-mode", "true")), .resources = dummy("a")};
    parts.status = online("1", "n1", R"(<lrm_resource id="a" class="ocf" provider="pacemaker" type="Dummy"><lrm_rsc_op id="a_last_0"
operation_key="a_start_0" operation="start" transition-key="1:1:0:x" transition-magic="0:0;1:1:0:x" call-id="1" rc-code="0" op-status="0" interval="0"/>
</lrm_resource>)") + online("2", "n2");
    CHECK(finds(parts, "not-managed"));
    CHECK_FALSE(finds(parts, "single-point-of-failure"));
}

TEST_CASE("a rule on what an agent finds passes on no node while all is well") {
    Parts parts{.properties = without_fencing, .resources = dummy("a")};
    parts.constraints = R"(<rsc_location id="l" rsc="a"><rule id="r" score="-INFINITY"><expression id="e" attribute="pingd" operation="lt" value="1"/>
</rule></rsc_location>)";
    parts.status = online("1", "n1") + online("2", "n2");
    CHECK_FALSE(finds(parts, "rule-without-nodes"));
}

TEST_CASE("a reservation on a shared disk lets one node win") {
    Parts parts;
    parts.resources = R"(<primitive id="f" class="stonith" type="fence_scsi"/>)";
    CHECK_FALSE(finds(parts, "fencing-race"));
    parts.resources = R"(<primitive id="f" class="stonith" type="fence_ipmilan"/>)";
    CHECK(finds(parts, "fencing-race"));
}

TEST_CASE("a delay of nothing does not decide who fences first") {
    const auto device = [](const std::string& delay) {
        return R"(<primitive id="f" class="stonith" type="fence_ipmilan"><instance_attributes id="i">)" +
               pair("pcmk_delay_base", delay) + "</instance_attributes></primitive>";
    };
    Parts parts;
    for (const char* const none : {"0", "0s", "n1:0s;n2:0"}) {
        CAPTURE(none);
        parts.resources = device(none);
        CHECK(finds(parts, "fencing-race"));
    }
    for (const char* const some : {"5s", "n1:0;n2:5s"}) {
        CAPTURE(some);
        parts.resources = device(some);
        CHECK_FALSE(finds(parts, "fencing-race"));
    }
}

TEST_CASE("a delay by priorities needs a priority") {
    Parts parts{.properties = properties(pair("priority-fencing-delay", "30s"))};
    const std::string device = R"(<primitive id="f" class="stonith" type="fence_ipmilan"/>)";
    parts.resources = device + dummy("a");
    CHECK(finds(parts, "fencing-race"));
    parts.resources = device + R"(<primitive id="a" class="ocf" provider="pacemaker" type="Dummy"><meta_attributes id="m">)" +
                      pair("priority", "1") + "</meta_attributes></primitive>";
    CHECK_FALSE(finds(parts, "fencing-race"));
}

TEST_CASE("what brings a guest up is watched by the connection to it") {
    CHECK_FALSE(finds({.properties = without_fencing, .resources = dummy("vm", pair("remote-node", "guest"))}, "no-monitor"));
}

TEST_CASE("a clone that is to be unpromoted has nobody to promote") {
    Parts parts{.properties = without_fencing};
    parts.resources = "<clone id=\"c\"><meta_attributes id=\"cm\">" + pair("promotable", "true") + pair("target-role", "Unpromoted") +
                      R"(</meta_attributes><primitive id="a" class="ocf" provider="pacemaker" type="Stateful"/></clone>)";
    parts.status = online("1", "n1", R"(<lrm_resource id="a" class="ocf" provider="pacemaker" type="Stateful"><lrm_rsc_op id="a_last_0"
operation_key="a_start_0" operation="start" transition-key="1:1:0:x" transition-magic="0:0;1:1:0:x" call-id="1" rc-code="0" op-status="0" interval="0"/>
</lrm_resource>)") + online("2", "n2");
    CHECK_FALSE(finds(parts, "nobody-promoted"));
}

TEST_CASE("failures that expire late matter before 2.0.3, or where nobody looks") {
    const std::string meta = pair("migration-threshold", "3") + pair("failure-timeout", "60s");
    Parts parts{.properties = without_fencing, .resources = dummy("a", meta)};
    CHECK_FALSE(finds(parts, "expiry-unnoticed"));
    parts.root = R"(crm_feature_set="3.0.14" have-quorum="1")";
    CHECK(finds(parts, "expiry-unnoticed"));
    parts.properties = properties(pair("stonith-enabled", "false") + pair("cluster-recheck-interval", "30s"));
    CHECK_FALSE(finds(parts, "expiry-unnoticed"));
}

TEST_CASE("a watchdog timeout that is off, or calculated, asks for no watchdog") {
    const auto with = [](const std::string& value) {
        return Parts{.properties = properties(pair("have-watchdog", "false") + pair("stonith-watchdog-timeout", value))};
    };
    CHECK(finds(with("10"), "watchdog-timeout-without-watchdog"));
    CHECK_FALSE(finds(with("0"), "watchdog-timeout-without-watchdog"));
    CHECK_FALSE(finds(with("-1"), "watchdog-timeout-without-watchdog"));
    CHECK_FALSE(finds({.properties = properties(pair("stonith-watchdog-timeout", "10"))}, "watchdog-timeout-without-watchdog"));
}

TEST_CASE("an agent that asks for nothing, and a stop whose failure is ignored, may stop as they like") {
    const auto mysql = [](const std::string& stop) {
        return Parts{.properties = without_fencing,
                     .resources = R"(<primitive id="db" class="ocf" provider="heartbeat" type="mysql"><operations>)" + stop + "</operations></primitive>"};
    };
    CHECK(finds(mysql(R"(<op id="s" name="stop" interval="0" timeout="60s"/>)"), "stop-timeout-too-short"));
    CHECK_FALSE(finds(mysql(R"(<op id="s" name="stop" interval="0" timeout="61s"/>)"), "stop-timeout-too-short"));
    CHECK_FALSE(finds(mysql(R"(<op id="s" name="stop" interval="0" timeout="1s" on-fail="ignore"/>)"), "stop-timeout-too-short"));
    CHECK_FALSE(finds({.properties = without_fencing, .resources = dummy("a")}, "stop-timeout-too-short"));
}

TEST_CASE("a threshold of one needs no second monitor") {
    const auto with = [](const std::string& threshold) {
        return Parts{.properties = without_fencing, .resources = dummy("a", pair("migration-threshold", threshold) + pair("failure-timeout", "5s"), monitor("20s"))};
    };
    CHECK(finds(with("2"), "expiry-before-next-monitor"));
    CHECK_FALSE(finds(with("1"), "expiry-before-next-monitor"));
}

TEST_CASE("a node that was never seen makes no even number of votes") {
    Parts parts{.properties = without_fencing, .resources = dummy("a")};
    parts.nodes += R"(<node id="3" uname="n3"/><node id="4" uname="n4"/>)";
    parts.status = online("1", "n1") + online("2", "n2") + online("3", "n3") + online("4", "n4");
    CHECK(finds(parts, "even-nodes"));
    parts.status = online("1", "n1") + online("2", "n2") + online("3", "n3");
    CHECK_FALSE(finds(parts, "even-nodes"));
}

TEST_CASE("what is stopped for want of quorum and started again is not said to move") {
    Parts parts{.properties = without_fencing,
                .resources = R"(<primitive id="a" class="ocf" provider="pacemaker" type="Dummy"/>)"};
    parts.nodes += R"(<node id="3" uname="n3"/><node id="4" uname="never-seen"/>)";
    parts.status = online("1", "n1", R"(<lrm_resource id="a" class="ocf" provider="pacemaker" type="Dummy"><lrm_rsc_op id="a_last_0"
operation_key="a_start_0" operation="start" transition-key="1:1:0:x" transition-magic="0:0;1:1:0:x" call-id="1" rc-code="0" op-status="0" interval="0"/>
</lrm_resource>)") + online("2", "n2") + R"(<node_state id="3" uname="n3" in_ccm="false" crmd="offline" join="down" expected="down"/>)";
    CHECK_FALSE(finds(parts, "moves-back"));
    CHECK(finds(parts, "single-point-of-failure"));
}

TEST_CASE("stays-down: the proof says that the capacity is too small") {
    Parts parts;
    parts.properties = R"(<cluster_property_set id="p"><nvpair id="p1" name="placement-strategy" value="utilization"/><nvpair id="p2" name="fencing-enabled" value="false"/></cluster_property_set>)";
    parts.nodes = R"(<node id="1" uname="n1"><utilization id="u1"><nvpair id="u1c" name="cpu" value="1"/></utilization></node>)";
    parts.resources = R"(<primitive id="a" class="ocf" provider="heartbeat" type="Dummy"><utilization id="ua"><nvpair id="uac" name="cpu" )"
                      R"(value="4"/></utilization></primitive>)";
    parts.status = online("1", "n1");
    const LintReport report = report_of(parts);
    const auto found = std::ranges::find(report.findings, std::string("stays-down"), &Finding::code);
    REQUIRE(found != report.findings.end());
    REQUIRE(found->proof);
    REQUIRE(!found->proof->kept_down_by.empty());
    CHECK(found->proof->kept_down_by.front().text == "the node has too little capacity left: cpu asked 4, left 1 of 1");
}

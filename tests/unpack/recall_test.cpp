#include <doctest/doctest.h>

#include "cib/edit.h"
#include "unpack/configuration.h"

using namespace placement;

namespace {

const Time noon = Time::parse("2024-03-01T12:00:00Z");

Configuration with_status() {
    Configuration configuration;
    configuration.resources = clone("c", primitive("db")) + primitive("vm", meta("vm", {{"remote-node", "guest"}}));
    configuration.status = R"(<node_state id="1" uname="n1" in_ccm="true" crmd="online" join="member" expected="member">
        <lrm id="1"><lrm_resources><lrm_resource id="gone" class="ocf" provider="pacemaker" type="Dummy">
        <lrm_rsc_op id="gone_last_0" operation="start" operation_key="gone_start_0" call-id="1" rc-code="0" op-status="0"
         interval="0" transition-key="1:1:0:00000000-0000-0000-0000-000000000000"/>
        </lrm_resource></lrm_resources></lrm></node_state>)";
    return configuration;
}

std::vector<std::string> resource_names(const Cluster& cluster) {
    std::vector<std::string> result;
    for (const Resource& each : cluster.resources) result.push_back(each.id);
    return result;
}

std::vector<std::string> codes(const Cluster& cluster) {
    std::vector<std::string> result;
    for (const Diagnostic& each : cluster.diagnostics) result.push_back(each.code);
    return result;
}

/// Asked so often that the configuration is recalled.
std::shared_ptr<const Cluster> unpack_again(const Cib& cib, Time at = noon) {
    unpack(cib, at);
    unpack(cib, at);
    return unpack(cib, at);
}

} // namespace

TEST_CASE("a model with a recalled configuration is the model") {
    const Cib cib = Cib::from_text(with_status().text());
    const auto first = unpack(cib, noon);
    const auto again = unpack_again(cib);
    CHECK(resource_names(*again) == resource_names(*first));
    CHECK(node_names(*again) == node_names(*first));
    CHECK(codes(*again) == codes(*first));
    CHECK(table(*again, "gone") == table(*first, "gone"));
    CHECK(resource(*again, "gone").removed);
}

TEST_CASE("a recalled configuration goes with another state") {
    const Cib cib = Cib::from_text(with_status().text());
    unpack_again(cib);
    CibEdit edit(cib);
    edit.remove_operation_history("n1", "gone");
    const auto cluster = unpack(edit.cib(), noon);
    CHECK(cluster->find_resource("gone") == ResourceId());
    CHECK(cluster->find_resource("vm") != ResourceId());
}

TEST_CASE("an edited configuration is read anew") {
    const Cib cib = Cib::from_text(with_status().text());
    unpack_again(cib);
    CibEdit edit(cib);
    edit.set_meta_attribute("vm", "priority", "7");
    CHECK(resource(*unpack(edit.cib(), noon), "vm").priority == 7);
    CHECK(resource(*unpack(cib, noon), "vm").priority == 0);
}

TEST_CASE("a configuration is read anew for another time") {
    Configuration configuration;
    configuration.resources = primitive("a", R"(<meta_attributes id="m"><rule id="r" boolean-op="and">
        <date_expression id="d" operation="gt" start="2025-01-01"/></rule><nvpair id="p" name="priority" value="7"/>
        </meta_attributes>)");
    const Cib cib = Cib::from_text(configuration.text());
    CHECK(resource(*unpack_again(cib), "a").priority == 0);
    CHECK(resource(*unpack(cib, Time::parse("2025-06-01T12:00:00Z")), "a").priority == 7);
}

TEST_CASE("a configuration is read anew for another coordinator") {
    const Cib cib = Cib::from_text(Configuration().text());
    const auto first = unpack_again(cib);
    CibEdit edit(cib);
    edit.set_root_attribute("dc-uuid", "2");
    const auto second = unpack(edit.cib(), noon);
    CHECK(name(*first, first->dc) == "n1");
    CHECK(name(*second, second->dc) == "n2");
}

TEST_CASE("a configuration is read anew where quorum was lost") {
    const Cib cib = Cib::from_text(Configuration().text());
    unpack_again(cib);
    CibEdit edit(cib);
    edit.set_root_attribute("have-quorum", "0");
    CHECK(has_diagnostic(*unpack(edit.cib(), noon), "no-quorum"));
}

TEST_CASE("a configuration is read anew for another release") {
    const Cib cib = Cib::from_text(Configuration().text());
    unpack_again(cib);
    CHECK(unpack(cib, noon, Release::v2_0_5)->release == Release::v2_0_5);
}

TEST_CASE("what a configuration says by reference to the state is looked up each time") {
    Configuration configuration;
    configuration.schema = "none";
    configuration.resources = primitive("a", R"(<meta_attributes id="m"><nvpair id-ref="in-state"/></meta_attributes>)");
    configuration.status = R"(<node_state id="1" uname="n1"><transient_attributes id="1"><instance_attributes id="t">
        <nvpair id="in-state" name="priority" value="7"/></instance_attributes></transient_attributes></node_state>)";
    const Cib cib = Cib::from_text(configuration.text());
    CHECK(resource(*unpack_again(cib), "a").priority == 7);
    CibEdit edit(cib);
    edit.set_transient_attribute("n1", "priority", "8");
    CHECK(resource(*unpack(edit.cib(), noon), "a").priority == 8);
}

TEST_CASE("a recalled configuration is that of any time, unless a condition asks for the date") {
    const Cib cib = Cib::from_text(with_status().text());
    unpack_again(cib);
    const Time later = Time::parse("2024-03-02T12:00:00Z");
    CHECK(unpack(cib, later)->now == later);
    CHECK(unpack(cib, noon)->now == noon);
}

namespace {

/// Of a probe of `db` that found nothing.
Configuration probed(const std::string& agent) {
    Configuration configuration;
    configuration.resources = primitive("db");
    configuration.status = R"(<node_state id="1" uname="n1" in_ccm="true" crmd="online" join="member" expected="member">
        <lrm id="1"><lrm_resources><lrm_resource id="db" class="ocf" provider="pacemaker" type=")" +
                           agent + R"(">
        <lrm_rsc_op id="db_last_0" operation="monitor" operation_key="db_monitor_0" call-id="1" rc-code="7" op-status="0"
         interval="0" transition-key="1:1:7:00000000-0000-0000-0000-000000000000"/>
        </lrm_resource></lrm_resources></lrm></node_state>)";
    return configuration;
}

Conformity conformity(const Configuration& configuration) {
    return unpack_again(Cib::from_text(configuration.text()))->histories.front().conformity;
}

} // namespace

TEST_CASE("what a probe found is known of the recalled resource") {
    const auto cluster = unpack_again(Cib::from_text(probed("Dummy").text()));
    CHECK(resource(*cluster, "db").known_nodes.size() == 1);
    CHECK(resource(*cluster, "db").role == Role::Stopped);
    CHECK(cluster->histories.front().resource == cluster->find_resource("db"));
}

TEST_CASE("a history is found to be of the configured agent") {
    CHECK(conformity(probed("Dummy")) == Conformity::Agent);
    CHECK(conformity(probed("Stateful")) == Conformity::Unknown);
}

TEST_CASE("where two histories have a name, neither is found to be as configured") {
    Configuration configuration = probed("Dummy");
    const std::string history = configuration.status.substr(configuration.status.find("<lrm_resource "));
    const std::string one = history.substr(0, history.find("</lrm_resources>"));
    configuration.status.insert(configuration.status.find("</lrm_resources>"), one);
    configuration.schema = "none";
    CHECK(conformity(configuration) == Conformity::Unknown);
}

namespace {

std::vector<std::string> located(const Cluster& cluster) {
    std::vector<std::string> result;
    for (const LocationConstraint& location : cluster.locations) {
        for (const auto& [node, score] : location.nodes) result.push_back(location.id + " " + name(cluster, node));
    }
    return result;
}

} // namespace

TEST_CASE("recalled constraints are the constraints, the newest first") {
    Configuration configuration;
    configuration.resources = primitive("a") + primitive("b");
    configuration.constraints =
        R"(<rsc_location id="l1" rsc="a" node="n1" score="1"/><rsc_location id="l2" rsc="a" node="n2" score="2"/>
        <rsc_colocation id="c" rsc="a" with-rsc="b" score="5"/><rsc_order id="o" first="a" then="b"/>)";
    const Cib cib = Cib::from_text(configuration.text());
    unpack_again(cib);
    const auto again = unpack(cib, noon);
    CHECK(located(*again) == std::vector<std::string>{"l2 n2", "l1 n1"});
    CHECK(again->colocations.size() == 1);
    CHECK(again->orderings.size() == 1);
}

TEST_CASE("constraints with rules are read anew in another state") {
    Configuration configuration;
    configuration.resources = primitive("a");
    configuration.constraints = R"(<rsc_location id="l" rsc="a"><rule id="r" score="5">
        <expression id="e" attribute="fast" operation="eq" value="yes"/></rule></rsc_location>)";
    configuration.status = R"(<node_state id="1" uname="n1" in_ccm="true" crmd="online" join="member" expected="member"/>)";
    const Cib cib = Cib::from_text(configuration.text());
    unpack_again(cib);
    CHECK(located(*unpack(cib, noon)).empty());
    CibEdit edit(cib);
    edit.set_transient_attribute("n1", "fast", "yes");
    CHECK(located(*unpack(edit.cib(), noon)) == std::vector<std::string>{"r n1"});
}

TEST_CASE("constraints on what only the status has are read anew in another state") {
    Configuration configuration = with_status();
    configuration.constraints = R"(<rsc_location id="l" rsc="gone" node="n1" score="1"/>)";
    const Cib cib = Cib::from_text(configuration.text());
    unpack_again(cib);
    CHECK(located(*unpack(cib, noon)) == std::vector<std::string>{"l n1"});
    CibEdit edit(cib);
    edit.remove_operation_history("n1", "gone");
    unpack_again(edit.cib());
    CHECK(located(*unpack(edit.cib(), noon)).empty());
    CHECK(located(*unpack(cib, noon)) == std::vector<std::string>{"l n1"});
}

TEST_CASE("the model of a CIB that somebody has is not made again for the same question") {
    const Cib cib = Cib::from_text(with_status().text());
    const auto first = unpack(cib, noon);
    CHECK(unpack(cib, noon) == first);
    CHECK(unpack(cib, Time::parse("2024-03-01T13:00:00Z")) != first);
    CHECK(unpack(cib, noon, Release::v1_1_10) != first);
}

TEST_CASE("an edited CIB has a model of its own") {
    const Cib cib = Cib::from_text(with_status().text());
    const auto first = unpack(cib, noon);
    CibEdit edit(cib);
    edit.remove_operation_history("n1", "gone");
    CHECK(unpack(edit.cib(), noon) != first);
    CHECK(unpack(CibEdit(cib).cib(), noon)->text != first->text);
}

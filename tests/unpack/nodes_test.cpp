#include <doctest/doctest.h>

#include "unpack/configuration.h"

using namespace placement;

namespace {

using Names = std::vector<std::string>;

const Node& node(const Cluster& cluster, const char* wanted) {
    return cluster.nodes[cluster.find_node(wanted)];
}

std::shared_ptr<const Cluster> with_nodes(const std::string& nodes) {
    Configuration configuration;
    configuration.nodes = nodes;
    return configuration.read();
}

} // namespace

TEST_CASE("nodes are sorted as people count, without case") {
    const auto cluster = with_nodes(R"(<node id="1" uname="node10"/><node id="2" uname="Node2"/>)"
                                    R"(<node id="3" uname="node1"/>)");
    CHECK(node_names(*cluster) == Names{"node1", "Node2", "node10"});
    CHECK(name(*cluster, cluster->find_node("NODE10")) == "node10");
}

TEST_CASE("the DC is found by its id, wherever it is sorted") {
    const auto cluster = with_nodes(R"(<node id="1" uname="z"/><node id="2" uname="a"/>)");
    CHECK(name(*cluster, cluster->dc) == "z");
    CHECK(node(*cluster, "z").attributes.at("#is_dc") == "true");
    CHECK(node(*cluster, "a").attributes.at("#is_dc") == "false");
}

TEST_CASE("every node has the attributes that rules may ask for") {
    Configuration configuration;
    configuration.properties += Configuration::property("cluster-name", "lab");
    const auto cluster = configuration.read();
    const AttributeTable& attributes = node(*cluster, "n1").attributes;
    CHECK(attributes.at("#uname") == "n1");
    CHECK(attributes.at("#id") == "1");
    CHECK(attributes.at("#kind") == "cluster");
    CHECK(attributes.at("#cluster-name") == "lab");
    CHECK(attributes.at("#site-name") == "lab");
}

TEST_CASE("a site's name comes from the node first") {
    Configuration configuration;
    configuration.properties += Configuration::property("cluster-name", "lab");
    configuration.nodes = R"(<node id="1" uname="n1"><instance_attributes id="i">)" + pairs("i", {{"site-name", "north"}}) +
                          "</instance_attributes></node>";
    CHECK(node(*configuration.read(), "n1").attributes.at("#site-name") == "north");
}

TEST_CASE("node attributes and utilization are read, with rules") {
    const auto cluster = with_nodes(
        R"(<node id="1" uname="n1"><instance_attributes id="i">)" + pairs("i", {{"rack", "7"}}) +
        R"(</instance_attributes><instance_attributes id="j"><rule id="r" boolean-op="and">)"
        R"(<date_expression id="d" operation="lt" end="2020-01-01"/></rule>)" + pairs("j", {{"rack", "8"}}) +
        R"(</instance_attributes><utilization id="u">)" + pairs("u", {{"cpu", "4"}}) + "</utilization></node>");
    CHECK(node(*cluster, "n1").attributes.at("rack") == "7");
    CHECK(node(*cluster, "n1").utilization.at("cpu") == "4");
}

TEST_CASE("a node's score is where resources begin") {
    Configuration configuration;
    configuration.nodes = R"(<node id="1" uname="n1" score="50"/><node id="2" uname="n2" score="many"/>)";
    configuration.resources = primitive("a");
    const auto cluster = configuration.read();
    CHECK(table(*cluster, "a") == "n1=50 n2=0");
    CHECK(has_diagnostic(*cluster, "invalid-score"));
}

TEST_CASE("a node without an id is ignored") {
    const auto cluster = with_nodes(R"(<node uname="n0"/><node id="1" uname="n1"/>)");
    CHECK(node_names(*cluster) == Names{"n1"});
    CHECK(has_diagnostic(*cluster, "missing-id"));
}

TEST_CASE("after a node of an unknown type no more are read") {
    const auto cluster = with_nodes(R"(<node id="1" uname="n1"/><node id="2" uname="n2" type="odd"/>)"
                                    R"(<node id="3" uname="n3"/>)");
    CHECK(node_names(*cluster) == Names{"n1"});
    CHECK(has_diagnostic(*cluster, "unknown-node-type"));
}

TEST_CASE("two nodes of one name: the later one is found") {
    const auto cluster = with_nodes(R"(<node id="1" uname="n1"/><node id="2" uname="N1"/>)");
    CHECK(has_diagnostic(*cluster, "duplicate-node"));
    CHECK(cluster->nodes[cluster->find_node("n1")].id == "2");
    CHECK(cluster->nodes[NodeId(0)].id == "2");
}

TEST_CASE("unseen nodes are unclean if startup fencing is on") {
    Configuration configuration;
    CHECK_FALSE(node(*configuration.read(), "n1").unclean);
    configuration.properties = "";
    CHECK(node(*configuration.read(), "n1").unclean);
    configuration.properties = Configuration::property("startup-fencing", "false");
    CHECK_FALSE(node(*configuration.read(), "n1").unclean);
}

TEST_CASE("a remote node is one that a connection resource leads to") {
    Configuration configuration;
    configuration.resources = primitive("far", "", "remote");
    const auto cluster = configuration.read();
    const Node& far = node(*cluster, "far");
    CHECK(far.kind == NodeKind::Remote);
    CHECK(far.attributes.at("#kind") == "remote");
    CHECK(cluster->have_remote_nodes);
    CHECK(name(*cluster, far.connection) == "far");
    CHECK(name(*cluster, resource(*cluster, "far").remote_node) == "far");
    CHECK(resource(*cluster, "far").remote_connection);
    CHECK(resource(*cluster, "far").migratable);
    CHECK(table(*cluster, "far") == "far=0 n1=0 n2=0 n3=0");
}

TEST_CASE("a configured remote node without a connection is not fenced at startup") {
    Configuration configuration;
    configuration.properties = "";
    configuration.nodes = R"(<node id="r" uname="r" type="remote"/><node id="s" uname="s" type="remote"/>)";
    configuration.resources = primitive("s", "", "remote");
    const auto cluster = configuration.read();
    CHECK_FALSE(node(*cluster, "r").unclean);
    CHECK(node(*cluster, "s").unclean);
}

TEST_CASE("a guest node brings its connection, which its guest launches") {
    Configuration configuration;
    configuration.resources =
        group("g", primitive("vm", meta("vm", {{"remote-node", "guest"}, {"remote-port", "1234"}, {"is-managed", "false"}}))) +
        primitive("after");
    const auto cluster = configuration.read();
    const Node& guest = node(*cluster, "guest");
    CHECK(guest.kind == NodeKind::Guest);
    CHECK(guest.attributes.at("#kind") == "container");
    const Resource& connection = resource(*cluster, "guest");
    CHECK(name(*cluster, connection.launcher) == "vm");
    CHECK(names(*cluster, resource(*cluster, "vm").launched) == Names{"guest"});
    CHECK(names(*cluster, cluster->top_resources) == Names{"g", "after", "guest"});
    CHECK_FALSE(connection.managed);
    CHECK_FALSE(connection.migratable);
    REQUIRE(connection.operations.size() == 2);
    CHECK(connection.operations[0].interval_ms == 30'000);
    CHECK(connection.operations[1].attributes.at("timeout") == "60s");
    REQUIRE(connection.parameters.size() == 1);
    CHECK(connection.parameters[0].pairs[0].name == "port");
    CHECK(connection.position.line == resource(*cluster, "vm").position.line);
}

TEST_CASE("in an asymmetric cluster a guest's connection may still go anywhere") {
    Configuration configuration;
    configuration.properties += Configuration::property("symmetric-cluster", "false");
    configuration.resources = primitive("vm", meta("vm", {{"remote-node", "guest"}}));
    const auto cluster = configuration.read();
    CHECK(table(*cluster, "guest") == "guest=0 n1=0 n2=0 n3=0");
    CHECK(table(*cluster, "vm") == "");
}

TEST_CASE("an unknown container is told") {
    Configuration configuration;
    configuration.resources = primitive("a", meta("a", {{"container", "nowhere"}}));
    const auto cluster = configuration.read();
    CHECK(has_diagnostic(*cluster, "unknown-container"));
    CHECK_FALSE(resource(*cluster, "a").launcher);
}

TEST_CASE("node ids mean the same node everywhere after a removed remote node was found in the status") {
    Configuration configuration;
    configuration.resources = primitive("a");
    configuration.constraints = R"(<rsc_location id="l" rsc="a" node="n2" score="5"/>)";
    configuration.status =
        R"(<node_state id="2" uname="n2" in_ccm="true" crmd="online" join="member" expected="member"><lrm id="2">)"
        R"(<lrm_resources><lrm_resource id="a" class="ocf" provider="pacemaker" type="Dummy">)"
        R"(<lrm_rsc_op id="a0" operation="start" operation_key="a_start_0" call-id="1" rc-code="0" op-status="0" )"
        R"(interval="0" transition-key="1:1:0:x" transition-magic="0:0;1:1:0:x"/></lrm_resource>)"
        R"(<lrm_resource id="early" class="ocf" provider="pacemaker" type="remote">)"
        R"(<lrm_rsc_op id="e0" operation="start" operation_key="early_start_0" call-id="2" rc-code="0" op-status="0" )"
        R"(interval="0" transition-key="1:1:0:x" transition-magic="0:0;1:1:0:x"/></lrm_resource>)"
        "</lrm_resources></lrm></node_state>";
    const auto cluster = configuration.read();
    CHECK(node_names(*cluster) == Names{"early", "n1", "n2", "n3"});
    CHECK(node(*cluster, "early").shutdown);
    CHECK(name(*cluster, cluster->dc) == "n1");
    REQUIRE(resource(*cluster, "a").active_nodes.size() == 1);
    CHECK(name(*cluster, resource(*cluster, "a").active_nodes[0]) == "n2");
    CHECK(name(*cluster, cluster->locations[LocationId(0)].nodes[0].node) == "n2");
    CHECK(table(*cluster, "a").find("early") == std::string::npos);
}

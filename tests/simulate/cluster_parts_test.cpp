#include <memory>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "placement/unpack.h"
#include "simulate/cluster_parts.h"
#include "support/sketch.h"

// What the failure of a node reaches.
using namespace placement;

namespace {

using Names = std::vector<std::string>;

/// "a" on n1, "b" on n2 and "c" on n3, which the others were asked for.
Sketch cluster(const std::string& inside_b = "") {
    Sketch sketch("n1 n2 n3");
    sketch.section("<rsc_defaults>" + meta("resource-stickiness=10") + "</rsc_defaults>");
    const Names nodes{"n1", "n2", "n3"};
    const Names resources{"a", "b", "c"};
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        sketch.resource(primitive(resources[i], resources[i] == "b" ? inside_b : "")).runs(resources[i], nodes[i]);
        for (const std::string& node : nodes) {
            if (node != nodes[i]) sketch.operation(node, resources[i], "monitor", 7);
        }
    }
    return sketch;
}

/// The resources of the part; none where the whole cluster must be looked at.
Names reached_by(const Sketch& sketch, const std::string& node) {
    const std::shared_ptr<const Cluster> cluster = sketch.cluster();
    const std::unique_ptr<ClusterParts> parts = ClusterParts::divide(sketch.cib(), cluster);
    REQUIRE(parts);
    const ClusterParts::Part* const part = parts->reached_by(node);
    Names names;
    if (part == nullptr) return names;
    for (const Resource& resource : part->cluster->resources) names.push_back(resource.id);
    return names;
}

std::string rule(const std::string& inside) { return R"(<rule id="rule" score="-INFINITY">)" + inside + "</rule>"; }

} // namespace

TEST_CASE("the failure of a node reaches what runs there") { CHECK(reached_by(cluster(), "n1") == Names{"a"}); }

TEST_CASE("the failure of a node reaches what a constraint connects with what runs there") {
    CHECK(reached_by(cluster().constraint(ordering("order", "a", "c")), "n1") == Names{"a", "c"});
}

TEST_CASE("the failure of a node reaches what a rule of a constraint is about") {
    const std::string coordinator = R"(<expression id="dc" attribute="#is_dc" operation="eq" value="true"/>)";
    const Sketch sketch =
        cluster().constraint(R"(<rsc_location id="not-on-dc" rsc="b">)" + rule(coordinator) + "</rsc_location>");
    CHECK(reached_by(sketch, "n1") == Names{"a", "b"});
}

TEST_CASE("the failure of a node may reach everything that a pattern with a rule may mean") {
    const std::string connected = R"(<expression id="connected" attribute="connected" operation="eq" value="0"/>)";
    const Sketch sketch =
        cluster().constraint(R"(<rsc_location id="connected-nodes" rsc-pattern="b.*">)" + rule(connected) + "</rsc_location>");
    CHECK(reached_by(sketch, "n1").empty());
}

TEST_CASE("the failure of a node reaches what has a rule") {
    const std::string set = R"(<instance_attributes id="set">)" +
                            rule(R"(<expression id="dc" attribute="#is_dc" operation="eq" value="true"/>)") +
                            R"(<nvpair id="on-dc" name="state" value="dc"/></instance_attributes>)";
    CHECK(reached_by(cluster(set), "n1") == Names{"a", "b"});
}

TEST_CASE("the failure of a node reaches what has failed anywhere") {
    const Sketch sketch = cluster().transient("n3", "fail-count-b#monitor_10000=1");
    CHECK(reached_by(sketch, "n1") == Names{"a", "b"});
}

TEST_CASE("the failure of a node reaches what could not be asked for there") {
    const Sketch sketch =
        cluster().resource(primitive("d")).runs("d", "n2").operation("n1", "d", "monitor", 5).operation("n3", "d", "monitor", 7);
    CHECK(reached_by(sketch, "n1") == Names{"a", "d"});
}

TEST_CASE("the failure of a node reaches what does not run and might afterwards") {
    Sketch sketch = cluster().resource(primitive("d"));
    for (const char* const node : {"n1", "n2", "n3"}) sketch.operation(node, "d", "monitor", 7);
    for (const char* const node : {"n1", "n2", "n3"})
        sketch.constraint(location("not-" + std::string(node), "d", node, "-INFINITY"));
    CHECK(reached_by(sketch, "n1") == Names{"a", "d"});
}

TEST_CASE("the failure of a node reaches what goes by how many resources others have") {
    CHECK(reached_by(cluster(meta("resource-stickiness=0")), "n1") == Names{"a", "b"});
}

TEST_CASE("the failure of a node that is in standby may reach everything") {
    Sketch sketch("n1 n2 n3");
    sketch.section("<rsc_defaults>" + meta("resource-stickiness=10") + "</rsc_defaults>").attributes("n3", "standby=on");
    sketch.resource(primitive("a")).runs("a", "n1").resource(primitive("b")).runs("b", "n2");
    for (const char* const node : {"n2", "n3"}) sketch.operation(node, "a", "monitor", 7);
    for (const char* const node : {"n1", "n3"}) sketch.operation(node, "b", "monitor", 7);
    CHECK(reached_by(sketch, "n3").empty());
    CHECK(reached_by(sketch, "n1") == Names{"a"});
}

TEST_CASE("the failure of a node may reach everything where the health of nodes counts") {
    CHECK(reached_by(cluster().options("node-health-strategy=only-green"), "n1").empty());
}

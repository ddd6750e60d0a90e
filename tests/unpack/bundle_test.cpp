#include <doctest/doctest.h>

#include "unpack/configuration.h"

using namespace placement;

namespace {

using Names = std::vector<std::string>;

std::string bundle(const std::string& container, const std::string& network, const std::string& content = "") {
    return R"(<bundle id="b">)" + container + network + content + "</bundle>";
}

const std::string docker = R"(<docker image="i" replicas="2"/>)";
const std::string addresses = R"(<network ip-range-start="192.168.122.253"/>)";

std::string parameter(const Resource& resource, std::string_view wanted) {
    for (const NameValuePair& pair : resource.parameters.at(0).pairs) {
        if (pair.name == wanted) return pair.value;
    }
    return "(none)";
}

} // namespace

TEST_CASE("each replica has a container, an address, a connection and an instance") {
    const auto cluster = with_resources(bundle(docker, addresses, primitive("a")));
    CHECK(names(*cluster, resource(*cluster, "b").children) ==
          Names{"b-docker-0", "b-ip-192.168.122.253", "b-0", "b-docker-1", "b-ip-192.168.122.254", "b-1", "b-clone"});
    const Bundle& read = resource(*cluster, "b").bundle();
    REQUIRE(read.replicas.size() == 2);
    CHECK(read.agent == "docker");
    CHECK(read.replicas[1].offset == 1);
    CHECK(read.replicas[1].ip_address == "192.168.122.254");
    CHECK(name(*cluster, read.replicas[1].container) == "b-docker-1");
    CHECK(name(*cluster, read.replicas[1].ip) == "b-ip-192.168.122.254");
    CHECK(name(*cluster, read.replicas[1].remote) == "b-1");
    CHECK(name(*cluster, read.replicas[1].child) == "a:1");
    CHECK(name(*cluster, read.replicas[1].node) == "b-1");
    CHECK(name(*cluster, read.child) == "b-clone");
    CHECK(resource(*cluster, "b-docker-0").container_of_replica);
    CHECK(resource(*cluster, "b-0").remote_nesting_allowed);
    CHECK(resource(*cluster, "a:0").meta.at("external-ip") == "192.168.122.253");
    CHECK_FALSE(resource(*cluster, "b").unique);
}

TEST_CASE("a replica's node is a guest of its container, for what runs inside alone") {
    const auto cluster = with_resources(primitive("before") + bundle(docker, addresses, primitive("a")) + primitive("after"));
    const Node& node = cluster->nodes[cluster->find_node("b-0")];
    CHECK(node.kind == NodeKind::Guest);
    CHECK(node.attributes.at("#kind") == "container");
    CHECK(node.base_score.is_minus_infinity());
    CHECK(node.base_probe_mode == ProbeMode::Never);
    CHECK(name(*cluster, node.connection) == "b-0");
    CHECK(name(*cluster, resource(*cluster, "b-0").launcher) == "b-docker-0");
    CHECK(names(*cluster, resource(*cluster, "b-docker-0").launched) == Names{"b-0"});
    CHECK(node_names(*cluster) == Names{"b-0", "b-1", "n1", "n2", "n3"});
    CHECK(table(*cluster, "a:0") == "b-0=500(exclusive)");
    CHECK(table(*cluster, "b-clone") == "b-0=-INFINITY(exclusive) b-1=-INFINITY(exclusive) n1=0 n2=0 n3=0");
    CHECK(table(*cluster, "before") == "n1=0 n2=0 n3=0");
    CHECK(table(*cluster, "after") == "n1=0 n2=0 n3=0");
    CHECK(table(*cluster, "b-0") == "n1=0 n2=0 n3=0");
    CHECK(resource(*cluster, "a:0").exclusive_discovery);
}

TEST_CASE("a replica's node that is configured is closed for others") {
    Configuration configuration;
    configuration.nodes += R"(<node id="b-0" uname="b-0" type="remote"/>)";
    configuration.resources = primitive("before") + bundle(docker, addresses, primitive("a")) + primitive("after");
    const auto cluster = configuration.read();
    CHECK(table(*cluster, "before") == "b-0=-INFINITY(never) n1=0 n2=0 n3=0");
    CHECK(table(*cluster, "after") == "n1=0 n2=0 n3=0");
    CHECK(cluster->nodes.size() == 5);
}

TEST_CASE("a connection does not run on remote nodes") {
    const auto cluster = with_resources(primitive("far", "", "remote") + bundle(docker, addresses, primitive("a")));
    CHECK(table(*cluster, "b-0") == "far=-INFINITY n1=0 n2=0 n3=0");
    CHECK(table(*cluster, "b-docker-0") == "far=0 n1=0 n2=0 n3=0");
}

TEST_CASE("clones after a bundle count its nodes, clones before do not") {
    const auto cluster =
        with_resources(clone("c1", primitive("x")) + bundle(docker, addresses, primitive("a")) + clone("c2", primitive("y")));
    CHECK(resource(*cluster, "c1").children.size() == 3);
    CHECK(resource(*cluster, "c2").children.size() == 5);
}

TEST_CASE("promoted-max makes the clone inside promotable") {
    const auto cluster =
        with_resources(bundle(R"(<podman image="i" promoted-max="2"/>)", addresses, primitive("a", "", "Stateful")));
    CHECK(resource(*cluster, "b").bundle().replicas.size() == 2);
    CHECK(resource(*cluster, "b").bundle().agent == "podman");
    CHECK(resource(*cluster, "b-master").promotable);
    CHECK(resource(*cluster, "b-master").clone().promoted_max == 2);
    CHECK(resource(*cluster, "b-master").clone().ordered);
}

TEST_CASE("several replicas a host make the clone inside unique") {
    const auto cluster =
        with_resources(bundle(R"(<docker image="i" replicas="2" replicas-per-host="2"/>)", addresses, primitive("a")));
    CHECK(resource(*cluster, "b").unique);
    CHECK(resource(*cluster, "a:0").unique);
    CHECK(resource(*cluster, "b-clone").clone().clone_node_max == 2);
}

TEST_CASE("without anything inside there are containers and addresses alone") {
    const auto cluster = with_resources(bundle(docker, addresses));
    CHECK(names(*cluster, resource(*cluster, "b").children) ==
          Names{"b-docker-0", "b-ip-192.168.122.253", "b-docker-1", "b-ip-192.168.122.254"});
    CHECK_FALSE(resource(*cluster, "b").bundle().child);
    CHECK(node_names(*cluster) == Names{"n1", "n2", "n3"});
    CHECK(names(*with_resources(bundle(R"(<docker image="i"/>)", "")), {}).empty());
    CHECK(resource(*with_resources(bundle(R"(<docker image="i"/>)", "")), "b").children.size() == 1);
}

TEST_CASE("a control port does instead of addresses, for one replica a host") {
    const auto cluster = with_resources(bundle(R"(<docker image="i" replicas="2" replicas-per-host="2"/>)",
                                               R"(<network control-port="9999"/>)", primitive("a")));
    CHECK(has_diagnostic(*cluster, "control-port-replicas"));
    CHECK(resource(*cluster, "b-clone").clone().clone_node_max == 1);
    CHECK(parameter(resource(*cluster, "b-0"), "addr") == "#uname");
    CHECK(parameter(resource(*cluster, "b-0"), "port") == "9999");
}

TEST_CASE("bundles that cannot be are left out") {
    const auto unreachable = with_resources(bundle(docker, "", primitive("a")));
    CHECK(has_diagnostic(*unreachable, "unreachable-bundle"));
    CHECK(unreachable->resources.empty());
    CHECK(has_diagnostic(*with_resources(bundle("", addresses)), "unknown-container-technology"));
}

TEST_CASE("the container is started with what the bundle says") {
    const auto cluster = with_resources(
        bundle(R"(<docker image="i" network="bridge" options="--user=x"/>)",
               R"(<network ip-range-start="10.0.0.5" host-interface="eth0" host-netmask="24">)"
               R"(<port-mapping id="p" port="80" internal-port="8080"/><port-mapping id="q"/></network>)"
               R"(<storage><storage-mapping id="s" source-dir="/s" target-dir="/t" options="rw"/>)"
               R"(<storage-mapping id="r" source-dir-root="/r" target-dir="/u"/><storage-mapping id="v"/></storage>)",
               primitive("a")));
    const Resource& container = resource(*cluster, "b-docker-0");
    CHECK(parameter(container, "run_opts") ==
          " --restart=no -h b-0 -e PCMK_stderr=1 --net=bridge -e PCMK_remote_port=3121 -v /s:/t:rw -v /r/b-0:/u"
          " -v /etc/pacemaker/authkey:/etc/pacemaker/authkey -v /var/log/pacemaker/bundles/b-0:/var/log"
          " -p 10.0.0.5:80:8080 -p 10.0.0.5:3121:3121 --user=x  --add-host=b-0:10.0.0.5");
    CHECK(parameter(container, "mount_points") == "/r/b-0,/var/log/pacemaker/bundles/b-0");
    CHECK(parameter(container, "run_cmd") == "/usr/sbin/pacemaker-remoted");
    CHECK(parameter(container, "image") == "i");
    CHECK(parameter(resource(*cluster, "b-ip-10.0.0.5"), "nic") == "eth0");
    CHECK(parameter(resource(*cluster, "b-ip-10.0.0.5"), "cidr_netmask") == "24");
    CHECK(has_diagnostic(*cluster, "invalid-port-mapping"));
    CHECK(has_diagnostic(*cluster, "invalid-storage-mapping"));
    CHECK(container.operations.at(0).interval_ms == 60'000);
    CHECK(container.position == resource(*cluster, "b").position);
}

TEST_CASE("addresses may run out") {
    const auto cluster = with_resources(bundle(docker, R"(<network ip-range-start="10.0.254.254"/>)", primitive("a")));
    CHECK(has_diagnostic(*cluster, "address-range-exhausted"));
    CHECK(resource(*cluster, "b").children.size() == 7);
}

TEST_CASE("a container needs what runs in it needs") {
    const auto cluster = with_resources(bundle(
        docker, addresses, primitive("a", R"(<utilization id="u">)" + pairs("u", {{"cpu", "2"}}) + "</utilization>")));
    CHECK(resource(*cluster, "b-docker-0").utilization.at("cpu") == "2");
    CHECK(resource(*cluster, "a:0").utilization.empty());
}

TEST_CASE("whose attributes count is handed from the instances to the bundle") {
    const auto cluster =
        with_resources(bundle(docker, addresses, primitive("a", meta("a", {{"container-attribute-target", "host"}}))));
    CHECK(resource(*cluster, "b").bundle().attribute_target == "host");
    CHECK(resource(*cluster, "b").meta.at("container-attribute-target") == "host");
    CHECK(resource(*cluster, "b-clone").meta.at("container-attribute-target") == "host");
}

TEST_CASE("a connection whose name is taken has another") {
    const auto cluster = with_resources(primitive("b-0") + bundle(docker, addresses, primitive("a")));
    CHECK(name(*cluster, resource(*cluster, "b").bundle().replicas[0].remote) == "pcmk-internal-a:0-remote-0");
    CHECK(name(*cluster, resource(*cluster, "b").bundle().replicas[1].remote) == "b-1");
}

TEST_CASE("the contained resource keeps its place in the text") {
    const auto cluster = with_resources("\n\n" + bundle(docker, addresses, "\n" + primitive("a")));
    CHECK(resource(*cluster, "a:0").position.line == resource(*cluster, "b").position.line + 1);
}

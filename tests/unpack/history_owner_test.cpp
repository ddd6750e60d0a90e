#include <doctest/doctest.h>

#include "unpack/status_sample.h"

using namespace placement;

namespace {

std::string clone_xml(const std::string& inner, StatusSample::Pairs meta = {}) {
    return fmt::format(R"(<clone id="c">{}{}</clone>)", pairs("meta_attributes", "c", meta), inner);
}

StatusSample with_anonymous_clone(StatusSample::Pairs meta = {}) {
    return StatusSample().resources(clone_xml(StatusSample::primitive_xml("db"), meta));
}

std::string running(const char* id = "db") { return history(id, {started}); }

} // namespace

TEST_CASE("each node's history of an anonymous clone gets an instance of its own") {
    const auto cluster = with_anonymous_clone().online("n1", running()).online("n2", running()).unpack();
    CHECK(active(cluster, "db:0") == "n1");
    CHECK(active(cluster, "db:1") == "n2");
    CHECK(active(cluster, "c") == "n1 n2");
    CHECK(resource(cluster, "db:1").history_id == "db");
}

TEST_CASE("histories take instances in the status's order, whatever number they recorded") {
    const auto cluster = with_anonymous_clone().online("n2", running("db:7")).online("n1", running("db:1")).unpack();
    CHECK(active(cluster, "db:0") == "n2");
    CHECK(active(cluster, "db:1") == "n1");
    CHECK(resource(cluster, "db:0").history_id == "db:7");
}

TEST_CASE("an instance that is stopped forgets the number that the history had") {
    const auto cluster = with_anonymous_clone().online("n1", history("db:7", {probe})).unpack();
    CHECK(resource(cluster, "db:0").history_id.empty());
}

TEST_CASE("when all instances are taken one more is made, as a removed one") {
    const auto cluster = with_anonymous_clone({{"clone-max", "1"}}).online("n1", running()).online("n2", running()).unpack();
    CHECK(active(cluster, "db:0") == "n1");
    CHECK(active(cluster, "db:1") == "n2");
    CHECK_FALSE(resource(cluster, "db:0").removed);
    CHECK(resource(cluster, "db:1").removed);
}

TEST_CASE("a stopped instance is free for the next node") {
    const auto cluster = with_anonymous_clone({{"clone-max", "1"}}).online("n1", history("db", {probe})).online("n2", running()).unpack();
    CHECK(active(cluster, "db:0") == "n2");
    CHECK(resource(cluster, "db:0").known_nodes.size() == 2);
}

TEST_CASE("the members of a cloned group stay together on a node") {
    const auto group = fmt::format(R"(<group id="g">{}{}</group>)", StatusSample::primitive_xml("a"),
                                   StatusSample::primitive_xml("b"));
    const auto cluster = StatusSample()
                             .resources(clone_xml(group))
                             .online("n1", running("a") + running("b"))
                             .online("n2", running("b") + running("a"))
                             .unpack();
    CHECK(active(cluster, "a:0") == "n1");
    CHECK(active(cluster, "b:0") == "n1");
    CHECK(active(cluster, "a:1") == "n2");
    CHECK(active(cluster, "b:1") == "n2");
}

TEST_CASE("two active histories of one anonymous instance on a node make a removed one") {
    const auto cluster = with_anonymous_clone().online("n1", running("db:0") + running("db:1")).unpack();
    CHECK(active(cluster, "db:0") == "n1");
    CHECK(active(cluster, "db:3") == "n1");
    CHECK(resource(cluster, "db:3").removed);
}

TEST_CASE("an instance whose operation is pending elsewhere is not free") {
    const auto pending = history("db", {{.task = "stop", .exit_status = 193, .call_id = -1, .execution_status = -1}});
    const auto cluster = with_anonymous_clone({{"clone-max", "2"}}).online("n1", pending).online("n2", running()).unpack();
    CHECK(active(cluster, "db:1") == "n2");
}

TEST_CASE("an instance on a lost node does not take a place where there are fewer instances than nodes") {
    const auto lost = [](const char* clone_max) {
        return with_anonymous_clone({{"clone-max", clone_max}, {"requires", "nothing"}})
            .fencing()
            .state("n1", R"(in_ccm="false" crmd="offline" join="down" expected="member")", running())
            .online("n2", running())
            .unpack();
    };
    CHECK(active(lost("2"), "db:0") == "n2");
    CHECK(active(lost("2"), "db:2") == "n1");
    CHECK(active(lost("3"), "db:0") == "n1");
}

TEST_CASE("a unique instance is found by its own number") {
    const auto cluster =
        with_anonymous_clone({{"globally-unique", "true"}, {"clone-max", "2"}}).online("n1", running("db:1")).unpack();
    CHECK(active(cluster, "db:0").empty());
    CHECK(active(cluster, "db:1") == "n1");
}

namespace {

/// Two containers on n1, with their connections.
StatusSample web_bundle() {
    return StatusSample()
        .resources(R"(<bundle id="web"><podman image="x" replicas="2"/><network control-port="3121" ip-range-start="10.0.0.1"/>)"
                   R"(<primitive id="httpd" class="ocf" provider="heartbeat" type="apache"/></bundle>)")
        .online("n1", running("web-podman-0") + running("web-podman-1") + running("web-0") + running("web-1"));
}

std::string httpd_inside(const std::string& node) {
    return "<node_state id=\"" + node + "\" uname=\"" + node + "\" remote_node=\"true\"><lrm id=\"" + node + "\"><lrm_resources>" +
           running("httpd") + "</lrm_resources></lrm></node_state>";
}

} // namespace

TEST_CASE("a history of a bundle's resource is that of the replica that the node is") {
    const auto cluster =
        web_bundle()
            .status(httpd_inside("web-1"))
            .unpack();
    CHECK(active(cluster, "httpd:0").empty());
    CHECK(active(cluster, "httpd:1") == "web-1");
}

TEST_CASE("what is found of a bundle's resource outside does not take the place of its replicas") {
    const auto cluster =
        web_bundle()
            .status(httpd_inside("web-0"))
            .online("n2", running("httpd"))
            .status(httpd_inside("web-1"))
            .unpack();
    CHECK(active(cluster, "httpd:0") == "web-0");
    CHECK(active(cluster, "httpd:1") == "web-1");
    CHECK(active(cluster, "httpd") == "n2");
}

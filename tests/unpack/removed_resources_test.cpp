#include <doctest/doctest.h>

#include "unpack/status_sample.h"

using namespace placement;

TEST_CASE("a resource that only the history knows is removed: it may run nowhere") {
    const auto cluster = StatusSample().online("n1", history("old", {started})).online("n2").unpack();
    CHECK(resource(cluster, "old").removed);
    CHECK(resource(cluster, "old").agent == "Dummy");
    CHECK(active(cluster, "old") == "n1");
    for (const char* name : {"n1", "n2", "n3"}) CHECK(wished_score(cluster, "old", name) == Score::minus_infinity());
    CHECK(cluster->top_resources.back() == cluster->resource_by_id.at("old"));
    CHECK(has_diagnostic(cluster, "removed-resource"));
}

TEST_CASE("removed resources may be left alone") {
    const auto cluster =
        StatusSample().option("stop-orphan-resources", "false").online("n1", history("old", {started})).unpack();
    CHECK_FALSE(resource(cluster, "old").managed);
    CHECK(wished_score(cluster, "old", "n1") == Score::infinity()); // as for any unmanaged resource
    CHECK_FALSE(wished_score(cluster, "old", "n2"));
}

TEST_CASE("a history of what is not a primitive any more is a removed resource") {
    const auto cluster = StatusSample()
                             .resources(fmt::format(R"(<group id="db">{}</group>)", StatusSample::primitive_xml("inner")))
                             .online("n1", history("db", {started}))
                             .unpack();
    const Resource& last = cluster->resources[ResourceId(cluster->resources.size() - 1)];
    CHECK(last.removed);
    CHECK(last.id == "db");
}

TEST_CASE("an empty history is not a resource") {
    CHECK(StatusSample().online("n1", history("old", {})).unpack()->resources.empty());
}

TEST_CASE("a removed connection brings its node back, to shut it down") {
    const auto cluster =
        StatusSample()
            .online("n1", history("r1", {started}, R"(class="ocf" provider="pacemaker" type="remote")"))
            .unpack();
    REQUIRE(cluster->find_node("r1"));
    CHECK(node(cluster, "r1").kind == NodeKind::Remote);
    CHECK(node(cluster, "r1").shutdown);
    CHECK(resource(cluster, "r1").next_role == Role::Stopped);
    CHECK(cluster->nodes[NodeId(3)].name == "r1"); // by name
}

namespace {

/// The connection to a guest in the container vm is in the history, but not configured.
std::shared_ptr<const Cluster> with_removed_guest(const std::string& connection) {
    return StatusSample()
        .primitive("vm")
        .online("n1", history("vm", {started}) +
                          history(connection, {started}, R"(class="ocf" provider="pacemaker" type="remote" container="vm")"))
        .unpack();
}

} // namespace

TEST_CASE("a removed resource is given back the container that its history names") {
    const auto cluster = with_removed_guest("old");
    const Resource& old = resource(cluster, "old");
    CHECK(old.removed_launched);
    REQUIRE(old.launcher);
    CHECK(cluster->resources[old.launcher].id == "vm");
    CHECK(cluster->resources[old.launcher].launched.size() == 1);
    CHECK(node(cluster, "old").is_guest());
}

TEST_CASE("a member with the name of a removed connection stays a member") {
    const auto cluster = with_removed_guest("n2");
    REQUIRE(resource(cluster, "n2").launcher);
    CHECK(node(cluster, "n2").kind == NodeKind::Cluster);
}

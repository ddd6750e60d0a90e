#include <doctest/doctest.h>

#include "base/preparation.h"
#include "unpack/status_sample.h"

using namespace placement;

namespace {

constexpr const char* ends = R"(migrate_source="n1" migrate_target="n2")";

Entry migrate_to(int exit_status = 0, int call_id = 5, const char* more = ends) {
    return {.task = "migrate_to", .exit_status = exit_status, .call_id = call_id, .more = more};
}

Entry migrate_from(int exit_status = 0, int call_id = 5) {
    return {.task = "migrate_from", .exit_status = exit_status, .call_id = call_id, .more = ends};
}

std::shared_ptr<const Cluster> migrated(std::initializer_list<Entry> source, std::initializer_list<Entry> target,
                                        StatusSample sample = StatusSample()) {
    return sample.primitive("vm", {{"allow-migrate", "true"}})
        .online("n1", history("vm", source))
        .online("n2", history("vm", target))
        .unpack();
}

std::string dangling(const std::shared_ptr<const Cluster>& cluster) {
    std::string names;
    for (const NodeId id : resource(cluster, "vm").dangling_migration_sources) names += cluster->nodes[id].name;
    return names;
}

} // namespace

TEST_CASE("a migration of which both halves succeeded leaves something to stop on the source") {
    const auto cluster = migrated({started, migrate_to()}, {probe, migrate_from()});
    CHECK(active(cluster, "vm") == "n2");
    CHECK(dangling(cluster) == "n1");
}

TEST_CASE("a stop on the source ends the migration") {
    const auto cluster =
        migrated({started, migrate_to(), {.task = "stop", .call_id = 6}}, {probe, migrate_from()});
    CHECK(active(cluster, "vm") == "n2");
    CHECK(dangling(cluster).empty());
    CHECK(resource(cluster, "vm").role == Role::Started);
}

TEST_CASE("a migration that has left the source and not arrived yet is partial") {
    const auto cluster = migrated({started, migrate_to()}, {probe});
    CHECK(active(cluster, "vm") == "n2 n1");
    CHECK(cluster->nodes[resource(cluster, "vm").partial_migration_source].name == "n1");
    CHECK(cluster->nodes[resource(cluster, "vm").partial_migration_target].name == "n2");
    CHECK_FALSE(resource(cluster, "vm").failed);
}

TEST_CASE("a target that knows nothing of the resource yet may still get it") {
    const auto cluster = migrated({started, migrate_to()}, {});
    CHECK(active(cluster, "vm") == "n1");
    CHECK_FALSE(resource(cluster, "vm").partial_migration_target);
}

TEST_CASE("a target that is gone makes the migration a failure") {
    const auto cluster = StatusSample()
                             .primitive("vm", {{"allow-migrate", "true"}})
                             .online("n1", history("vm", {started, migrate_to()}))
                             .offline("n2", history("vm", {probe}))
                             .unpack();
    CHECK(resource(cluster, "vm").failed);
    CHECK_FALSE(resource(cluster, "vm").migratable);
}

TEST_CASE("a failed arrival leaves the resource on both nodes") {
    const auto cluster = migrated({started, migrate_to()}, {probe, migrate_from(1)});
    CHECK(active(cluster, "vm") == "n2 n1");
    CHECK(resource(cluster, "vm").failed);
}

TEST_CASE("a failed departure may have brought the resource to the target, if that has ever seen it") {
    CHECK(active(migrated({started, migrate_to(1)}, {probe}), "vm") == "n2 n1");
    const auto unseen = migrated({started, migrate_to(1)}, {});
    CHECK(active(unseen, "vm") == "n1");
    CHECK(dangling(unseen) == "n1");
}

TEST_CASE("what the target did since outweighs a failed departure") {
    const auto cluster = migrated({started, migrate_to(1, 5)}, {{.task = "stop", .call_id = 6}});
    CHECK(active(cluster, "vm") == "n1");
}

TEST_CASE("a pending departure from a lost node must be stopped on the target") {
    Entry pending = migrate_to(193, -1);
    pending.execution_status = -1;
    const auto cluster = StatusSample()
                             .fencing()
                             .primitive("vm", {{"allow-migrate", "true"}})
                             .state("n1", R"(in_ccm="false" crmd="offline" join="down" expected="member")",
                                    history("vm", {started, pending}))
                             .online("n2")
                             .unpack();
    const Wish* stop = wish(cluster, Wish::Kind::RequireStop, "vm");
    REQUIRE(stop != nullptr);
    CHECK(cluster->nodes[stop->node].name == "n2");
}

TEST_CASE("a migration needs to say from where and whereto, and to fit the node whose history it is in") {
    for (const char* more : {"", R"(migrate_source="n1")", R"(migrate_source="n3" migrate_target="n2")"}) {
        const auto cluster = migrated({started, migrate_to(0, 5, more)}, {probe});
        CHECK(has_diagnostic(cluster, "unusable-migration"));
        CHECK(active(cluster, "vm") == "n1");
    }
    Entry stray = migrate_from(1);
    stray.more = R"(migrate_source="n1" migrate_target="n3")";
    CHECK(has_diagnostic(migrated({started}, {probe, stray}), "unusable-migration"));
}

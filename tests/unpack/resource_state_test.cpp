#include <doctest/doctest.h>

#include "base/preparation.h"
#include "unpack/status_sample.h"

using namespace placement;

namespace {

/// `db` runs on n1, and its monitor has failed.
std::shared_ptr<const Cluster> answered_by(const char* on_fail, StatusSample sample = StatusSample()) {
    return sample.primitive("db", {}, fmt::format(R"(<op id="db-m" name="monitor" interval="10s" on-fail="{}"/>)", on_fail))
        .online("n1", history("db", {started, failed_monitor}))
        .online("n2")
        .unpack();
}

constexpr const char* lost = R"(in_ccm="false" crmd="offline" join="down" expected="member")";

} // namespace

TEST_CASE("on-fail=ignore takes the failure for a success") {
    const auto cluster = answered_by("ignore");
    CHECK(active(cluster, "db") == "n1");
    CHECK_FALSE(resource(cluster, "db").failed);
    CHECK(resource(cluster, "db").ignore_failure);
    CHECK(cluster->failed_operations.size() == 1);
}

TEST_CASE("on-fail=block leaves the resource alone") {
    const auto cluster = answered_by("block");
    CHECK(resource(cluster, "db").blocked);
    CHECK(resource(cluster, "db").failed);
    CHECK_FALSE(resource(cluster, "db").stop_if_failed);
    CHECK_FALSE(resource(cluster, "db").managed);
}

TEST_CASE("on-fail=stop stops the resource, and bans it from all nodes") {
    const auto cluster = answered_by("stop");
    CHECK(resource(cluster, "db").next_role == Role::Stopped);
    CHECK(wished_score(cluster, "db", "n2") == Score::minus_infinity());
}

TEST_CASE("on-fail=stop of an anonymous instance bans the clone, and not its instances one by one") {
    const auto operations = R"(<op id="db-m" name="monitor" interval="10s" on-fail="stop"/>)";
    const auto cluster =
        StatusSample()
            .resources(fmt::format(R"(<clone id="c">{}</clone>)", StatusSample::primitive_xml("db", {}, operations)))
            .online("n1", history("db", {started, failed_monitor}))
            .unpack();
    CHECK(wished_score(cluster, "c", "n2") == Score::minus_infinity());
    CHECK_FALSE(wished_score(cluster, "db:0", "n2"));
    CHECK(resource(cluster, "db:0").next_role == Role::Stopped);
}

TEST_CASE("on-fail=migrate bans the resource from the node") {
    const auto cluster = answered_by("migrate");
    CHECK(wished_score(cluster, "db", "n1") == Score::minus_infinity());
    CHECK_FALSE(wished_score(cluster, "db", "n2"));
}

TEST_CASE("on-fail=standby puts the node in standby") {
    const auto cluster = answered_by("standby");
    CHECK(node(cluster, "n1").standby);
    CHECK(node(cluster, "n1").standby_on_failure);
}

TEST_CASE("on-fail=fence fences the node") {
    const auto cluster = answered_by("fence", StatusSample().fencing());
    CHECK(node(cluster, "n1").unclean);
    REQUIRE_FALSE(preparation_of(*cluster).wishes.empty());
    CHECK(preparation_of(*cluster).wishes.back().reason == "db failed there");
}

TEST_CASE("on-fail=demote demotes") {
    const auto cluster =
        StatusSample()
            .resources(fmt::format(
                R"(<clone id="c">{}{}</clone>)", pairs("meta_attributes", "c", {{"promotable", "true"}}),
                StatusSample::primitive_xml(
                    "db", {}, R"(<op id="db-m" name="monitor" interval="10s" role="Promoted" on-fail="demote"/>)")))
            .online("n1", history("db", {started,
                                         {.task = "promote", .call_id = 3},
                                         {.task = "monitor", .exit_status = 1, .expected = 8, .call_id = 4,
                                          .interval_ms = 10000}}))
            .unpack();
    CHECK(wish(cluster, Wish::Kind::RequireDemote, "db:0") != nullptr);
    CHECK(resource(cluster, "db:0").failed);
    CHECK_FALSE(resource(cluster, "db:0").stop_if_failed);
}

TEST_CASE("a failure of an unmanaged resource requires nothing") {
    const auto cluster = StatusSample()
                             .primitive("db", {{"is-managed", "false"}})
                             .online("n1", history("db", {started, failed_monitor}))
                             .unpack();
    REQUIRE(wish(cluster, Wish::Kind::RequireStop, "db") != nullptr);
    CHECK(wish(cluster, Wish::Kind::RequireStop, "db")->optional);
}

TEST_CASE("a stop that fails is answered by fencing, which makes a ban of the node") {
    const Entry stop{.task = "stop", .exit_status = 1, .call_id = 4};
    const auto cluster =
        StatusSample().fencing().primitive("db").online("n1", history("db", {started, stop})).unpack();
    CHECK(node(cluster, "n1").unclean);
    CHECK(wished_score(cluster, "db", "n1") == Score::minus_infinity());
}

TEST_CASE("what runs on a lost node makes it unclean, unless it has left cleanly without anything") {
    const auto with_history = [](const std::string& entries) {
        return StatusSample().fencing().primitive("db").offline("n1", entries).unpack();
    };
    const auto cluster = with_history(history("db", {started}));
    CHECK(node(cluster, "n1").unclean);
    REQUIRE_FALSE(preparation_of(*cluster).wishes.empty());
    CHECK(preparation_of(*cluster).wishes.front().reason == "db is thought to be active there");
    CHECK(active(cluster, "db") == "n1");
    CHECK_FALSE(node(with_history(""), "n1").unclean);
}

TEST_CASE("an unmanaged resource, or a node in maintenance, is not a reason for fencing") {
    const auto unmanaged = StatusSample()
                               .fencing()
                               .primitive("db", {{"is-managed", "false"}})
                               .offline("n1", history("db", {started}))
                               .unpack();
    CHECK_FALSE(node(unmanaged, "n1").unclean);
    const auto in_maintenance =
        StatusSample()
            .fencing()
            .primitive("db")
            .state("n1", R"(in_ccm="false" crmd="offline" join="down" expected="down")", history("db", {started}),
                   {{"maintenance", "true"}})
            .unpack();
    CHECK_FALSE(node(in_maintenance, "n1").unclean);
}

TEST_CASE("without fencing the history of a node that is offline is not read") {
    const auto cluster = StatusSample().primitive("db").offline("n1", history("db", {started})).unpack();
    CHECK(active(cluster, "db").empty());
    CHECK_FALSE(node(cluster, "n1").unpacked);
    CHECK(cluster->histories.size() == 1);
}

TEST_CASE("on a node that will be fenced anyway failures ask for nothing") {
    const auto cluster =
        StatusSample().fencing().primitive("db").state("n1", lost, history("db", {started, failed_monitor})).unpack();
    CHECK(active(cluster, "db") == "n1");
    CHECK_FALSE(resource(cluster, "db").failed);
    CHECK(wish(cluster, Wish::Kind::RequireStop, "db") == nullptr);
}

TEST_CASE("a stop found later relaxes one that was required") {
    const auto cluster =
        StatusSample()
            .primitive("db")
            .online("n1", history("db", {started, failed_monitor}) + history("db", {{.task = "stop", .call_id = 9}}))
            .unpack();
    CHECK(wish(cluster, Wish::Kind::RequireStop, "db") != nullptr);
    CHECK(wish(cluster, Wish::Kind::RelaxStop, "db") != nullptr);
}

TEST_CASE("what is known of an anonymous instance is known of its clone") {
    const auto cluster = StatusSample()
                             .resources(fmt::format(R"(<clone id="c">{}</clone>)", StatusSample::primitive_xml("db")))
                             .online("n1", history("db", {{.task = "monitor", .exit_status = 7, .expected = 7}}))
                             .unpack();
    CHECK(resource(cluster, "db:0").known_nodes.size() == 1);
    CHECK(resource(cluster, "c").known_nodes.size() == 1);
}

TEST_CASE("the target-role limits the next role, which the history may limit further") {
    const auto cluster = StatusSample()
                             .primitive("db", {{"target-role", "Stopped"}})
                             .online("n1", history("db", {started}))
                             .unpack();
    CHECK(resource(cluster, "db").next_role == Role::Stopped);
    CHECK(resource(cluster, "db").next_role_reason == "target-role");
}

TEST_CASE("the highest of a resource's roles on its nodes counts") {
    const auto cluster = StatusSample()
                             .primitive("db")
                             .online("n1", history("db", {started}))
                             .online("n2", history("db", {{.task = "stop", .call_id = 3}}))
                             .unpack();
    CHECK(resource(cluster, "db").role == Role::Started);
}

TEST_CASE("a shutdown lock keeps a resource for its node until the limit has passed") {
    const auto locked = [](std::int64_t age, const char* limit) {
        const auto attributes =
            fmt::format(R"(class="ocf" provider="heartbeat" type="Dummy" shutdown-lock="{}")", sample_time - age);
        return StatusSample()
            .option("shutdown-lock", "true")
            .option("shutdown-lock-limit", limit)
            .primitive("db")
            .offline("n1", history("db", {}, attributes))
            .unpack();
    };
    const auto kept = locked(60, "60s");
    CHECK(kept->nodes[resource(kept, "db").lock_node].name == "n1");
    CHECK(resource(kept, "db").lock_time == sample_time - 60);
    CHECK(resource(locked(100'000, "0"), "db").lock_node);
    const auto expired = locked(61, "60s");
    CHECK_FALSE(resource(expired, "db").lock_node);
    CHECK(wish(expired, Wish::Kind::ClearHistory, "db") != nullptr);
}

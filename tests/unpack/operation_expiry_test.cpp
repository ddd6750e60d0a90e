#include <doctest/doctest.h>

#include "base/preparation.h"
#include "unpack/status_sample.h"

using namespace placement;

namespace {

/// A failed operation `age` seconds ago, of a resource with a failure-timeout of a minute.
std::shared_ptr<const Cluster> failed_ago(Entry entry, std::int64_t age, StatusSample::Pairs transient = {}) {
    entry.changed = sample_time - age;
    return StatusSample()
        .primitive("db", {{"failure-timeout", "60s"}})
        .online("n1", history("db", {{.call_id = 2}, entry}), transient)
        .unpack();
}

const Entry failed_stop{.task = "stop", .exit_status = 1, .call_id = 3};

std::string ago(std::int64_t seconds) { return std::to_string(sample_time - seconds); }

} // namespace

TEST_CASE("a failure is forgotten when its failure-timeout has passed") {
    CHECK(resource(failed_ago(failed_monitor, 59), "db").failed);
    CHECK_FALSE(resource(failed_ago(failed_monitor, 60), "db").failed);
    CHECK_FALSE(resource(failed_ago(failed_stop, 60), "db").blocked);
}

TEST_CASE("a recurring operation whose failure has expired is scheduled anew") {
    const auto is_marked = [](const std::shared_ptr<const Cluster>& cluster) {
        return cluster->histories.front().operations.back().digest_nonreloadable == "calculated-failure-timeout";
    };
    CHECK(is_marked(failed_ago(failed_monitor, 60)));
    CHECK_FALSE(is_marked(failed_ago(failed_monitor, 59)));
    CHECK_FALSE(is_marked(failed_ago(failed_stop, 60)));
}

TEST_CASE("with the failure its fail count is cleared") {
    const auto cluster =
        failed_ago(failed_monitor, 100, {{"fail-count-db#monitor_10000", "1"}, {"last-failure-db#monitor_10000", ago(100)}});
    const Wish* clearing = wish(cluster, Wish::Kind::ClearFailCount, "db");
    REQUIRE(clearing != nullptr);
    CHECK(clearing->reason == "it expired");
    CHECK(cluster->nodes[clearing->node].name == "n1");
    CHECK(wish(failed_ago(failed_monitor, 100), Wish::Kind::ClearFailCount, "db") == nullptr);
}

TEST_CASE("a younger failure keeps an older one") {
    const auto cluster =
        failed_ago(failed_monitor, 100, {{"fail-count-db#monitor_10000", "1"}, {"last-failure-db#monitor_10000", ago(50)}});
    CHECK(resource(cluster, "db").failed);
    CHECK(wish(cluster, Wish::Kind::ClearFailCount, "db") == nullptr);
    CHECK(cluster->recheck_by == sample_time + 11);
}

TEST_CASE("an expired failure on a lost node still counts, since nobody can look") {
    Entry entry = failed_monitor;
    entry.changed = sample_time - 100;
    const auto cluster = StatusSample()
                             .fencing()
                             .primitive("db", {{"failure-timeout", "60s"}})
                             .state("n1", R"(in_ccm="true" crmd="offline" join="member" expected="member")",
                                    history("db", {{.call_id = 2}, entry}))
                             .unpack();
    CHECK(cluster->histories.front().operations.back().digest_nonreloadable.empty());
    CHECK(active(cluster, "db") == "n1");
}

TEST_CASE("what a probe has found does not expire") {
    Entry probe{.task = "monitor", .exit_status = 0, .expected = 7, .call_id = 1};
    probe.changed = sample_time - 100;
    const auto cluster = StatusSample()
                             .primitive("db", {{"failure-timeout", "60s"}})
                             .online("n1", history("db", {probe}))
                             .unpack();
    CHECK(active(cluster, "db") == "n1");
}

TEST_CASE("a missing agent does not come back by waiting") {
    const auto cluster =
        failed_ago({.task = "monitor", .exit_status = 5, .call_id = 3, .interval_ms = 10000, .execution_status = 7}, 1000);
    CHECK(resource(cluster, "db").failed);
}

TEST_CASE("an expired probe failure does not ban any more") {
    Entry probe{.task = "monitor", .exit_status = 5, .expected = 7, .call_id = 1};
    const auto after = [&](std::int64_t age) {
        probe.changed = sample_time - age;
        return StatusSample()
            .primitive("db", {{"failure-timeout", "60s"}})
            .online("n1", history("db", {probe}))
            .unpack();
    };
    CHECK(wished_score(after(59), "db", "n1") == Score::minus_infinity());
    CHECK_FALSE(wished_score(after(60), "db", "n1"));
}

TEST_CASE("a failure with parameters that have changed since is forgotten") {
    const auto with_digest = [](const std::string& digest) {
        Entry failure{.task = "start", .exit_status = 1, .call_id = 3, .id = "db_last_failure_0"};
        failure.more = fmt::format(R"(op-digest="{}")", digest);
        return StatusSample().primitive("db").online("n1", history("db", {failure})).unpack();
    };
    // Of no parameters at all.
    const auto same = with_digest("f2317cad3d54cec5d7d7aa7d0bf35cf8");
    CHECK(wish(same, Wish::Kind::ClearFailCount, "db") == nullptr);
    CHECK(preparation_of(*same).compared_operations.size() == 1);
    const auto changed = with_digest("11111111111111111111111111111111");
    REQUIRE(wish(changed, Wish::Kind::ClearFailCount, "db") != nullptr);
    CHECK(wish(changed, Wish::Kind::ClearFailCount, "db")->reason == "resource parameters have changed");
    CHECK(resource(changed, "db").failed);
}

TEST_CASE("a failed monitor of a connection is remembered until the remote node has been fenced") {
    const auto reconnecting = [](const char* state) {
        Entry failure{.task = "monitor", .exit_status = 1, .call_id = 3, .interval_ms = 60000, .id = "r1_last_failure_0"};
        failure.changed = sample_time - 1000;
        return StatusSample()
            .fencing()
            .resources(fmt::format(R"(<primitive id="r1" class="ocf" provider="pacemaker" type="remote">{}</primitive>)",
                                   pairs("instance_attributes", "r1", {{"reconnect_interval", "60s"}})))
            .online("n1", history("r1", {{.call_id = 2}, failure}, R"(class="ocf" provider="pacemaker" type="remote")"))
            .state("r1", state)
            .unpack();
    };
    CHECK(resource(reconnecting(R"(remote_node="true")"), "r1").failed);
    const auto fenced = StatusSample()
                            .status(R"(<node_state id="r1" uname="r1" remote_node="true" node_fenced="1"/>)");
    Entry failure{.task = "monitor", .exit_status = 1, .call_id = 3, .interval_ms = 60000, .id = "r1_last_failure_0"};
    failure.changed = sample_time - 1000;
    auto sample = fenced;
    const auto cluster =
        sample.fencing()
            .resources(fmt::format(R"(<primitive id="r1" class="ocf" provider="pacemaker" type="remote">{}</primitive>)",
                                   pairs("instance_attributes", "r1", {{"reconnect_interval", "60s"}})))
            .online("n1", history("r1", {{.call_id = 2}, failure}, R"(class="ocf" provider="pacemaker" type="remote")"))
            .unpack();
    CHECK_FALSE(resource(cluster, "r1").failed);
    const Wish* clearing = wish(cluster, Wish::Kind::ClearFailCount, "r1");
    REQUIRE(clearing != nullptr);
    CHECK(clearing->order_after_remote_fencing);
}

#include <doctest/doctest.h>

#include "base/preparation.h"
#include "unpack/status_sample.h"

using namespace placement;

namespace {

std::shared_ptr<const Cluster> with_entries(std::initializer_list<Entry> entries, StatusSample sample = StatusSample()) {
    return sample.primitive("db").online("n1", history("db", entries)).online("n2").online("n3").unpack();
}

std::shared_ptr<const Cluster> promotable(std::initializer_list<Entry> entries) {
    return StatusSample()
        .resources(fmt::format(R"(<clone id="db-clone">{}{}</clone>)", StatusSample::primitive_xml("db"),
                               pairs("meta_attributes", "db-clone", {{"promotable", "true"}})))
        .online("n1", history("db", entries))
        .unpack();
}

} // namespace

TEST_CASE("a successful start makes a resource active, and a stop makes it stopped") {
    const auto running = with_entries({probe, started});
    CHECK(resource(running, "db").role == Role::Started);
    CHECK(active(running, "db") == "n1");
    const auto stopped = with_entries({started, {.task = "stop", .call_id = 3}});
    CHECK(resource(stopped, "db").role == Role::Stopped);
    CHECK(active(stopped, "db").empty());
    CHECK(resource(stopped, "db").known_nodes.size() == 1);
}

TEST_CASE("a probe that finds a resource active is not a failure") {
    const auto cluster = with_entries({{.task = "monitor", .exit_status = 0, .expected = 7}});
    CHECK(active(cluster, "db") == "n1");
    CHECK_FALSE(resource(cluster, "db").failed);
    const auto in_clone = promotable({{.task = "monitor", .exit_status = 8, .expected = 7}});
    CHECK(resource(in_clone, "db:0").role == Role::Promoted);
    CHECK_FALSE(resource(in_clone, "db:0").failed);
}

TEST_CASE("in a promotable clone what is active is unpromoted, until it is promoted") {
    CHECK(resource(promotable({{.task = "monitor", .exit_status = 0, .expected = 7}}), "db:0").role == Role::Unpromoted);
    CHECK(resource(promotable({started, {.task = "promote", .call_id = 3}}), "db:0").role == Role::Promoted);
    CHECK(resource(promotable({started, {.task = "promote", .call_id = 3}, {.task = "demote", .call_id = 4}}), "db:0").role ==
          Role::Unpromoted);
}

TEST_CASE("a failed monitor means restart") {
    const auto cluster = with_entries(
        {started, {.task = "monitor", .exit_status = 1, .call_id = 3, .interval_ms = 10000}});
    CHECK(resource(cluster, "db").failed);
    CHECK(resource(cluster, "db").stop_if_failed);
    CHECK(active(cluster, "db") == "n1");
    CHECK(wish(cluster, Wish::Kind::RequireStop, "db") != nullptr);
    CHECK(cluster->failed_operations.size() == 1);
}

TEST_CASE("a monitor that finds a managed resource stopped is a failure, and nothing new for an unmanaged one") {
    const Entry dead{.task = "monitor", .exit_status = 7, .call_id = 3, .interval_ms = 10000};
    CHECK(resource(with_entries({started, dead}), "db").failed);
    const auto unmanaged = StatusSample()
                               .primitive("db", {{"is-managed", "false"}})
                               .online("n1", history("db", {started, dead}))
                               .unpack();
    CHECK_FALSE(resource(unmanaged, "db").failed);
    CHECK(resource(unmanaged, "db").role == Role::Stopped);
}

TEST_CASE("the execution status follows from what was expected, whatever was recorded") {
    CHECK_FALSE(resource(with_entries({{.task = "start", .execution_status = 4}}), "db").failed);
    CHECK(resource(with_entries({{.task = "start", .exit_status = 1, .execution_status = 0}}), "db").failed);
}

TEST_CASE("without an expected status an entry is a failure") {
    const auto cluster = StatusSample()
                             .primitive("db")
                             .online("n1", R"(<lrm_resource id="db"><lrm_rsc_op id="db_start_0" operation="start" )"
                                           R"(op-status="0" rc-code="0" interval="0" call-id="1"/></lrm_resource>)")
                             .unpack();
    CHECK(has_diagnostic(cluster, "history-without-expected-result"));
    CHECK(resource(cluster, "db").failed);
}

TEST_CASE("a degraded result is a success that is shown among the failures") {
    const auto cluster =
        with_entries({started, {.task = "monitor", .exit_status = 190, .call_id = 3, .interval_ms = 10000}});
    CHECK_FALSE(resource(cluster, "db").failed);
    CHECK(active(cluster, "db") == "n1");
    CHECK(cluster->failed_operations.size() == 1);
}

TEST_CASE("a failed promoted resource is promoted and failed") {
    const auto cluster = promotable({started, {.task = "monitor", .exit_status = 9, .expected = 8, .call_id = 3,
                                               .interval_ms = 10000}});
    CHECK(resource(cluster, "db:0").role == Role::Promoted);
    CHECK(resource(cluster, "db:0").failed);
}

TEST_CASE("a failed promote leaves the role promoted, with unpromoted as the next one") {
    const auto cluster = promotable({started, {.task = "promote", .exit_status = 1, .call_id = 3}});
    CHECK(resource(cluster, "db:0").role == Role::Promoted);
    CHECK(resource(cluster, "db:0").next_role == Role::Unpromoted);
}

TEST_CASE("a failed demote leaves the resource unpromoted, or stopped if it says so") {
    const auto after = [](int exit_status) {
        return resource(promotable({started,
                                    {.task = "promote", .call_id = 3},
                                    {.task = "demote", .exit_status = exit_status, .call_id = 4}}),
                        "db:0")
            .role;
    };
    CHECK(after(1) == Role::Unpromoted);
    CHECK(after(7) == Role::Unpromoted); // set active again, since a failure says that it is there
}

TEST_CASE("an error that no retry can mend bans the resource from the node") {
    for (const int exit_status : {2, 3, 4, 5}) {
        const auto cluster = with_entries({{.task = "start", .exit_status = exit_status, .call_id = 2}});
        CHECK(wished_score(cluster, "db", "n1") == Score::minus_infinity());
        CHECK_FALSE(wished_score(cluster, "db", "n2"));
    }
}

TEST_CASE("a resource that is not configured well is banned from all nodes") {
    const auto cluster = with_entries({{.task = "start", .exit_status = 6, .call_id = 2}});
    for (const char* name : {"n1", "n2", "n3"}) CHECK(wished_score(cluster, "db", name) == Score::minus_infinity());
}

TEST_CASE("a missing fence device or secret is an error that no retry on the node can mend") {
    for (const int execution_status : {10, 11}) {
        const auto cluster = with_entries(
            {{.task = "start", .exit_status = 1, .call_id = 2, .execution_status = execution_status}});
        CHECK(wished_score(cluster, "db", "n1") == Score::minus_infinity());
    }
}

TEST_CASE("an agent that is not installed cannot be ignored") {
    const auto cluster = StatusSample()
                             .primitive("db", {}, R"(<op id="db-start" name="start" interval="0" on-fail="ignore"/>)")
                             .online("n1", history("db", {{.exit_status = 5, .call_id = 2, .execution_status = 7}}))
                             .unpack();
    CHECK(wished_score(cluster, "db", "n1") == Score::minus_infinity());
    CHECK(resource(cluster, "db").stop_if_failed);
}

TEST_CASE("a recurring operation that the agent does not have is a failure without a ban") {
    const auto cluster =
        with_entries({started, {.task = "monitor", .exit_status = 3, .call_id = 3, .interval_ms = 10000}});
    CHECK(resource(cluster, "db").failed);
    CHECK_FALSE(wished_score(cluster, "db", "n1"));
}

TEST_CASE("a stop that cannot succeed blocks the resource, unless the node can be fenced") {
    const Entry stop{.task = "stop", .exit_status = 5, .call_id = 3};
    CHECK(resource(with_entries({started, stop}), "db").blocked);
    const auto fenced = with_entries({started, stop}, StatusSample().fencing());
    CHECK_FALSE(resource(fenced, "db").blocked);
    CHECK(node(fenced, "n1").unclean);
}

TEST_CASE("a probe that fails because the resource cannot run there only bans it from there") {
    for (const int exit_status : {2, 5}) {
        const auto cluster = with_entries({{.task = "monitor", .exit_status = exit_status, .expected = 7}});
        CHECK(resource(cluster, "db").role == Role::Stopped);
        CHECK_FALSE(resource(cluster, "db").failed);
        CHECK(wished_score(cluster, "db", "n1") == Score::minus_infinity());
        CHECK(cluster->failed_operations.size() == 1);
    }
}

TEST_CASE("an asymmetric cluster does not show that an agent is missing somewhere") {
    const Entry missing{.task = "start", .exit_status = 5, .call_id = 2};
    CHECK(with_entries({missing})->failed_operations.size() == 1);
    CHECK(with_entries({missing}, StatusSample().option("symmetric-cluster", "false"))->failed_operations.empty());
}

TEST_CASE("a success clears what it makes good, and nothing else") {
    const auto failed_then = [](const char* on_fail, std::initializer_list<Entry> more) {
        std::string entries = entry_xml("db", started) +
                              entry_xml("db", {.task = "monitor", .exit_status = 1, .call_id = 3, .interval_ms = 10000});
        for (const Entry& entry : more) entries += entry_xml("db", entry);
        return StatusSample()
            .primitive("db", {},
                       fmt::format(R"(<op id="db-monitor" name="monitor" interval="10s" on-fail="{}"/>)", on_fail))
            .online("n1", fmt::format(R"(<lrm_resource id="db" class="ocf" type="Dummy">{}</lrm_resource>)", entries))
            .unpack();
    };
    const Entry stop{.task = "stop", .call_id = 4};
    const Entry again{.task = "start", .call_id = 5, .id = "db_start_again"};
    CHECK_FALSE(resource(failed_then("restart", {stop, again}), "db").failed);
    CHECK(resource(failed_then("restart", {{.task = "monitor", .call_id = 6, .interval_ms = 20000}}), "db").failed);
    CHECK(node(failed_then("standby", {stop, again}), "n1").standby);
    CHECK_FALSE(node(failed_then("restart", {}), "n1").standby);
}

TEST_CASE("a pending start counts as active, a pending promote as promoted") {
    const auto cluster = with_entries({{.task = "start", .exit_status = 193, .call_id = -1, .execution_status = -1}});
    CHECK(active(cluster, "db") == "n1");
    CHECK(resource(cluster, "db").start_pending);
    CHECK(resource(cluster, "db").pending_action == "start");
    CHECK(cluster->nodes[resource(cluster, "db").pending_node].name == "n1");
    const auto promoting = promotable(
        {started, {.task = "promote", .exit_status = 193, .call_id = -1, .execution_status = -1}});
    CHECK(resource(promoting, "db:0").role == Role::Promoted);
}

TEST_CASE("a pending probe says nothing") {
    const auto cluster =
        with_entries({{.task = "monitor", .exit_status = 193, .expected = 7, .call_id = -1, .execution_status = -1}});
    CHECK(resource(cluster, "db").pending_action.empty());
    CHECK(resource(cluster, "db").known_nodes.empty());
    CHECK(active(cluster, "db").empty());
}

TEST_CASE("a pending entry that is older than the failure of the same operation says nothing") {
    const auto pending_at = [](std::int64_t changed) {
        return with_entries({{.task = "start", .exit_status = 1, .call_id = 2, .changed = 200, .id = "db_last_failure_0"},
                             {.task = "start", .exit_status = 193, .call_id = -1, .execution_status = -1,
                              .changed = changed}});
    };
    CHECK(resource(pending_at(200), "db").pending_action.empty());
    CHECK(resource(pending_at(201), "db").pending_action == "start");
}

TEST_CASE("a failure is shown once a node") {
    const Entry failure{.task = "monitor", .exit_status = 1, .call_id = 3, .interval_ms = 10000};
    Entry last = failure;
    last.id = "db_last_failure_0";
    CHECK(with_entries({started, failure, last})->failed_operations.size() == 1);
}

#include "unpack/fail_counts.h"

#include <algorithm>

#include <doctest/doctest.h>

#include "unpack/status_sample.h"

using namespace placement;

namespace {

const FailCount* count(const std::shared_ptr<const Cluster>& cluster, const std::string& id, const char* node_name = "n1") {
    return cluster->fail_count(cluster->resource_by_id.at(id), cluster->find_node(node_name));
}

std::shared_ptr<const Cluster> with_attributes(StatusSample::Pairs transient, StatusSample::Pairs meta = {}) {
    return StatusSample().primitive("db", meta).online("n1", "", transient).unpack();
}

bool matches(std::string_view name, std::string_view resource, bool unique) {
    return is_failure_attribute(name, "fail-count-", resource, unique);
}

std::string seconds_ago(std::int64_t seconds) { return std::to_string(sample_time - seconds); }

} // namespace

TEST_CASE("a failure attribute names the resource and the operation") {
    CHECK(matches("fail-count-db#monitor_10000", "db", true));
    CHECK(matches("fail-count-db#start_0", "db", true));
    for (const char* name : {"fail-count-db", "fail-count-db#", "fail-count-db#start", "fail-count-db#_0",
                             "fail-count-db#start_", "fail-count-dbx#start_0", "fail-count-d#start_0",
                             "last-failure-db#start_0", "fail-count-db:0#start_0"}) {
        CHECK_FALSE(matches(name, "db", true));
    }
}

TEST_CASE("instances of an anonymous clone share what the history has by their number or without it") {
    CHECK(matches("fail-count-db:0#start_0", "db", false));
    CHECK(matches("fail-count-db:12#start_0", "db", false));
    CHECK(matches("fail-count-db#start_0", "db", false));
    CHECK_FALSE(matches("fail-count-db:#start_0", "db", false));
    CHECK_FALSE(matches("fail-count-db:x#start_0", "db", false));
}

TEST_CASE("a point in a resource's name stands for any character, as it does in Pacemaker") {
    CHECK(matches("fail-count-ip-10.1#start_0", "ip-10.1", true));
    CHECK(matches("fail-count-ip-10x1#start_0", "ip-10.1", true));
}

TEST_CASE("the failures of all operations are counted together") {
    const auto cluster = with_attributes({{"fail-count-db#monitor_10000", "2"}, {"fail-count-db#start_0", "3"}});
    REQUIRE(count(cluster, "db") != nullptr);
    CHECK(count(cluster, "db")->count == 5);
    CHECK(count(cluster, "db")->effective == 5);
    CHECK(count(cluster, "db", "n2") == nullptr);
}

TEST_CASE("INFINITY is a million failures, and more than that are no more") {
    CHECK(count(with_attributes({{"fail-count-db#start_0", "INFINITY"}, {"fail-count-db#stop_0", "7"}}), "db")->count ==
          Score::infinite_value);
}

TEST_CASE("no failures are no entry") {
    CHECK(with_attributes({{"fail-count-db#start_0", "0"}})->fail_counts.empty());
    CHECK(with_attributes({{"fail-count-other#start_0", "3"}})->fail_counts.empty());
}

TEST_CASE("the last failure is the latest of all operations") {
    const auto cluster = with_attributes({{"fail-count-db#start_0", "1"},
                                          {"last-failure-db#start_0", "100"},
                                          {"last-failure-db#monitor_10000", "200"}});
    CHECK(count(cluster, "db")->last_failure == 200);
}

TEST_CASE("failures expire after the failure-timeout, all together") {
    const auto after = [](std::int64_t seconds) {
        return count(with_attributes({{"fail-count-db#start_0", "3"}, {"last-failure-db#start_0", seconds_ago(seconds)}},
                                     {{"failure-timeout", "60s"}}),
                     "db")
            ->effective;
    };
    CHECK(after(60) == 3);
    CHECK(after(61) == 0);
}

TEST_CASE("without a failure-timeout, or without a time, failures do not expire") {
    CHECK(count(with_attributes({{"fail-count-db#start_0", "3"}, {"last-failure-db#start_0", "1"}}), "db")->effective == 3);
    CHECK(count(with_attributes({{"fail-count-db#start_0", "3"}}, {{"failure-timeout", "60s"}}), "db")->effective == 3);
}

TEST_CASE("where an operation that blocks has failed, the failure-timeout is void") {
    const auto blocked_by = [](const char* on_fail, const Entry& entry) {
        return StatusSample()
            .primitive("db", {{"failure-timeout", "60s"}},
                       fmt::format(R"(<op id="db-m" name="monitor" interval="10s" on-fail="{}"/>)", on_fail))
            .online("n1", history("db", {entry}),
                    {{"fail-count-db#monitor_10000", "3"}, {"last-failure-db#monitor_10000", seconds_ago(500)}})
            .unpack();
    };
    const Entry failed{.task = "monitor", .exit_status = 1, .call_id = 3, .interval_ms = 10000};
    const auto blocked = blocked_by("block", failed);
    CHECK(count(blocked, "db")->effective == 3);
    CHECK(resource(blocked, "db").failure_timeout_ms == 0);
    CHECK(has_diagnostic(blocked, "failure-timeout-with-block"));
    CHECK(count(blocked_by("restart", failed), "db")->effective == 0);
    CHECK(count(blocked_by("block", {.task = "monitor", .call_id = 3, .interval_ms = 10000}), "db")->effective == 0);
    Entry last = failed;
    last.id = "db_last_failure_0";
    CHECK(count(blocked_by("block", last), "db")->effective == 3);
}

TEST_CASE("instances of an anonymous clone share their failures, unique ones have their own") {
    const auto instances = [](const char* unique) {
        return StatusSample()
            .resources(fmt::format(R"(<clone id="c">{}{}</clone>)",
                                   StatusSample::primitive_xml("db"),
                                   pairs("meta_attributes", "c", {{"globally-unique", unique}, {"clone-max", "2"}})))
            .online("n1", "", {{"fail-count-db:1#start_0", "2"}})
            .unpack();
    };
    CHECK(count(instances("false"), "db:0")->count == 2);
    CHECK(count(instances("false"), "db:1")->count == 2);
    CHECK(count(instances("true"), "db:0") == nullptr);
    CHECK(count(instances("true"), "db:1")->count == 2);
}

TEST_CASE("what is not a number of failures or no time is said and ignored") {
    const auto cluster = with_attributes(
        {{"fail-count-db#start_0", "many"}, {"fail-count-db#stop_0", "1"}, {"last-failure-db#stop_0", "yesterday"}});
    CHECK(count(cluster, "db")->count == 1);
    CHECK(count(cluster, "db")->last_failure == 0);
    const auto said = [&](const char* code) {
        return std::any_of(cluster->diagnostics.begin(), cluster->diagnostics.end(),
                           [&](const Diagnostic& diagnostic) { return diagnostic.code == code; });
    };
    CHECK(said("unreadable-fail-count"));
    CHECK(said("unreadable-failure-time"));
}

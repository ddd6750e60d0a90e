#include "unpack/failure_handling.h"

#include <doctest/doctest.h>

#include "unpack/status_sample.h"

using namespace placement;

namespace {

/// What follows when the operation fails for `db`, whose configuration has these <op> elements.
struct Asked {
    FailureHandling handling;
    Diagnostics diagnostics;
};

Asked ask(StatusSample sample, const char* task, std::uint32_t interval_ms, const char* id = "db") {
    const Cib cib = Cib::from_text(sample.xml());
    Cluster cluster = *unpack(cib, Time{sample_time, 0});
    cluster.diagnostics.clear();
    UnpackContext unpacking{cib.document(), cluster};
    StatusContext context{unpacking, cluster};
    const auto handling = failure_handling(context, cluster.resource_by_id.at(id), task, interval_ms);
    return {handling, cluster.diagnostics};
}

OnFail on_fail(StatusSample sample, const char* task, std::uint32_t interval_ms = 0, const char* id = "db") {
    return ask(std::move(sample), task, interval_ms, id).handling.on_fail;
}

StatusSample with_operation(const char* task, const char* interval, const char* value, const char* more = "") {
    return StatusSample().primitive(
        "db", {}, fmt::format(R"(<op id="db-op" name="{}" interval="{}" on-fail="{}" {}/>)", task, interval, value, more));
}

} // namespace

TEST_CASE("a failed stop means fencing where there is fencing, and else that the resource is blocked") {
    CHECK(on_fail(StatusSample().primitive("db").fencing(), "stop") == OnFail::FenceNode);
    CHECK(on_fail(StatusSample().primitive("db"), "stop") == OnFail::Block);
}

TEST_CASE("any other failure means restart") {
    for (const char* task : {"start", "monitor", "promote", "demote"}) {
        CHECK(on_fail(StatusSample().primitive("db"), task) == OnFail::Restart);
    }
}

TEST_CASE("what on-fail can say") {
    const std::pair<const char*, OnFail> words[] = {
        {"ignore", OnFail::Ignore}, {"nothing", OnFail::Ignore}, {"block", OnFail::Block},
        {"stop", OnFail::Stop},     {"restart", OnFail::Restart}, {"standby", OnFail::StandbyNode},
        {"migrate", OnFail::Ban},   {"Block", OnFail::Block}};
    for (const auto& [word, expected] : words) {
        CHECK(on_fail(with_operation("monitor", "10s", word), "monitor", 10000) == expected);
    }
    CHECK(on_fail(with_operation("monitor", "10s", "fence").fencing(), "monitor", 10000) == OnFail::FenceNode);
}

TEST_CASE("without fencing, on-fail=fence is stop") {
    const auto asked = ask(with_operation("monitor", "10s", "fence"), "monitor", 10000);
    CHECK(asked.handling.on_fail == OnFail::Stop);
    REQUIRE(asked.diagnostics.size() == 1);
    CHECK(asked.diagnostics.front().code == "on-fail-not-allowed");
    CHECK(asked.diagnostics.front().position.known());
}

TEST_CASE("an on-fail that means nothing is reported, and the default holds") {
    const auto asked = ask(with_operation("monitor", "10s", "panic"), "monitor", 10000);
    CHECK(asked.handling.on_fail == OnFail::Restart);
    REQUIRE(asked.diagnostics.size() == 1);
    CHECK(asked.diagnostics.front().code == "unknown-on-fail");
}

TEST_CASE("an operation's failure handling is that of its own name and interval") {
    CHECK(on_fail(with_operation("monitor", "10s", "block"), "monitor", 20000) == OnFail::Restart);
    CHECK(on_fail(with_operation("monitor", "10s", "block"), "start") == OnFail::Restart);
    CHECK(on_fail(with_operation("migrate", "0", "block"), "migrate_to") == OnFail::Block);
}

TEST_CASE("an operation that is not enabled still says what follows when it fails") {
    CHECK(on_fail(with_operation("monitor", "10s", "block", R"(enabled="false")"), "monitor", 10000) == OnFail::Block);
}

TEST_CASE("an operation's meta-attributes come before op_defaults, and its own attribute before both") {
    const auto sample = [](const char* own) {
        return StatusSample().operation_defaults({{"on-fail", "block"}}).primitive(
            "db", {}, fmt::format(R"(<op id="db-op" name="monitor" interval="10s" {}>{}</op>)", own,
                                  pairs("meta_attributes", "db-op", {{"on-fail", "standby"}})));
    };
    CHECK(on_fail(sample(""), "monitor", 10000) == OnFail::StandbyNode);
    CHECK(on_fail(sample(R"(on-fail="ignore")"), "monitor", 10000) == OnFail::Ignore);
    CHECK(on_fail(sample(""), "monitor", 20000) == OnFail::Block);
}

TEST_CASE("op_defaults may be for some operations alone") {
    auto sample = StatusSample().primitive("db");
    const std::string rule = R"(<rule id="r"><op_expression id="e" name="start"/></rule>)";
    auto xml = sample.operation_defaults({{"on-fail", "block"}}).xml();
    xml.insert(xml.find("<nvpair id=\"op-defaults"), rule);
    Cluster cluster = *unpack(Cib::from_text(xml), Time{sample_time, 0});
    const Cib cib = Cib::from_text(xml);
    UnpackContext unpacking{cib.document(), cluster};
    StatusContext context{unpacking, cluster};
    const ResourceId db = cluster.resource_by_id.at("db");
    CHECK(failure_handling(context, db, "start", 0).on_fail == OnFail::Block);
    CHECK(failure_handling(context, db, "monitor", 10000).on_fail == OnFail::Restart);
}

TEST_CASE("a stop cannot be answered by standby, stop or demote") {
    for (const char* value : {"standby", "stop", "demote"}) {
        const auto asked = ask(with_operation("stop", "0", value), "stop", 0);
        CHECK(asked.handling.on_fail == OnFail::Block);
        REQUIRE(asked.diagnostics.size() == 1);
        CHECK(asked.diagnostics.front().code == "on-fail-not-allowed");
    }
}

TEST_CASE("demote answers the failure of a promote or of the promoted role's monitor") {
    CHECK(on_fail(with_operation("promote", "0", "demote"), "promote") == OnFail::Demote);
    CHECK(on_fail(with_operation("monitor", "10s", "demote", R"(role="Promoted")"), "monitor", 10000) == OnFail::Demote);
    CHECK(on_fail(with_operation("monitor", "10s", "demote", R"(role="Started")"), "monitor", 10000) == OnFail::Restart);
    CHECK(on_fail(with_operation("start", "0", "demote"), "start") == OnFail::Restart);
}

TEST_CASE("a demote without its own on-fail has that of the promoted role's monitor") {
    const char* promoted = R"(role="Promoted")";
    CHECK(on_fail(with_operation("monitor", "10s", "block", promoted), "demote") == OnFail::Block);
    CHECK(on_fail(with_operation("monitor", "10s", "demote", promoted), "demote") == OnFail::Restart);
    CHECK(on_fail(with_operation("monitor", "10s", "block", R"(role="Promoted" enabled="false")"), "demote") ==
          OnFail::Restart);
}

TEST_CASE("what runs in a container restarts the container") {
    const auto sample = StatusSample().primitive("vm", {{"remote-node", "guest"}}).primitive("db", {{"container", "vm"}});
    CHECK(on_fail(sample, "monitor", 10000) == OnFail::RestartContainer);
    CHECK(on_fail(with_operation("monitor", "10s", "restart-container"), "monitor", 10000) == OnFail::Restart);
}

TEST_CASE("a failed connection means that the remote node is reset, but for a start or a probe") {
    const char* remote = R"(<primitive id="r1" class="ocf" provider="pacemaker" type="remote">{}</primitive>)";
    const auto sample = StatusSample().resources(fmt::format(fmt::runtime(remote), ""));
    CHECK(on_fail(sample, "monitor", 10000, "r1") == OnFail::ResetRemote);
    CHECK(on_fail(sample, "stop", 0, "r1") == OnFail::ResetRemote);
    CHECK(on_fail(sample, "start", 0, "r1") == OnFail::Restart);
    CHECK(on_fail(sample, "monitor", 0, "r1") == OnFail::Restart);
    const auto unmanaged = StatusSample().resources(
        fmt::format(fmt::runtime(remote), pairs("meta_attributes", "r1", {{"is-managed", "false"}})));
    CHECK(on_fail(unmanaged, "monitor", 10000, "r1") == OnFail::Stop);
}

TEST_CASE("the role after a failure") {
    const auto role = [](StatusSample sample, const char* task, std::uint32_t interval_ms = 0) {
        return ask(std::move(sample), task, interval_ms).handling.role_after;
    };
    CHECK(role(StatusSample().primitive("db"), "start") == Role::Started);
    CHECK(role(StatusSample().primitive("db"), "promote") == Role::Unpromoted);
    CHECK(role(with_operation("monitor", "10s", "stop"), "monitor", 10000) == Role::Stopped);
}

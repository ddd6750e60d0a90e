#include "cib/operation_history.h"

#include <algorithm>
#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "base/preparation.h"
#include "support/kept_text.h"
#include "unpack/status_sample.h"

using namespace placement;

namespace {

OperationHistory operation(const std::string& id, int call_id, std::int64_t changed = 0, const std::string& magic = "") {
    OperationHistory result;
    result.attributes = kept_attributes({{"id", kept_text(id)}});
    result.call_id = call_id;
    result.last_change = changed;
    result.transition_magic = kept_text(magic);
    return result;
}

std::string magic(int transition, char uuid = 'a') { return fmt::format("0:0;1:{}:0:{}", transition, std::string(36, uuid)); }

/// The keys of the history of `db` on n1, oldest first.
std::string order(std::initializer_list<Entry> entries) {
    const auto cluster = StatusSample().primitive("db").online("n1", history("db", entries)).unpack();
    std::string keys;
    for (const OperationHistory& entry : cluster->histories.front().operations) keys += std::string(entry.key) + " ";
    return keys;
}

} // namespace

TEST_CASE("a transition key has an action, a transition, the expected status and the cluster's uuid") {
    const auto key = parse_transition_key("12:34:7:11111111-2222-3333-4444-555555555555");
    REQUIRE(key);
    CHECK(key->action == 12);
    CHECK(key->transition == 34);
    CHECK(key->expected_exit_status == 7);
    CHECK(key->uuid == "11111111-2222-3333-4444-555555555555");
    CHECK(parse_transition_key("12:34:-1:x")->expected_exit_status == -1);
}

TEST_CASE("an incomplete transition key is none") {
    for (const char* key : {"", "12", "12:34", "12:34:7", "12:34:7:", "a:34:7:x", "12;34:7:x"}) {
        CHECK_FALSE(parse_transition_key(key));
    }
}

TEST_CASE("a transition magic has the result before the key") {
    CHECK(parse_transition_magic("0:7;12:34:7:x")->transition == 34);
    CHECK_FALSE(parse_transition_magic("12:34:7:x"));
    CHECK_FALSE(parse_transition_magic("0:7;"));
}

TEST_CASE("the higher call id is newer") {
    CHECK(compare_age(operation("a", 3), operation("b", 10)) < 0);
    CHECK(compare_age(operation("a", 11), operation("b", 10)) > 0);
}

TEST_CASE("of equal call ids the later change is newer") {
    CHECK(compare_age(operation("a", 3, 100), operation("b", 3, 200)) < 0);
    CHECK(compare_age(operation("a", 3, 200), operation("b", 3, 200)) == 0);
}

TEST_CASE("an entry is as old as itself, and two pending ones are not told apart") {
    CHECK(compare_age(operation("a", 3), operation("a", 10)) == 0);
    CHECK(compare_age(operation("a", -1), operation("b", -1)) == 0);
}

TEST_CASE("a pending entry is the newest of its transition") {
    CHECK(compare_age(operation("a", 3, 0, magic(5)), operation("b", -1, 0, magic(5))) < 0);
    CHECK(compare_age(operation("a", -1, 0, magic(5)), operation("b", 3, 0, magic(5, 'b'))) > 0);
}

TEST_CASE("a pending entry of an older transition is older") {
    CHECK(compare_age(operation("a", -1, 0, magic(4)), operation("b", 3, 0, magic(5))) < 0);
    CHECK(compare_age(operation("a", -1, 0, magic(6)), operation("b", 3, 0, magic(5))) > 0);
    CHECK(compare_age(operation("a", -1, 0, "?"), operation("b", 3, 0, magic(5))) == 0);
}

TEST_CASE("entries of different nodes are compared by time") {
    OperationHistory left = operation("a", 3, 200);
    OperationHistory right = operation("a", 10, 100);
    left.attributes = kept_attributes({{"id", "a"}, {"on_node", "n1"}});
    right.attributes = kept_attributes({{"id", "b"}, {"on_node", "n2"}});
    CHECK(compare_age(left, right) > 0);
}

TEST_CASE("a history is sorted oldest first") {
    CHECK(order({{.task = "monitor", .call_id = 9, .interval_ms = 10000}, {.task = "stop", .call_id = 4}, {.call_id = 6}}) ==
          "db_stop_0 db_start_0 db_monitor_10000 ");
}

TEST_CASE("entries that cannot be told apart are in the reverse of the text's order") {
    CHECK(order({{.task = "start", .call_id = -1}, {.task = "stop", .call_id = -1}}) == "db_stop_0 db_start_0 ");
}

TEST_CASE("everything that an entry records is kept") {
    const auto cluster =
        StatusSample()
            .primitive("db")
            .online("n1", history("db", {{.task = "monitor",
                                          .exit_status = 7,
                                          .expected = 8,
                                          .call_id = 5,
                                          .interval_ms = 20000,
                                          .execution_status = 4,
                                          .changed = 123,
                                          .more = R"(last-run="99" exit-reason="why" op-digest="d1" op-restart-digest="d2" )"
                                                  R"(op-force-restart=" a b " op-secure-digest="d3" custom="x")"}}))
            .unpack();
    const OperationHistory& entry = cluster->histories.front().operations.front();
    CHECK(entry.key == "db_monitor_20000");
    CHECK(entry.exit_status == 7);
    CHECK(entry.expected_exit_status == 8);
    CHECK(entry.execution_status == 4);
    CHECK(entry.last_change == 123);
    CHECK(entry.last_run == 99);
    CHECK(entry.exit_reason == "why");
    CHECK(entry.digest_all == "d1");
    CHECK(entry.digest_nonreloadable == "d2");
    CHECK(entry.digest_secure == "d3");
    CHECK(entry.nonreloadable_parameters == " a b ");
    CHECK(entry.attributes.text("custom") == "x");
    CHECK(entry.position.known());
    CHECK(cluster->nodes[cluster->histories.front().node].name == "n1");
    CHECK(cluster->resources[cluster->histories.front().resource].id == "db");
}

TEST_CASE("the order of an entry's attributes means nothing") {
    std::vector<std::string> attributes = {"id=\"i\"",
                                           "operation_key=\"db_monitor_7\"",
                                           "operation=\"monitor\"",
                                           "crm-debug-origin=\"o\"",
                                           "own=\"x\"",
                                           "transition-key=\"1:2:3:u\"",
                                           "transition-magic=\"0:0;1:2:3:u\"",
                                           "exit-reason=\"why\"",
                                           "on_node=\"n1\"",
                                           "call-id=\"4\"",
                                           "rc-code=\"5\"",
                                           "op-status=\"0\"",
                                           "interval=\"7\"",
                                           "last-run=\"8\"",
                                           "last-rc-change=\"9\"",
                                           "op-digest=\"d\"",
                                           "op-force-restart=\"f\"",
                                           "op-restart-digest=\"r\"",
                                           "op-secure-params=\"s\"",
                                           "op-secure-digest=\"t\""};
    std::ranges::sort(attributes);
    for (std::size_t turn = 0; turn < 2 * attributes.size(); ++turn) {
        CAPTURE(turn);
        std::rotate(attributes.begin(), attributes.begin() + 1, attributes.end());
        if (turn == attributes.size()) std::ranges::reverse(attributes);
        const std::string entry = fmt::format("<lrm_rsc_op {}/>", fmt::join(attributes, " "));
        const auto cluster = StatusSample()
                                 .primitive("db")
                                 .online("n1", "<lrm_resource id=\"db\" class=\"ocf\" provider=\"pacemaker\" type=\"Dummy\">" +
                                                   entry + "</lrm_resource>")
                                 .unpack();
        const OperationHistory& read = cluster->histories.front().operations.front();
        CHECK(fmt::format("{} {} {} {} {} {}", read.key, read.task, read.transition_key, read.transition_magic, read.exit_reason,
                          read.digest_all) == "db_monitor_7 monitor 1:2:3:u 0:0;1:2:3:u why d");
        CHECK(fmt::format("{}{}{}{}", read.nonreloadable_parameters, read.digest_nonreloadable, read.secure_parameters,
                          read.digest_secure) == "frst");
        CHECK(read.call_id == 4);
        CHECK(read.exit_status == 5);
        CHECK(read.execution_status == 0);
        CHECK(read.interval_ms == 7);
        CHECK(read.last_run == 8);
        CHECK(read.last_change == 9);
        CHECK(read.attributes.text("own") == "x");
        CHECK(read.attributes.text("on_node") == "n1");
    }
}

TEST_CASE("a history says from which entry on the resource was active, and when it was stopped") {
    const auto range = [](std::initializer_list<Entry> entries) {
        const auto cluster = StatusSample().primitive("db").online("n1", history("db", entries)).unpack();
        return std::pair(cluster->histories.front().start_index, cluster->histories.front().stop_index);
    };
    CHECK(range({{.task = "stop", .call_id = 1}, {.task = "start", .call_id = 2}}) == std::pair(1, 0));
    CHECK(range({{.task = "start", .call_id = 1}, {.task = "stop", .call_id = 2}}) == std::pair(0, 1));
    CHECK(range({{.task = "stop", .exit_status = 1, .call_id = 1, .execution_status = 4}}) == std::pair(-1, -1));
    CHECK(range({{.task = "monitor", .exit_status = 0, .expected = 7, .call_id = 1}}) == std::pair(0, -1));
    CHECK(range({{.task = "monitor", .exit_status = 7, .expected = 7, .call_id = 1}}) == std::pair(-1, -1));
    CHECK(range({{.task = "monitor", .call_id = 1}, {.task = "promote", .call_id = 2}}) == std::pair(1, -1));
}

TEST_CASE("recurring operations since the last start are wished for") {
    const auto recurring = [](std::initializer_list<Entry> entries) {
        const auto cluster = StatusSample().primitive("db").online("n1", history("db", entries)).unpack();
        std::string keys;
        for (const Wish& candidate : preparation_of(*cluster).wishes) {
            if (candidate.kind != Wish::Kind::RecurringMonitor) continue;
            keys += std::string(cluster->histories[candidate.operation.history].operations[candidate.operation.operation].key) + " ";
        }
        return keys;
    };
    const Entry monitor{.task = "monitor", .call_id = 5, .interval_ms = 10000};
    const Entry pending{.task = "monitor", .exit_status = 193, .call_id = 6, .interval_ms = 20000, .execution_status = -1};
    CHECK(recurring({{.call_id = 4}, monitor}) == "db_monitor_10000 ");
    CHECK(recurring({{.call_id = 4}, monitor, pending}) == "db_monitor_10000 ");
    CHECK(recurring({{.call_id = 6}, monitor}).empty());
    CHECK(recurring({{.call_id = 4}, monitor, {.task = "stop", .call_id = 6}}).empty());
}

TEST_CASE("what cannot be used of a history is said and ignored") {
    const auto ignored = [](const Entry& entry) {
        const auto cluster = StatusSample().primitive("db").online("n1", history("db", {entry})).unpack();
        return has_diagnostic(cluster, "unusable-history-entry") && active(cluster, "db").empty();
    };
    CHECK(ignored({.execution_status = 12}));
    CHECK(ignored({.execution_status = 1})); // cancelled
    CHECK(ignored({.exit_status = 256}));
    CHECK_FALSE(ignored({.task = "notify", .execution_status = 12}));
    const auto unnamed = [](const std::string& entry) {
        return has_diagnostic(StatusSample()
                                  .primitive("db")
                                  .online("n1", fmt::format(R"(<lrm_resource id="db">{}</lrm_resource>)", entry))
                                  .unpack(),
                              "unusable-history-entry");
    };
    CHECK(unnamed(R"(<lrm_rsc_op id="db_start_0"/>)"));
    CHECK(unnamed(R"(<lrm_rsc_op operation="start"/>)"));
    CHECK(unnamed(R"(<lrm_rsc_op id="db_start_0" operation="start" op-status="x" rc-code="0"/>)"));
}

TEST_CASE("a history without a resource's id is said and ignored") {
    const auto cluster = StatusSample().online("n1", "<lrm_resource><lrm_rsc_op id='x'/></lrm_resource>").unpack();
    CHECK(has_diagnostic(cluster, "history-without-resource"));
}

#include <doctest/doctest.h>

#include "unpack/status_sample.h"

using namespace placement;

namespace {

std::shared_ptr<const Cluster> on_two_nodes(StatusSample::Pairs meta) {
    return StatusSample()
        .primitive("db", meta)
        .online("n1", history("db", {started}))
        .online("n2", history("db", {started}))
        .unpack();
}

} // namespace

TEST_CASE("nodes with an active resource are kept in the order in which they were read") {
    CHECK(active(on_two_nodes({}), "db") == "n1 n2");
}

TEST_CASE("multiple-active=block blocks what is active twice") {
    const auto cluster = on_two_nodes({{"multiple-active", "block"}});
    CHECK(resource(cluster, "db").blocked);
    CHECK_FALSE(resource(cluster, "db").managed);
    CHECK_FALSE(resource(on_two_nodes({}), "db").blocked);
}

TEST_CASE("multiple-active=block of a group blocks all members") {
    const auto members = fmt::format(
        R"(<group id="g">{}{}{}</group>)", pairs("meta_attributes", "g", {{"multiple-active", "block"}}),
        StatusSample::primitive_xml("a"), StatusSample::primitive_xml("b"));
    const auto cluster = StatusSample()
                             .resources(members)
                             .online("n1", history("a", {started}) + history("b", {started}))
                             .online("n2", history("a", {started}))
                             .unpack();
    CHECK(resource(cluster, "a").blocked);
    CHECK(resource(cluster, "b").blocked);
}

TEST_CASE("multiple-active=stop_only bans what is active twice from all nodes") {
    const auto cluster = on_two_nodes({{"multiple-active", "stop_only"}});
    for (const char* name : {"n1", "n2", "n3"}) CHECK(wished_score(cluster, "db", name) == Score::minus_infinity());
}

TEST_CASE("a node in doubt counts only where fencing makes sure") {
    const auto with_lost_node = [](const char* requirement) {
        return StatusSample()
            .fencing()
            .primitive("db", {{"multiple-active", "block"}, {"requires", requirement}})
            .state("n1", R"(in_ccm="false" crmd="offline" join="down" expected="member")", history("db", {started}))
            .online("n2", history("db", {started}))
            .unpack();
    };
    CHECK(resource(with_lost_node("fencing"), "db").blocked);
    CHECK_FALSE(resource(with_lost_node("nothing"), "db").blocked);
}

TEST_CASE("an unmanaged resource stays where it is") {
    const auto cluster =
        StatusSample().primitive("db", {{"is-managed", "false"}}).online("n1", history("db", {started})).unpack();
    CHECK(wished_score(cluster, "db", "n1") == Score::infinity());
}

TEST_CASE("on a node in maintenance resources are unmanaged") {
    const auto cluster =
        StatusSample().primitive("db").online("n1", history("db", {started}), {{"maintenance", "true"}}).unpack();
    CHECK_FALSE(resource(cluster, "db").managed);
    CHECK(resource(cluster, "db").maintenance);
}

TEST_CASE("a node has the priority of what runs on it, one more for what is promoted, nothing for what has failed") {
    const auto priority = [](std::initializer_list<Entry> entries, const char* promotable) {
        return node(StatusSample()
                        .resources(fmt::format(
                            R"(<clone id="c">{}{}</clone>)", pairs("meta_attributes", "c", {{"promotable", promotable}}),
                            StatusSample::primitive_xml("db", {{"priority", "5"}})))
                        .online("n1", history("db", entries))
                        .unpack(),
                    "n1")
            .priority;
    };
    CHECK(priority({started}, "false") == 5);
    CHECK(priority({started, {.task = "promote", .call_id = 3}}, "true") == 6);
    CHECK(priority({started, failed_monitor}, "false") == 0);
}

TEST_CASE("a group is active where a member is") {
    const auto cluster = StatusSample()
                             .resources(fmt::format(R"(<group id="g">{}{}</group>)", StatusSample::primitive_xml("a"),
                                                    StatusSample::primitive_xml("b")))
                             .online("n1", history("a", {started}) + history("b", {started}))
                             .unpack();
    CHECK(active(cluster, "g") == "n1");
    CHECK(node(cluster, "n1").active_resources.size() == 2);
}

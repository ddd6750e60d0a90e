#include <algorithm>

#include <doctest/doctest.h>

#include "support/scheduled.h"

// The operations that are done again and again: where they begin, go on and end.
using namespace placement;

namespace {

std::string monitor(const std::string& interval, const std::string& more = "") {
    return "<op id=\"@\" name=\"monitor\" interval=\"" + interval + "\" " + more + "/>";
}

Sketch monitored(const std::string& more = "") {
    return Sketch("n1").resource(primitive("a", operations(monitor("10s", more))));
}
Sketch running(const std::string& more = "") {
    return monitored(more).runs("a", "n1").operation("n1", "a", "monitor", 0, 10000, R"(op-digest="4811cef7f7f94e3a35a70be7916cb2fd")");
}

std::string both_roles() {
    return clone("c", meta("promotable=true clone-max=1") +
                          stateful("a", operations(monitor("10s", "role=\"Promoted\"") +
                                                   monitor("11s", "role=\"Unpromoted\""))));
}

} // namespace

TEST_CASE("a resource that starts is watched when it has started") {
    const Scheduled result(monitored());
    CHECK(result.need("a_monitor_10000", "n1") == "required");
    CHECK(result.ordered("a_start_0", "a_monitor_10000"));
}

TEST_CASE("what is watched goes on being watched") {
    CHECK(Scheduled(running()).need("a_monitor_10000", "n1") == "optional");
}

TEST_CASE("an operation that is disabled is not run, and ends where it runs") {
    CHECK(Scheduled(monitored("enabled=\"false\"")).need("a_monitor_10000") == "none");
    const Scheduled result(running("enabled=\"false\""));
    CHECK(result.told("a_monitor_10000", "operation") == "monitor");
    CHECK(result.told("a_monitor_10000", "interval") == "10000");
    CHECK(result.schedule.actions[result.action("a_monitor_10000")].task == "cancel");
}

TEST_CASE("an operation that is configured no more ends, after a stop if there is one") {
    const Scheduled result(Sketch("n1").resource(primitive("a")).runs("a", "n1").operation("n1", "a", "monitor", 0, 10000));
    CHECK(result.need("a_monitor_10000", "n1") == "required");
    CHECK(result.schedule.actions[result.action("a_monitor_10000")].task == "cancel");
}

TEST_CASE("an operation that is configured no more may go on") {
    const Scheduled result(Sketch("n1")
                               .options("stop-orphan-actions=false")
                               .resource(primitive("a"))
                               .runs("a", "n1")
                               .operation("n1", "a", "monitor", 0, 10000));
    CHECK(result.need("a_monitor_10000", "n1") == "optional");
}

TEST_CASE("two operations of one name and interval are none") {
    const std::string twice = operations(monitor("10s") + monitor("10"));
    CHECK(Scheduled(Sketch("n1").resource(primitive("a", twice))).need("a_monitor_10000") == "none");
}

TEST_CASE("what changes a role is not done again and again") {
    const std::string start = operations("<op id=\"@\" name=\"start\" interval=\"10s\"/>");
    CHECK(Scheduled(Sketch("n1").resource(primitive("a", start))).need("a_start_10000") == "none");
}

TEST_CASE("each role has monitors of its own") {
    const Scheduled result(Sketch("n1").resource(both_roles()).runs("a", "n1").transient("n1", "master-a=10"));
    CHECK(result.need("a:0_monitor_10000") == "required");
    CHECK(result.expected("a:0_monitor_10000") == 8);
    CHECK(result.ordered("a:0_promote_0", "a:0_monitor_10000"));
    CHECK(result.need("a:0_monitor_11000") == "none");
}

TEST_CASE("a monitor of the role that a resource leaves ends before it does") {
    const Scheduled result(Sketch("n1")
                               .resource(both_roles())
                               .runs("a", "n1")
                               .operation("n1", "a", "monitor", 0, 11000, R"(op-digest="4811cef7f7f94e3a35a70be7916cb2fd")")
                               .transient("n1", "master-a=10"));
    CHECK(result.schedule.actions[result.action("a:0_monitor_11000")].task == "cancel");
    CHECK(result.ordered("a:0_monitor_11000", "a:0_promote_0"));
}

TEST_CASE("after a demotion the monitor of the new role begins") {
    const Scheduled result(
        Sketch("n1").resource(both_roles()).runs_promoted("a", "n1").transient("n1", "master-a=-10"));
    CHECK(result.ordered("a:0_demote_0", "a:0_monitor_11000"));
}

TEST_CASE("a monitor for the stopped role watches where the resource is not") {
    const Scheduled result(
        Sketch("n1 n2").resource(primitive("a", operations(monitor("10s", "role=\"Stopped\"")))).runs("a", "n1"));
    CHECK(result.need("a_monitor_10000", "n2") == "required");
    CHECK(result.expected("a_monitor_10000") == 7);
    CHECK(result.ordered("a_monitor_0", "a_monitor_10000"));
    CHECK(result.need("a_monitor_10000", "n1") == "none");
}

TEST_CASE("a monitor for the stopped role begins after the stop, and ends before the start") {
    const Scheduled result(Sketch("n1 n2")
                               .resource(primitive("a", operations(monitor("10s", "role=\"Stopped\""))))
                               .runs("a", "n1")
                               .operation("n2", "a", "monitor", 7)
                               .operation("n2", "a", "monitor", 0, 10000)
                               .constraint(location("l", "a", "n2", "INFINITY")));
    const ActionId stop = result.action("a_stop_0", "n1");
    const ActionId begins = result.action("a_monitor_10000", "n1");
    REQUIRE(begins.valid());
    CHECK(std::any_of(result.schedule.actions[begins].before.begin(), result.schedule.actions[begins].before.end(),
                      [&](const Relation& relation) { return relation.action == stop; }));
}

TEST_CASE("nothing watches an anonymous instance where it is not") {
    const std::string stopped = operations(monitor("10s", "role=\"Stopped\""));
    const Scheduled result(Sketch("n1 n2").resource(clone("c", meta("clone-max=1") + primitive("a", stopped))));
    CHECK(result.need("a:0_monitor_10000") == "none");
}

TEST_CASE("in maintenance nothing is watched, and what was ends") {
    const Scheduled result(
        Sketch("n1").resource(primitive("a", meta("maintenance=true") + operations(monitor("10s")))).runs("a", "n1").operation(
            "n1", "a", "monitor", 0, 10000));
    CHECK(result.schedule.actions[result.action("a_monitor_10000")].task == "cancel");
}

TEST_CASE("a resource that is not managed is still watched") {
    const Scheduled result(
        Sketch("n1").resource(primitive("a", meta("is-managed=false") + operations(monitor("10s")))).runs("a", "n1"));
    CHECK(result.need("a_monitor_10000", "n1") == "required");
}

TEST_CASE("a resource that cannot start is not watched") {
    const Scheduled result(monitored().without_quorum());
    CHECK(result.need("a_monitor_10000") != "required");
}

TEST_CASE("a start that somebody repeats is not cancelled while the resources are frozen") {
    const Sketch sketch = Sketch("n1").options("no-quorum-policy=freeze").resource(primitive("a")).operation("n1", "a", "start", 0, 20000);
    CHECK(Scheduled(sketch).need("a_start_20000") == "required");
    CHECK(Scheduled(Sketch(sketch).without_quorum()).need("a_start_20000") == "blocked");
}

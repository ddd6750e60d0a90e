#include <doctest/doctest.h>

#include "placement/history.h"

// What a log says of one action.
using namespace placement;

TEST_CASE("a resource starts on a node") {
    const auto action = parse_logged_action("  * Start      vip1            ( n1 )");
    REQUIRE(action);
    CHECK(action->change == "Start");
    CHECK(action->subject == "vip1");
    CHECK(action->where == "n1");
    CHECK(action->reason.empty());
    CHECK_FALSE(action->blocked);
}

TEST_CASE("a reason, and whether it is blocked") {
    const auto action = parse_logged_action("  * Stop  d ( n1 )  due to no quorum (blocked)");
    REQUIRE(action);
    CHECK(action->reason == "no quorum");
    CHECK(action->blocked);
}

TEST_CASE("old words for roles are those of today, and blanks do not count") {
    const auto before = parse_logged_action("notice: LogActions: Promote db:0\t(Slave -> Master n1)");
    const auto today = parse_logged_action("  * Promote    db:0     ( Unpromoted -> Promoted   n1 )");
    REQUIRE(today);
    CHECK(today->where == "Unpromoted -> Promoted n1");
    CHECK(parse_logged_action("  * Promote db:0 ( Slave -> Master n1 )") == today);
    CHECK_FALSE(before); // without a time it is no line of a log
}

TEST_CASE("a guest node has its resource in parentheses of its own") {
    const auto action = parse_logged_action("  * Start      d  ( guest1 (resource: vm1) )");
    REQUIRE(action);
    CHECK(action->where == "guest1 (resource: vm1)");
}

TEST_CASE("nodes are fenced and shut down") {
    const auto fence = parse_logged_action(" * Fence (reboot) n1 'peer is no longer part of the cluster'");
    REQUIRE(fence);
    CHECK(fence->change == "Fence (reboot)");
    CHECK(fence->subject == "n1");
    CHECK(fence->reason == "peer is no longer part of the cluster");
    const auto shutdown =
        parse_logged_action("2019-03-22T10:41:13.913221+08:00 n1 pacemaker-schedulerd[2920]:  notice:  * Shutdown n2");
    REQUIRE(shutdown);
    CHECK(shutdown->change == "Shutdown");
    CHECK(shutdown->subject == "n2");
}

TEST_CASE("other lines are no actions") {
    CHECK_FALSE(parse_logged_action("Start of the day"));
    CHECK_FALSE(parse_logged_action("  * Leave d ( n1 )"));
    CHECK_FALSE(parse_logged_action("Start"));
    CHECK_FALSE(parse_logged_action("* Start d ( n1"));
}

TEST_CASE("the same decision has the same words, whatever the reason") {
    CHECK(parse_logged_action("* Stop d ( n1 ) due to node availability") == parse_logged_action("* Stop d (n1)"));
    CHECK_FALSE(parse_logged_action("* Stop d ( n1 )") == parse_logged_action("* Stop d ( n2 )"));
}

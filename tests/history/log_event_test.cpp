#include "history/log_event.h"

#include <doctest/doctest.h>

// What a log's messages say happened.
using namespace placement;
using Logged = LoggedEvent::Kind;

TEST_CASE("membership, in the words of several releases") {
    const auto lost =
        parse_logged_event("Node n1 state is now lost | nodeid=1 previous=member source=crm_update_peer_state_iter");
    REQUIRE(lost);
    CHECK(lost->kind == Logged::NodeLost);
    CHECK(lost->node == "n1");
    CHECK(lost->text == "Node n1 state is now lost");
    CHECK(parse_logged_event("crm_update_peer_state: cman_event_callback: Node n2[2] - state is now member (was lost)")->node ==
          "n2");
    CHECK_FALSE(parse_logged_event("Node (null) state is now member"));
}

TEST_CASE("fencing, and fencing that failed") {
    CHECK(parse_logged_event("Peer n1 was terminated (reboot) by n2 on behalf of pacemaker-controld.1: OK")->kind ==
          Logged::Fenced);
    const auto failed = parse_logged_event("Peer n1 was not terminated (off) by <anyone> on behalf of x: No such device");
    REQUIRE(failed);
    CHECK(failed->kind == Logged::FencingFailed);
    CHECK(failed->node == "n1");
}

TEST_CASE("quorum") {
    CHECK(parse_logged_event("Quorum lost")->kind == Logged::QuorumLost);
    CHECK(parse_logged_event("Membership 12: quorum acquired (3)")->kind == Logged::QuorumAcquired);
}

TEST_CASE("operations that failed, in the words of several releases") {
    const auto failed = parse_logged_event("Result of start operation for db on n1: 1 (error)");
    REQUIRE(failed);
    CHECK(failed->kind == Logged::OperationFailed);
    CHECK(failed->resource == "db");
    CHECK(failed->operation == "start");
    CHECK(failed->node == "n1");
    CHECK(parse_logged_event("Result of monitor operation for db on n1: error (disk is full) | rc=1 key=db_monitor_10000"));
    const auto old = parse_logged_event("Operation my_db_start_0: unknown error (node=n1, call=5, rc=1, cib-update=3)");
    REQUIRE(old);
    CHECK(old->resource == "my_db");
    CHECK(old->operation == "start");
}

TEST_CASE("operations that ended as they should are no events") {
    for (const char* const message :
         {"Result of start operation for db on n1: 0 (ok)", "Result of start operation for db on n1: ok | rc=0",
          "Result of probe operation for db on n1: 7 (not running)",
          "Result of monitor operation for db on n1: not running | rc=7", "Operation db_start_0: ok (node=n1, call=5, rc=0)",
          "Something else"})
        CHECK_FALSE(parse_logged_event(message));
}

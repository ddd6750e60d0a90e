#include "history/log_line.h"

#include <doctest/doctest.h>

// A line of each kind of log.
using namespace placement;

TEST_CASE("a line of syslog in ISO 8601 has its time, with the zone") {
    const auto line =
        parse_log_line("2019-03-22T10:39:51.974261+08:00 n1 pacemaker-schedulerd[2920]:  notice: Calculated transition 0");
    REQUIRE(line);
    CHECK(line->at == Time{1'553'222'391, 28800});
    CHECK(line->host == "n1");
    CHECK(line->process == "pacemaker-schedulerd");
    CHECK(line->number == "2920");
    CHECK(line->message == "Calculated transition 0");
}

TEST_CASE("a line of syslog without a year has no time that is known") {
    const auto line = parse_log_line("Mar 22 10:39:51 n1 pengine[2920]:   notice: Calculated transition 0");
    REQUIRE(line);
    CHECK_FALSE(line->at);
    CHECK(line->moment == "Mar 22 10:39:51");
    CHECK(line->process == "pengine");
    CHECK(line->message == "Calculated transition 0");
}

TEST_CASE("pacemaker.log names the function in parentheses") {
    const auto line =
        parse_log_line("Mar 22 10:39:51 n1 pacemaker-schedulerd[2920] (log_rsc_action) \tnotice:  * Start      d  ( n1 )");
    REQUIRE(line);
    CHECK(line->message == "* Start      d  ( n1 )");
}

TEST_CASE("corosync.log has the number of the process before the node") {
    const auto line = parse_log_line(
        "Apr 11 22:05:32 [1234] n1    pengine:   notice: process_pe_message: \tCalculated Transition 12: /x/pe-input-12.bz2");
    REQUIRE(line);
    CHECK(line->host == "n1");
    CHECK(line->process == "pengine");
    CHECK(line->number == "1234");
    CHECK(line->message == "Calculated Transition 12: /x/pe-input-12.bz2");
}

TEST_CASE("what is no line of a log is none") {
    CHECK_FALSE(parse_log_line("<cib/>"));
    CHECK_FALSE(parse_log_line(""));
    CHECK_FALSE(parse_log_line("2019-13-45T99:99:99 n1 x: y"));
}

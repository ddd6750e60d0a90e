#include "history/log.h"

#include <doctest/doctest.h>

// What a log says of calculations, and of what happened.
using namespace placement;

namespace {

std::string scheduler_line(const std::string& number, const std::string& message) {
    return "2019-03-22T10:39:51+00:00 n1 pacemaker-schedulerd[" + number + "]:  notice: " + message + "\n";
}

std::vector<LoggedCalculation> calculations_of(const std::string& text, const std::string& name) {
    return read_log(text, name).calculations;
}

} // namespace

TEST_CASE("a calculation has the actions that the same process listed before") {
    const auto found =
        calculations_of(scheduler_line("1", " * Start d ( n1 )") + scheduler_line("2", " * Stop x ( n2 )") +
                            scheduler_line("1", "Calculated transition 4, saving inputs in /var/lib/pe-input-8.bz2"),
                        "log");
    REQUIRE(found.size() == 1);
    CHECK(found[0].transition == 4);
    CHECK(found[0].input == "pe-input-8.bz2");
    CHECK(found[0].node == "n1");
    CHECK(found[0].line == 3);
    REQUIRE(found[0].actions.size() == 1);
    CHECK(found[0].actions[0].subject == "d");
}

TEST_CASE("the next calculation begins with nothing") {
    const std::string calculated = "Calculated transition 4 (with warnings), saving inputs in /var/lib/pe-warn-8.bz2";
    const auto found = calculations_of(
        scheduler_line("1", " * Start d ( n1 )") + scheduler_line("1", calculated) + scheduler_line("1", calculated), "log");
    REQUIRE(found.size() == 2);
    CHECK(found[0].actions.size() == 1);
    CHECK(found[1].actions.empty());
}

TEST_CASE("older releases name the input otherwise") {
    CHECK(calculations_of(
              "Apr 11 22:05:32 [12] n1 pengine:   notice: process_pe_message: \tCalculated Transition 7: /x/pe-input-12.bz2\n",
              "log")
              .at(0)
              .input == "pe-input-12.bz2");
}

TEST_CASE("other processes do not calculate") {
    CHECK(calculations_of("2019-03-22T10:39:51Z n1 pacemaker-controld[1]: notice: Calculated transition 4, saving inputs in "
                          "/x/pe-input-8.bz2\n",
                          "log")
              .empty());
}

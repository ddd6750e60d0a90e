#include <chrono>
#include <csignal>
#include <sstream>
#include <thread>

#include <doctest/doctest.h>

#include "placement-sim/long_work.h"

// How commands that take long tell how far they are, and are interrupted.
using namespace placement::sim;

TEST_CASE("a first Ctrl-C is noted, and the next command begins without it") {
    {
        const NotedInterrupts noted;
        CHECK_FALSE(NotedInterrupts::flag());
        std::raise(SIGINT);
        CHECK(NotedInterrupts::flag());
    }
    const NotedInterrupts noted;
    CHECK_FALSE(NotedInterrupts::flag());
}

TEST_CASE("progress is one line, which is gone at the end") {
    const NotedInterrupts noted;
    std::ostringstream err;
    const Progress progress = progress_line({.progress = true, .now = {}}, err, "runs");
    progress(3, 40);
    CHECK(err.str() == "\r3 of 40 runs");
    progress(40, 40);
    CHECK(err.str() == "\r3 of 40 runs\r\033[K");
}

TEST_CASE("what takes more than a second is told, with how far it is, and the line is gone at the end") {
    std::ostringstream err;
    {
        Ticker ticker({.progress = true, .now = {}}, err, "comparing");
        ticker.progress()(3, 40);
        std::this_thread::sleep_for(std::chrono::milliseconds(1200));
    }
    CHECK(err.str() == "\r\033[Kcomparing: 3 of 40, 1 s\r\033[K");
}

TEST_CASE("what is quick, and what goes to no terminal, is not told") {
    std::ostringstream err;
    { Ticker ticker({.progress = true, .now = {}}, err, "comparing"); }
    Ticker silent({.progress = false, .now = {}}, err, "comparing");
    silent.stop();
    CHECK(err.str().empty());
}

TEST_CASE("no progress is told where complaints go to no terminal") {
    std::ostringstream err;
    CHECK_FALSE(progress_line({.progress = false, .now = {}}, err, "runs"));
}

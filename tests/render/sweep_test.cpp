#include <doctest/doctest.h>

#include "placement/render.h"
#include "placement/sweep.h"
#include "render/contains.h"
#include "support/sketch.h"

// A sweep as text and as comma-separated values.
using namespace placement;

namespace {

Sweep nodes_swept() {
    SweepOptions options;
    options.resources = false;
    return sweep(Sketch("n1 n2 n3")
                     .resource(primitive("a"))
                     .resource(primitive("b"))
                     .runs("a", "n1")
                     .runs("b", "n2")
                     .constraint(location("a-not-n2", "a", "n2", "-INFINITY"))
                     .constraint(location("a-not-n3", "a", "n3", "-INFINITY"))
                     .constraint(location("b-on-n3", "b", "n3", "50"))
                     .section("<rsc_defaults>" + meta("resource-stickiness=100") + "</rsc_defaults>")
                     .cib(),
                 options);
}

} // namespace

TEST_CASE("the matrix has a line a failure and a column a service that it affects") {
    const std::string text = sweep_text(nodes_swept());
    CHECK(contains(text, "            quorum  a     b\n  now               n1    n2\n  n1 fails  yes     DOWN  .\n"
                         "  n2 fails  yes     .     n3\n  n3 fails  yes     .     .\n"));
}

TEST_CASE("below it stands what a single failure takes down and why") {
    const std::string text = sweep_text(nodes_swept());
    CHECK(contains(text, "Taken down by a single failure\n  n1 fails\n    a is stopped\n"));
    CHECK(contains(text, "a-not-n2"));
    CHECK(contains(text, "\n1 of 3 single failures takes a service down: a.\n"));
}

TEST_CASE("a matrix that is wider than the terminal has a map of blocks before it, where the terminal shows them") {
    const std::string text = sweep_text(nodes_swept(), {.width = 16, .blocks = true});
    CHECK(contains(text, "  n1 fails  █·\n  n2 fails  ·░\n  n3 fails  ··\n"));
    CHECK(!contains(sweep_text(nodes_swept(), {.width = 20}), "█"));
    CHECK(!contains(sweep_text(nodes_swept(), {.width = 100, .blocks = true}), "█"));
}

TEST_CASE("an incomplete sweep says so") {
    Sweep swept = nodes_swept();
    swept.complete = false;
    swept.scenarios.back().done = false;
    CHECK(contains(sweep_text(swept), "Incomplete: 2 of 3 runs are done."));
    CHECK(contains(sweep_json(swept), "\"complete\": false"));
}

TEST_CASE("comma-separated values: a cell says what the failure does") {
    CHECK(sweep_csv(nodes_swept()) == "failure,done,quorum,settles,error,a,b\r\nn1 fails,yes,yes,yes,,DOWN,\r\n"
                                      "n2 fails,yes,yes,yes,,,n3\r\nn3 fails,yes,yes,yes,,,\r\n");
}

TEST_CASE("a cluster that never comes to rest is a part of the verdict") {
    Sweep found = nodes_swept();
    for (SweptScenario& scenario : found.scenarios) scenario.settles = false;
    CHECK(contains(sweep_text(found), "takes a service down: a. After 3 of the failures, the cluster never comes to rest.\n"));
    found.scenarios.erase(found.scenarios.begin());
    CHECK(contains(sweep_text(found),
                   "None of 2 single failures takes a service down, but after 2 of them the cluster never comes to rest.\n"));
}

TEST_CASE("the heading says whether pairs were tried, too") {
    Sweep found = nodes_swept();
    CHECK(contains(sweep_text(found), ": every single failure\n"));
    found.scenarios.push_back(found.scenarios.front());
    found.scenarios.back().pair_of = {0, 1};
    CHECK(contains(sweep_text(found), ": every single failure, and every pair\n"));
}

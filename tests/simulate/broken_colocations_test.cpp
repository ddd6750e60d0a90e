#include <algorithm>

#include <doctest/doctest.h>

#include "placement/scenario.h"
#include "support/sketch.h"

// Mandatory colocations that a cluster leaves broken.
using namespace placement;

namespace {

/// By the rules of 2.1.5: the group has a place, but may not start before `c`, which is disabled.
Sketch waiting(const std::string& score) {
    return Sketch("n1")
        .resource(primitive("a") + group("g", primitive("b") + primitive("b2")) + primitive("c", meta("target-role=Stopped")))
        .constraint(R"(<rsc_order id="first-c" first="c" then="g"/>)")
        .constraint(colocation("a-with-g", "a", "g", score));
}

std::string broken_after(const Sketch& sketch) {
    const Outcome outcome = simulate({.cib = sketch.cib(), .release = Release::v2_1_5});
    const auto found = std::ranges::find(outcome.diagnostics, "broken-colocation", &Diagnostic::code);
    return found == outcome.diagnostics.end() ? "" : found->message;
}

} // namespace

TEST_CASE("what runs although a mandatory colocation keeps it with something that does not is told") {
    CHECK(broken_after(waiting("INFINITY")) ==
          "the mandatory colocation a-with-g does not hold at rest: a is on n1, where g is not");
    CHECK(broken_after(waiting("1000")).empty());
}

TEST_CASE("a colocation that holds, or whose dependent does not run, is not told as broken") {
    const auto two = [](const std::string& score) {
        return Sketch("n1 n2").resource(primitive("a") + primitive("b")).constraint(colocation("c", "a", "b", score));
    };
    CHECK(broken_after(two("INFINITY")).empty());
    CHECK(broken_after(two("-INFINITY")).empty());
    CHECK(broken_after(two("-INFINITY").offline("n2")).empty());
}

TEST_CASE("what the cluster leaves alone is not told as breaking a colocation") {
    const Sketch sketch = Sketch("n1 n2")
                              .resource(primitive("a", meta("is-managed=false")) + primitive("b"))
                              .runs("a", "n1")
                              .runs("b", "n2")
                              .constraint(colocation("c", "a", "b", "INFINITY"));
    CHECK(broken_after(sketch).empty());
}

TEST_CASE("a replica that was started and not promoted is unpromoted") {
    const Sketch sketch = Sketch("n1 n2")
                              .options("stonith-enabled=false")
                              .resource(primitive("vip") + promotable("db-clone", "db", "clone-max=1"))
                              .constraint(colocation("c", "vip", "db-clone", "INFINITY", R"(with-rsc-role="Unpromoted")"))
                              .runs("db", "n1")
                              .runs("vip", "n1");
    CHECK(broken_after(sketch).empty());
}

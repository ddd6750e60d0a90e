#include <doctest/doctest.h>

#include "placement/render.h"
#include "placement/verify.h"
#include "render/contains.h"
#include "support/sketch.h"

// A verification in words.
using namespace placement;

TEST_CASE("the command of a counterexample begins where the search began: once the cluster is at rest") {
    const Sketch to_be_started = Sketch("n1 n2").options("stonith-enabled=false").resource(primitive("db"));
    const Scenario scenario{.cib = to_be_started.cib(), .from = StartFrom::Rest};
    const Verification found = verify(scenario, {.failures = 1, .properties = {Property::ServiceRuns}});
    CHECK(contains(verify_text(found), " --from rest --in-time --wait 0.100 --fail db@n1"));
}

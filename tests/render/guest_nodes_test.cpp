#include <doctest/doctest.h>

#include "placement/explain.h"
#include "placement/render.h"
#include "render/contains.h"
#include "support/sketch.h"

// A bundle's guest nodes are for what is in it: nobody else is told why it does not run there.
using namespace placement;

namespace {

std::string bundle(const std::string& id, const std::string& inside, const std::string& first_address) {
    return "<bundle id=\"" + id + "\"><podman image=\"i\" replicas=\"1\"/><network ip-range-start=\"" + first_address +
           "\" control-port=\"3121\"/>" + inside + "</bundle>";
}

Outcome two_bundles() {
    Scenario scenario{.cib = Sketch("n1 n2")
                                 .resource(bundle("b", primitive("in-b"), "10.0.0.1"))
                                 .resource(bundle("c", primitive("in-c"), "10.0.0.9"))
                                 .resource(primitive("a"))
                                 .resource(fencing_device("fencer"))
                                 .cib()};
    scenario.at = Time{Sketch::now, 0};
    scenario.with_ledger = true;
    return simulate(scenario);
}

} // namespace

TEST_CASE("an explanation speaks of no guest node of another bundle") {
    const Outcome outcome = two_bundles();
    for (const char* resource : {"b", "in-b", "a", "fencer"}) {
        CAPTURE(resource);
        const std::string text = explanation_text(outcome, resource, "");
        CHECK(contains(text, "n1"));
        CHECK_FALSE(contains(text, "on c-0"));
    }
    CHECK(contains(explanation_text(outcome, "in-b", ""), "on b-0"));
}

TEST_CASE("a guest node that is asked for is spoken of") {
    CHECK(contains(explanation_text(two_bundles(), "a", "c-0"), "score on c-0"));
}

TEST_CASE("what keeps a resource down names no guest node of a bundle") {
    const Outcome outcome = two_bundles();
    for (const ResourceId id : require_resources(*outcome.after, "a")) {
        for (const Obstacle& obstacle : obstacles(*outcome.schedule, id, Role::Started)) {
            CHECK(obstacle.node != "b-0");
            CHECK(obstacle.node != "c-0");
        }
    }
}

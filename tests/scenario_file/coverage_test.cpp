#include <doctest/doctest.h>

#include "scenario_text.h"

using namespace placement;

namespace {

Coverage covered(const Sketch& sketch, const std::string& tests) {
    return constraint_coverage({file_about(sketch, "tests:\n" + tests)});
}

std::vector<std::string> undecided(const Coverage& coverage) {
    std::vector<std::string> ids;
    for (const UndecidedConstraint& each : coverage.undecided) ids.push_back(each.id);
    return ids;
}

const std::string at_rest = "  - name: at rest\n    expect: {lost: none}\n";
const std::string n1_fails = "  - name: n1 fails\n    steps: [fail: n1]\n    expect: {lost: none}\n";

} // namespace

TEST_CASE("coverage: a constraint that decides where something runs") {
    const Sketch sketch = two_services().constraint(location("not-n2", "db", "n2", "-INFINITY"));
    CHECK(undecided(covered(sketch, at_rest)) == std::vector<std::string>{"not-n2"});
    CHECK(undecided(covered(sketch, n1_fails)).empty());
    CHECK(covered(sketch, at_rest).constraints == 1);
}

TEST_CASE("coverage: one that has a part in scores, but decides nothing, is told apart from one that has none") {
    const Sketch sketch = two_services()
                              .resource(primitive("idle", meta("target-role=Stopped")))
                              .constraint(location("likes", "db", "n1", "5"))
                              .constraint(colocation("far", "idle", "db", "1"));
    const Coverage coverage = covered(sketch, at_rest);
    REQUIRE(coverage.undecided.size() == 2);
    CHECK(coverage.undecided[0].id == "likes");
    CHECK(coverage.undecided[0].took_part);
    CHECK(coverage.undecided[0].kind == "location");
    CHECK(coverage.undecided[1].kind == "colocation");
}

TEST_CASE("coverage: an ordering decides where it puts actions in order") {
    const Sketch sketch =
        two_services().constraint("<rsc_order id=\"after\" first=\"web-clone\" then=\"db\" kind=\"Mandatory\"/>");
    CHECK(undecided(covered(sketch, at_rest)) == std::vector<std::string>{"after"});
    CHECK(
        undecided(covered(sketch, "  - name: all\n    steps:\n      - standby: [n1, n2]\n    expect: {stopped: db}\n"))
            .empty());
}

TEST_CASE("coverage: a constraint that is needed in one of several tests decides") {
    const Sketch sketch = two_services().constraint(location("not-n2", "db", "n2", "-INFINITY"));
    CHECK(undecided(covered(sketch, at_rest + n1_fails)).empty());
}

TEST_CASE("coverage: what keeps a group together is no constraint") {
    const Sketch sketch = two_services()
                              .resource("<group id=\"g\">" + primitive("first") + primitive("second") + "</group>")
                              .constraint(location("not-n2", "g", "n2", "-INFINITY"));
    CHECK(covered(sketch, at_rest).constraints == 1);
    CHECK(undecided(covered(sketch, at_rest)).empty());
}

TEST_CASE("coverage: is asked for") {
    const ScenarioFile file = file_about(two_services(), "tests:\n" + at_rest);
    CHECK_FALSE(run_tests({file}).coverage.has_value());
    CHECK(run_tests({file}, {.coverage = true}).coverage.has_value());
}

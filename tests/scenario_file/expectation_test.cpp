#include "placement/expectation.h"

#include <doctest/doctest.h>

#include "scenario_text.h"

// Each kind of expectation: met, not met with what is predicted, and refused where it names what is not there.
using namespace placement;

namespace {

std::string expecting(const std::string& expectation) { return "    expect: {" + expectation + "}\n"; }
std::string after_failure(const std::string& expectation) {
    return "    steps:\n      - fail: n1\n" + expecting(expectation);
}

bool met(const std::string& lines, const Sketch& sketch = two_services()) {
    const TestResult result = result_of(sketch, lines);
    INFO(result.error);
    CHECK(result.error.empty());
    return result.passed();
}

/// The only check, which is not met.
CheckedExpectation unmet(const std::string& lines, const Sketch& sketch = two_services()) {
    const TestResult result = result_of(sketch, lines);
    REQUIRE(result.checks.size() == 1);
    CHECK_FALSE(result.checks[0].met);
    CHECK_FALSE(result.passed());
    return result.checks[0];
}

std::string complaint_about_expectation(const std::string& expectation) {
    return complaint_about_test(two_services(), expecting(expectation));
}

bool says(const CheckedExpectation& checked, const std::string& words) {
    for (const std::string& line : checked.explanation) {
        if (line.find(words) != std::string::npos) return true;
    }
    return false;
}

} // namespace

TEST_CASE("expectation: promoted") {
    CHECK(met(expecting("promoted: {web-clone: n1}")));
    CHECK(met(expecting("promoted: {web: n1}")));
    CHECK(met(after_failure("promoted: {web-clone: n2}")));
    const CheckedExpectation checked = unmet(expecting("promoted: {web-clone: n2}"));
    CHECK(checked.subject == "web-clone");
    CHECK(checked.expected == "promoted on n2");
    CHECK(checked.predicted == "promoted on n1");
    CHECK(says(checked, "not promoted on n2: "));
}

TEST_CASE("expectation: promoted nowhere") {
    const std::string lines = "    steps:\n      - fail: [n1, n2]\n" + expecting("promoted: {web-clone: none}");
    CHECK(met(lines));
    CHECK(unmet(expecting("promoted: {web-clone: none}")).expected == "promoted nowhere");
}

TEST_CASE("expectation: running, all of the nodes and no others") {
    CHECK(met(expecting("running: {db: n1, web-clone: [n2, n1]}")));
    CHECK(unmet(expecting("running: {web-clone: n1}")).predicted == "running on n1 n2");
    CHECK(says(unmet(after_failure("running: {db: n1}")), "not on n1: "));
}

TEST_CASE("expectation: not on") {
    CHECK(met(after_failure("not_on: {db: n1}")));
    const CheckedExpectation checked = unmet(expecting("not_on: {db: [n1, n2]}"));
    CHECK(checked.expected == "not on n1 or n2");
    CHECK(checked.predicted == "running on n1");
    CHECK(says(checked, "db runs on n1: "));
}

TEST_CASE("expectation: stopped") {
    CHECK(met("    steps:\n      - down: [n1, n2]\n" + expecting("stopped: [db, web-clone]")));
    CHECK(unmet(expecting("stopped: db")).predicted == "running on n1");
}

TEST_CASE("expectation: moves, in all and by resource") {
    CHECK(met(after_failure("moves_at_most: 1")));
    CHECK(met(after_failure("moves_at_most: {web-clone: 0, db: 1}")));
    const CheckedExpectation checked = unmet(after_failure("moves_at_most: 0"));
    CHECK(checked.expected == "at most 0 moves");
    CHECK(checked.predicted == "1 move");
    CHECK(says(checked, "db moves to n2"));
}

TEST_CASE("expectation: scores, exactly and within bounds") {
    const Sketch sketch =
        two_services().constraint(location("likes", "db", "n2", "5")).constraint(location("here", "db", "n1", "9"));
    CHECK(met(expecting("score: {db: {n2: 5, n1: {at_least: 9}}}"), sketch));
    CHECK(met(expecting("score: {db: {n2: {at_least: 5, at_most: 5}}}"), sketch));
    const CheckedExpectation checked = unmet(expecting("score: {db: {n2: {at_least: 6, at_most: INFINITY}}}"), sketch);
    CHECK(checked.expected == "score from 6 to INFINITY on n2");
    CHECK(checked.predicted == "score 5 on n2");
    CHECK(says(checked, "+5  "));
}

TEST_CASE("expectation: promotion scores") {
    CHECK(met(expecting("promotion_score: {web-clone: {n1: {at_least: 10}}}")));
    const CheckedExpectation checked = unmet(expecting("promotion_score: {web-clone: {n2: 100}}"));
    CHECK(checked.expected == "promotion score 100 on n2");
    CHECK(says(checked, "master-web"));
}

TEST_CASE("expectation: margins") {
    const Sketch sketch =
        two_services().constraint(location("here", "db", "n1", "9")).constraint(location("there", "db", "n2", "5"));
    CHECK(met(expecting("margin_at_least: {db: 2}"), sketch));
    const CheckedExpectation checked = unmet(expecting("margin_at_least: {db: 100}"), sketch);
    CHECK(checked.expected == "a margin of at least 100 points");
    CHECK(says(checked, "here"));
}

TEST_CASE("expectation: services that are lost") {
    CHECK(met(after_failure("lost: none")));
    CHECK(met("    steps:\n      - fail: [n1, n2]\n" + expecting("lost: [db, web-clone]")));
    const CheckedExpectation checked = unmet("    steps:\n      - fail: [n1, n2]\n" + expecting("lost: [db]"));
    CHECK(checked.subject == "services");
    CHECK(checked.expected == "lost: db");
    CHECK(checked.predicted == "lost: db, web-clone");
    CHECK_FALSE(checked.explanation.empty());
}

TEST_CASE("expectation: rest") {
    CHECK(met(expecting("settles: true")));
    const CheckedExpectation checked = unmet(expecting("settles: false"));
    CHECK(checked.expected == "never comes to rest");
    CHECK(checked.predicted == "the cluster comes to rest");
    CHECK(unmet(expecting("loops: db")).predicted == "the cluster comes to rest");
}

TEST_CASE("expectation: at all times, and properties of the sequence") {
    const std::string failing = "    steps:\n      - fail: n1\n";
    CHECK(met(failing + expecting("state: {db: running}")));
    const CheckedExpectation checked = unmet(failing + expecting("at_all_times: {state: {db: running}}"));
    CHECK(checked.subject == "db");
    REQUIRE(checked.explanation.size() == 1);
    CHECK(checked.explanation[0].starts_with("db: expected running at all times, and it is "));
    CHECK(met(failing + expecting("holds: [service-runs, comes-to-rest]")));
}

TEST_CASE("expectation: what is not there is refused, with the nearest name") {
    CHECK(complaint_about_expectation("promoted: {wep: n1}") == "t.yaml:3:25: no resource `wep`; did you mean `web`?");
    CHECK(complaint_about_expectation("running: {db: n11}").find("t.yaml:3:28: no node `n11`; did you mean `n1`") == 0);
    CHECK(complaint_about_expectation("stopped: [db, dp]") == "t.yaml:3:28: no resource `dp`; did you mean `db`?");
    CHECK(complaint_about_expectation("lost: dp") == "t.yaml:3:20: no resource `dp`; did you mean `db`?");
    CHECK(complaint_about_expectation("score: {db: {n9: 1}}").find("t.yaml:3:27: no node `n9`") == 0);
    CHECK(complaint_about_expectation("loops: dp") == "t.yaml:3:21: no resource `dp`; did you mean `db`?");
    CHECK(complaint_about_expectation("running: {db: none, 'db': n1}").find("the key `db` is there already") !=
          std::string::npos);
}

TEST_CASE("expectation: what is no service cannot be lost, and what is not promotable cannot be promoted") {
    CHECK(complaint_about_expectation("lost: web") == "t.yaml:3:20: `web` is no service: `web-clone` counts in its place");
    CHECK(complaint_about_expectation("promoted: {db: n1}") ==
          "t.yaml:3:25: `db` is in no promotable clone or bundle, and so is never promoted");
    const Sketch grouped = Sketch("n1").resource(group("g", primitive("a") + fencing_device("f"))).runs("a", "n1");
    CHECK(complaint_about_test(grouped, expecting("lost: g")) ==
          "t.yaml:3:20: `g` is no service: what is in its group counts, each by itself");
    CHECK(complaint_about_test(grouped, expecting("lost: f")) == "t.yaml:3:20: `f` is a fencing device, and no service");
    CHECK(complaint_about_test(grouped, expecting("lost: a")).empty());
}

TEST_CASE("expectation: what means nothing is refused") {
    CHECK(complaint_about_expectation("") == "t.yaml:3:13: nothing is expected here");
    CHECK(complaint_about_expectation("promote: {web: n1}") ==
          "t.yaml:3:14: no key `promote`; did you mean `promoted`?");
    CHECK(complaint_about_expectation("not_on: {db: none}") == "t.yaml:3:27: a node is expected");
    CHECK(complaint_about_expectation("moves_at_most: -1").find("t.yaml:3:29: ") == 0);
    CHECK(complaint_about_expectation("margin_at_least: {db: 0}").find("t.yaml:3:36: ") == 0);
    CHECK(complaint_about_expectation("score: {db: {n1: {}}}") == "t.yaml:3:31: `at_least` or `at_most` is missing");
    CHECK(complaint_about_expectation("at_all_times: {lost: none}").find("no key `lost`") != std::string::npos);
    CHECK(complaint_about_expectation("holds: never-twise").find("no property `never-twise`; did you mean `never-twice`?") !=
          std::string::npos);
    CHECK(complaint_about_expectation("settles: true, loops: db") ==
          "t.yaml:3:36: `settles` and `loops` cannot both be asked for");
}

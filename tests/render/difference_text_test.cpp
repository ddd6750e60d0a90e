#include <string>

#include <doctest/doctest.h>

#include "placement/difference.h"
#include "placement/render.h"
#include "render/contains.h"

// How a difference is told.
using namespace placement;

namespace {

Difference of_failures(std::size_t failures) {
    Difference difference;
    difference.old_name = "old.xml";
    difference.new_name = "new.xml";
    difference.scenarios_compared = failures + 1;
    return difference;
}

ScenarioDifference scenario_with(const std::string& name, const Deviation& deviation) {
    ScenarioDifference scenario;
    scenario.name = name;
    if (name != "now" && name != "commit") scenario.events = {NodeFails{"n1"}};
    scenario.deviations = {deviation};
    return scenario;
}

const Deviation order{DeviationKind::Order, "web", "web starts without waiting for ip to start", false, false, {0}};
const Deviation unfenced{DeviationKind::Fencing, "n1", "n1 can no longer be fenced: fencing is disabled", true, false, {0}};

} // namespace

TEST_CASE("without edits and differences: no difference") {
    CHECK(contains(difference_text(of_failures(3)), "No difference, now or in any of 3 failures."));
}

TEST_CASE("an edit that shows nowhere is not called no difference") {
    Difference difference = of_failures(3);
    difference.edits = {{"property a: 1 -> 2", {}}};
    CHECK(contains(difference_text(difference), "Nothing differs now or in any of 3 failures, but the configuration does: see Edits."));
}

TEST_CASE("protection that is lost is told even where nothing else differs") {
    Difference difference = of_failures(3);
    difference.edits = {{"property a: 1 -> 2", {}}};
    difference.protection = {unfenced};
    CHECK(difference.any_worse());
    CHECK(contains(difference_text(difference), "Nothing differs now or in any of 3 failures, but n1 can no longer be fenced: fencing is disabled."));
}

TEST_CASE("scenarios in which the same differs are one line with a count, and named on demand") {
    Difference difference = of_failures(6);
    difference.edits = {{"constraint o removed", {}}};
    for (const char* name : {"n1 fails", "n2 fails", "n3 fails", "n4 fails"}) difference.scenarios.push_back(scenario_with(name, order));
    const std::string text = difference_text(difference);
    CHECK(contains(text, "In 4 of 6 failures\n  web starts without waiting for ip to start\n"));
    CHECK(!contains(text, "n4 fails"));
    CHECK(contains(difference_text(difference, {.everything = true}), "(n1 fails; n2 fails; n3 fails; n4 fails)"));
}

TEST_CASE("what a commit interrupts is told in the verdict") {
    Difference difference = of_failures(2);
    difference.edits = {{"parameter ip of primitive web: 1 -> 2", {}}};
    difference.scenarios = {scenario_with("commit", {DeviationKind::Commit, "web", "web restarts on n1", false, true, {0}})};
    const std::string text = difference_text(difference);
    CHECK(contains(text, "When it is committed\n  web restarts on n1\n"));
    CHECK(contains(text, "Nothing differs now or in any of 2 failures. Committing it interrupts web. No service gets worse."));
}

TEST_CASE("rules that are responsible together are named together") {
    Difference difference = of_failures(1);
    difference.old_release = Release::v2_0_5;
    difference.changed_rules = {{"one", "what it is", {}}, {"other", "what that is", {}}};
    ScenarioDifference now;
    now.name = "now";
    now.deviations.push_back({DeviationKind::Actions, "a", "a starts"});
    now.responsible_together = {0, 1};
    difference.scenarios.push_back(now);
    const std::string text = difference_text(difference);
    CHECK(contains(text, "because of these together: one, other"));
    CHECK(contains(text, "Changed rules"));
}

#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "placement/comparisons.h"
#include "placement/lint.h"
#include "placement/render.h"
#include "placement/test_report.h"
#include "placement/what_if.h"
#include "render/contains.h"
#include "support/sketch.h"

// Every kind of answer names the older release whose rules it follows, and what is not checked for it.
using namespace placement;
using Json = nlohmann::json;

namespace {

const std::string by_the_rules = "By the rules of Pacemaker 1.1.11, for which groups are not checked; 1.1.11 itself was compared only in part.\n";

Scenario scenario(Release release) {
    Scenario scenario{.cib = Sketch("n1 n2").resource(group("g", primitive("a"))).constraint(location("l", "g", "n1", "5")).cib()};
    scenario.release = release;
    scenario.at = Time{Sketch::now, 0};
    scenario.with_ledger = true;
    return scenario;
}

void check_names(const Json& json) {
    CHECK(json.at("pacemaker") == "1.1.11");
    CHECK(json.at("unchecked_kinds") == std::vector<std::string>{"groups"});
    CHECK(json.at("compared").at("extent") == "part");
}

LintReport report(Release release) {
    LintOptions options;
    options.at = Time{Sketch::now, 0};
    options.release = release;
    return lint(scenario(release).cib, options);
}

WhatIf without_l(Release release) { return what_if(scenario(release), {ConfigurationChange::without("l")}, "g"); }

TestRun test_run() {
    TestResult result;
    result.name = "the group runs";
    result.release = Release::v1_1_11;
    result.unchecked_kinds = {"groups"};
    TestRun run;
    run.results.push_back(result);
    return run;
}

} // namespace

TEST_CASE("an explanation names the release") {
    const Outcome outcome = simulate(scenario(Release::v1_1_11));
    CHECK(contains(explanation_text(outcome, "g", "", {}), by_the_rules));
    check_names(Json::parse(explanation_json(outcome, "g", "")));
}

TEST_CASE("an answer says how well the release was compared, with the numbers of the comparison") {
    for (const Release release : offered_releases()) {
        CAPTURE(text(release));
        const Outcome outcome = simulate(scenario(release));
        const std::string answer = outcome_text(outcome, {});
        CHECK(contains(answer, "; " + comparison_words(release)) == (release != default_release));
        const Json json = Json::parse(outcome_json(outcome)).at("compared");
        CHECK(json.at("extent") == text(compared_extent(release)));
        const ReleaseComparison* const compared = comparison_of(release);
        CHECK(json.at("equal").is_null() == (compared == nullptr));
        if (compared == nullptr) continue;
        CHECK(json.at("equal") == compared->equal);
        CHECK(json.at("inputs") == compared->inputs);
        const std::string numbers = std::to_string(compared->equal) + " of " + std::to_string(compared->inputs);
        CHECK(comparison_words(release) == std::string(text(release)) + " itself answers " + numbers + " regression inputs the same way");
    }
    CHECK(comparison_words(Release::v1_1_11) == "1.1.11 itself was compared only in part");
}

TEST_CASE("an explanation by the default release's rules does not say so") {
    CHECK_FALSE(contains(explanation_text(simulate(scenario(default_release)), "g", "", {}), "By the rules"));
}

TEST_CASE("what a change changes names the release") {
    const WhatIf answer = without_l(Release::v1_1_11);
    CHECK(what_if_text(answer, {}).starts_with(by_the_rules));
    check_names(Json::parse(what_if_json(answer)));
}

TEST_CASE("findings name the release, once for all CIBs") {
    const std::vector<LintReport> reports{report(Release::v1_1_11), report(Release::v1_1_11)};
    const std::string text = lint_text(reports, {});
    CHECK(contains(text, by_the_rules));
    CHECK(text.find(by_the_rules) == text.rfind(by_the_rules));
    check_names(Json::parse(lint_json(reports)).at("reports").at(1));
}

TEST_CASE("a test run names the release of a test") {
    CHECK(contains(test_report_text(test_run(), {}), "the group runs (Pacemaker 1.1.11, for which groups are not checked)\n"));
    check_names(Json::parse(test_report_json(test_run())).at("tests").at(0));
}

TEST_CASE("a finding's scenario is a command, with the rest between its failures") {
    LintReport found = report(Release::v1_1_10);
    Finding finding;
    finding.proof = Proof{.events = {NodeFails{"n1"}, ClusterSettles{}, NodeJoins{"n1"}}, .release = Release::v1_1_10};
    found.findings = {finding};
    const Json json = Json::parse(lint_json({found}));
    const std::string command = json.at("reports").at(0).at("findings").at(0).at("proof").at("command");
    CHECK(contains(command, "--fail n1 --settle --up n1 --pacemaker 1.1.10"));
}

#include "placement-sim/releases_command.h"

#include <string>
#include <utility>
#include <vector>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "placement/comparisons.h"
#include "placement/releases.h"
#include "support/command_answer.h"

// placement-sim releases from its command line to its exit status.
using namespace placement;
using namespace placement::sim;
using placement::testing::Answer;
using placement::testing::answer_of;

namespace {

Answer releases(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "releases");
    return answer_of(releases_command, std::move(arguments));
}

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

} // namespace

TEST_CASE("releases: all of them, with the counts and the distributions") {
    const Answer answer = releases({});
    CHECK(answer.status == Status::Survives);
    for (const Release release : offered_releases()) CHECK(has(answer.out, "\n  " + std::string(text(release)) + " "));
    for (const ReleaseComparison& each : comparisons()) {
        CHECK(has(answer.out, std::to_string(each.equal) + " of " + std::to_string(each.inputs) + " equal"));
    }
    for (const Distribution& each : known_distributions()) CHECK(has(answer.out, std::string(each.name)));
    const auto json = nlohmann::json::parse(releases({"--format", "json"}).out);
    CHECK(json["releases"].size() == offered_releases().size());
    CHECK(json["releases"].back()["feature_set"] == "3.20.5");
}

TEST_CASE("releases: what changed between two, by any of their names") {
    const Answer answer = releases({"debian-12", "3.0.2"});
    CHECK(answer.out.starts_with("Pacemaker 2.1.5 -> 3.0.2\n2.1.5 itself answers "));
    CHECK(has(answer.out, "\n3.0.2\n  promoted_pairs_share_attribute: "));
    CHECK(has(answer.out, "(3.0.2: b5c2ab8736)\n"));
    const auto json = nlohmann::json::parse(releases({"2.1.5", "3.0.2", "--format", "json"}).out);
    CHECK(json["pacemaker"]["old"] == "2.1.5");
    CHECK(json["changed_rules"].size() == changed_rules(Release::v2_1_5, Release::v3_0_2).size());
    CHECK(json["changed_rules"][0]["changes"][0]["from"] == "3.0.2");
}

TEST_CASE("releases: one alone, or a name that is none, is status 2") {
    CHECK(releases({"2.1.5"}).status == Status::Unusable);
    CHECK(releases({"2.1.5"}).err == "placement-sim releases: name two releases, or none\n");
    CHECK(releases({"2.1.5", "1.0"}).status == Status::Unusable);
    CHECK(has(releases({"2.1.8", "2.1.9"}).out, "They decide everything alike.\n"));
}

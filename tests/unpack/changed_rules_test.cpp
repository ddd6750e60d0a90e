#include <algorithm>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "placement/comparisons.h"
#include "placement/releases.h"

// In which rules two releases differ, and what docs/releases.md says of releases.
using namespace placement;

namespace {

std::string releases_manual() {
    std::ifstream stream(std::string(PLACEMENT_SOURCE_DIR) + "/docs/releases.md");
    return {std::istreambuf_iterator<char>(stream), {}};
}

/// The release's row in the table of comparisons.
std::string row_in(const std::string& manual, Release release) {
    const std::size_t begin = manual.find("\n| " + std::string(text(release)) + " ", manual.find("### Regression inputs"));
    if (begin == std::string::npos) return "";
    return manual.substr(begin + 1, manual.find('\n', begin + 1) - begin - 1);
}

const ChangedRule* rule_in(const std::vector<ChangedRule>& rules, std::string_view field) {
    const auto found = std::ranges::find(rules, field, &ChangedRule::field);
    return found == rules.end() ? nullptr : &*found;
}

} // namespace

TEST_CASE("between a release and itself nothing changed, between two all that makes one the other") {
    for (const Release one : offered_releases()) {
        CHECK(changed_rules(one, one).empty());
        for (const Release other : offered_releases()) {
            CAPTURE(text(one));
            CAPTURE(text(other));
            const std::vector<ChangedRule> rules = changed_rules(one, other);
            CHECK(rules.empty() == (behavior_of(one) == behavior_of(other)));
            for (const ChangedRule& rule : rules) {
                CHECK_FALSE(rule.changes.empty());
                CHECK(behavior_of(one, {rule.field}, other) != behavior_of(one));
                CHECK(behavior_of(other, {rule.field}, other) == behavior_of(other));
            }
        }
    }
}

TEST_CASE("a field that changed several times has all changes, one that changed back is none") {
    const std::vector<ChangedRule> rules = changed_rules(Release::v2_0_5, Release::v3_0_2);
    const ChangedRule* inheritance = rule_in(rules, "inheritance");
    REQUIRE(inheritance != nullptr);
    REQUIRE(inheritance->changes.size() == 3);
    CHECK(inheritance->changes.front().from == Release::v2_1_5);
    CHECK(inheritance->changes[1].from == Release::v2_1_6);
    CHECK(inheritance->changes.back().from == Release::v2_1_7);
    CHECK(rule_in(changed_rules(Release::v2_1_9, Release::v3_0_0), "remote_fencing") == nullptr);
    CHECK(rule_in(changed_rules(Release::v2_1_10, Release::v3_0_0), "remote_fencing") != nullptr);
}

TEST_CASE("each field that changed is in words, and in docs/releases.md") {
    const std::string manual = releases_manual();
    for (const ChangedRule& rule : changed_rules(Release::v1_1_10, default_release)) {
        CAPTURE(rule.field);
        CHECK(rule.words != rule.field);
        CHECK(manual.find("\n| `" + std::string(rule.field) + "` | ") != std::string::npos);
    }
    for (const BehaviorChange& change : behavior_changes()) {
        CAPTURE(change.field);
        CHECK(manual.find("\n| `" + std::string(change.field) + "` | ") != std::string::npos);
    }
}

TEST_CASE("docs/releases.md has the numbers of each comparison") {
    const std::string manual = releases_manual();
    for (const ReleaseComparison& each : comparisons()) {
        std::string numbers;
        for (const std::size_t number : {each.inputs, each.equal, each.places, each.scores, each.graph}) {
            numbers += "| " + std::to_string(number) + " ";
        }
        const std::string row = row_in(manual, each.release);
        CAPTURE(row);
        CHECK(row.ends_with(numbers + "|"));
    }
}

TEST_CASE("docs/releases.md has each distribution's name") {
    const std::string manual = releases_manual();
    for (const ReleaseDescription& described : release_descriptions()) {
        CHECK_FALSE(described.feature_set.empty());
        CHECK_FALSE(described.schema.empty());
        for (const std::string_view name : described.distributions) {
            CHECK_MESSAGE(manual.find("`" + std::string(name) + "`") != std::string::npos, name);
        }
    }
}

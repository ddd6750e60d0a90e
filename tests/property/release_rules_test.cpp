#include <cstdint>
#include <memory>
#include <string>

#include <doctest/doctest.h>

#include "placement/difference.h"
#include "placement/schedule.h"
#include "placement/unpack.h"
#include "property/generator.h"

// That the scheduler asks each rule that releases changed: on some cluster made by chance the rule alone changes the scores.
// What it changes is in tests/schedule/behavior_test.cpp, where a few words make a cluster that shows it.
using namespace placement;
using namespace placement::property;

namespace {

constexpr Time now{1'704'067'200, 0};

std::string scores(const Cluster& cluster) {
    const Schedule schedule = placement::schedule(std::make_shared<const Cluster>(cluster));
    std::string text;
    for (const ReportedScore& each : schedule.reported_scores) {
        text += std::to_string(each.resource.index()) + " " + (each.node ? std::to_string(each.node.index()) : "-") + " " +
                each.score.text() + "\n";
    }
    return text;
}

template <typename Change>
bool changes_scores(std::uint64_t seed, Release release, Change change) {
    auto cluster = *unpack(Cib::from_text(random_cluster(seed, Kinds::All).xml(), "chance.xml"), now, release);
    const std::string before = scores(cluster);
    change(cluster.behavior);
    return scores(cluster) != before;
}

/// From the seed that is known to do, so that another generator does not break the test.
template <typename Change>
bool matters(std::uint64_t seed, Release release, Change change) {
    for (std::uint64_t next = seed; next < seed + 500; ++next) {
        if (changes_scores(next, release, change)) return true;
    }
    return false;
}

} // namespace

TEST_CASE("repeats_failed_attempts matters") {
    CHECK(matters(61, Release::v3_0_2, [](Behavior& behavior) { behavior.repeats_failed_attempts = false; }));
}

TEST_CASE("keeps_instances_node_by_node matters") {
    CHECK(matters(244, Release::v2_1_5, [](Behavior& behavior) { behavior.keeps_instances_node_by_node = true; }));
}

TEST_CASE("inheritance matters") {
    CHECK(matters(88, Release::v3_0_2, [](Behavior& behavior) { behavior.inheritance = Inheritance::HandedDownSorted; }));
    CHECK(matters(248, Release::v2_0_5, [](Behavior& behavior) { behavior.inheritance = Inheritance::Asked; }));
    CHECK(matters(88, Release::v3_0_2, [](Behavior& behavior) { behavior.inheritance = Inheritance::AskedUpwards; }));
    CHECK(matters(88, Release::v2_1_5, [](Behavior& behavior) { behavior.inheritance = Inheritance::AskedUpwards; }));
}

TEST_CASE("full_clones_heed_optional_colocations matters") {
    CHECK(matters(248, Release::v2_1_5,
                  [](Behavior& behavior) { behavior.full_clones_heed_optional_colocations = true; }));
}

TEST_CASE("mandatory_colocations_first matters") {
    CHECK(matters(167, Release::v3_0_2, [](Behavior& behavior) { behavior.mandatory_colocations_first = false; }));
}

TEST_CASE("chains_leave_a_node matters") {
    CHECK(matters(154, Release::v3_0_2, [](Behavior& behavior) { behavior.chains_leave_a_node = false; }));
}

TEST_CASE("double_negatives_count matters") {
    CHECK(matters(104, Release::v3_0_2, [](Behavior& behavior) { behavior.double_negatives_count = false; }));
}

TEST_CASE("group_followers_count_in_full matters") {
    CHECK(matters(124, Release::v1_1_11, [](Behavior& behavior) { behavior.group_followers_count_in_full = false; }));
}

TEST_CASE("group_preferences matters, each of them") {
    const auto set = [](GroupPreferences to) { return [to](Behavior& behavior) { behavior.group_preferences = to; }; };
    CHECK(matters(162, Release::v1_1_10, set(GroupPreferences::MembersButLast)));
    CHECK(matters(162, Release::v1_1_10, set(GroupPreferences::FirstMemberThroughout)));
    CHECK(matters(273, Release::v3_0_2, set(GroupPreferences::FirstMember)));
}

TEST_CASE("rules that are responsible together: none alone removes the difference, and none can be left out") {
    const auto together = [](std::uint64_t seed) {
        const Difference found =
            difference(Cib::from_text(random_cluster(seed, Kinds::All).xml(), "chance.xml"), Release::v2_0_5, Release::v3_0_2);
        for (const ScenarioDifference& scenario : found.scenarios) {
            if (scenario.responsible_together.empty()) continue;
            CHECK(scenario.responsible.empty());
            CHECK(scenario.responsible_together.size() > 1);
            CHECK(scenario.responsible_together.back() < found.changed_rules.size());
            return true;
        }
        return false;
    };
    bool any = false;
    for (std::uint64_t seed = 237; seed < 400 && !any; ++seed) any = together(seed);
    CHECK(any);
}

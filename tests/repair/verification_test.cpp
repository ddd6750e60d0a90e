#include <algorithm>
#include <filesystem>
#include <map>
#include <set>

#include <doctest/doctest.h>

#include "placement/repair.h"

// cib-samples/verify: what does not hold in each file is mended, but for what no edit of a configuration can mend.
using namespace placement;

namespace {

namespace fs = std::filesystem;

const fs::path verified_samples = fs::path(PLACEMENT_SOURCE_DIR) / "cib-samples" / "verify";

Scenario sample(const std::string& name) {
    return {.cib = Cib::from_file((verified_samples / (name + ".xml")).string()),
            .release = default_release,
            .from = StartFrom::Rest};
}

bool is_mended(const std::string& name, const std::string& edit) {
    const Repairs repairs = repair(sample(name), VerifyOptions{});
    const auto is_it = [&](const Repair& each) {
        return each.edits.size() == 1 && each.edits[0].text == edit && each.leaves.empty();
    };
    const auto found = std::ranges::find_if(repairs.repairs, is_it);
    if (found == repairs.repairs.end()) return false;
    CHECK(found->harmless());
    Scenario again = sample(name);
    again.cib = Cib::from_text(found->text.text);
    return verify(again).counterexamples.empty();
}

} // namespace

TEST_CASE("what holds whatever fails needs no repair") {
    CHECK(repair(sample("blocked-for-ever-mended"), VerifyOptions{}).holds_already());
}

TEST_CASE("a failure that blocks a service for ever may have another consequence") {
    CHECK(is_mended("blocked-for-ever", "on-fail of the monitor of db: restart instead of block"));
}

TEST_CASE("a service that nothing monitors gets a monitor") {
    CHECK(is_mended("no-monitor", "a recurring monitor for db, every 10s"));
}

TEST_CASE("where fencing cannot be enabled because there is no device, no edit mends that a node is not fenced") {
    const Repairs repairs = repair(sample("no-fencing"), VerifyOptions{});
    CHECK_FALSE(repairs.any_harmless());
    for (const Repair& each : repairs.repairs) CHECK_FALSE(each.leaves.empty());
    CHECK(std::ranges::any_of(repairs.refused, [](const std::string& each) {
        return each == "cluster property stonith-enabled: true instead of false: 0 of 1 services run with it";
    }));
}

TEST_SUITE("large") {
    TEST_CASE("the other samples: bans, failures that never expire, devices that nobody may use, missing stickiness") {
        CHECK(is_mended("requires-nothing", "requires of address: fencing instead of nothing"));
        CHECK(is_mended("requires-quorum", "requires of share: fencing instead of quorum"));
        CHECK(is_mended("ban-for-ever", "failure-timeout of db: 10min (it is not set)"));
        CHECK(is_mended("fencing-banned", "without the location constraint of fence-n1, d2"));
        CHECK(is_mended("groups-without-stickiness", "resource-stickiness of all resources: 10 (it is not set)"));
        CHECK(is_mended("never-together", "score of apart: -100000 instead of -INFINITY"));
        CHECK(is_mended("no-stickiness", "resource-stickiness of all resources: 10 (it is not set)"));
        CHECK(is_mended("start-again-for-ever", "migration-threshold of db: 10 instead of INFINITY"));
        CHECK(is_mended("threshold-of-nothing", "migration-threshold of web: 10 instead of 100000"));
    }
}

#include <algorithm>
#include <string>

#include <doctest/doctest.h>

#include "placement/cib.h"
#include "placement/render.h"
#include "placement/sweep.h"
#include "placement/verify.h"
#include "property/generator.h"

// A failure that is simulated in a part of the cluster does what it does in the whole.

using namespace placement;

namespace {

std::string obstacles_of(const Sweep& swept) {
    std::string told;
    for (const SweptScenario& scenario : swept.scenarios) {
        for (const auto& [service, fares] : scenario.services.affected()) {
            for (const Obstacle& obstacle : fares.kept_down_by)
                told += scenario.name + " " + obstacle.code + " " + obstacle.text + "\n";
        }
    }
    return told;
}

/// How many scenarios parts gave the answer to.
std::size_t check_parts(const Cib& cib, int depth) {
    SweepOptions options;
    options.depth = depth;
    const Sweep by_parts = sweep(cib, options);
    options.whole_cluster = true;
    const Sweep by_whole = sweep(cib, options);
    REQUIRE(sweep_json(by_parts) == sweep_json(by_whole));
    REQUIRE(obstacles_of(by_parts) == obstacles_of(by_whole));
    return static_cast<std::size_t>(std::ranges::count(by_parts.scenarios, true, &SweptScenario::of_part));
}

void check_verified_parts(const Cib& cib) {
    const Scenario scenario{.cib = cib, .from = StartFrom::Rest};
    for (const std::size_t failures : {1, 2}) {
        const Verification by_parts = verify(scenario, {.failures = failures, .depth = 1});
        const Verification by_whole = verify(scenario, {.failures = failures, .depth = 1, .whole_cluster = true});
        REQUIRE(verify_json(by_parts) == verify_json(by_whole));
    }
}

/// How many failures of nodes parts gave the answer to, in the cluster at rest.
std::size_t check_nodes(const Cib& cib) {
    SweepOptions options;
    options.from = StartFrom::Rest;
    options.resources = false;
    const Sweep by_parts = sweep(cib, options);
    options.whole_cluster = true;
    REQUIRE(sweep_json(by_parts) == sweep_json(sweep(cib, options)));
    return static_cast<std::size_t>(std::ranges::count(by_parts.scenarios, true, &SweptScenario::of_part));
}

std::size_t check_parts_of_random_clusters(std::uint64_t first, std::uint64_t end, int depth) {
    std::size_t of_parts = 0;
    for (std::uint64_t seed = first; seed < end; ++seed) {
        CAPTURE(seed);
        for (const property::Kinds kinds : {property::Kinds::Plain, property::Kinds::All}) {
            of_parts += check_parts(Cib::from_text(property::random_cluster(seed, kinds).xml()), depth);
        }
    }
    return of_parts;
}

} // namespace

TEST_CASE("a part of a cluster answers for a failure as the whole does") { CHECK(check_parts_of_random_clusters(0, 25, 1) > 50); }

TEST_CASE("two parts of a cluster answer for a pair of failures as the whole does") {
    CHECK(check_parts_of_random_clusters(100, 112, 2) > 10);
}

TEST_CASE("the parts that the failure of a node reaches answer as the whole does") {
    std::size_t of_parts = 0;
    for (std::uint64_t seed = 300; seed < 340; ++seed) {
        CAPTURE(seed);
        of_parts += check_nodes(Cib::from_text(property::random_cluster(seed, property::Kinds::Plain).xml()));
    }
    CHECK(of_parts > 10);
}

TEST_CASE("a part of a cluster is verified as the whole is") {
    for (std::uint64_t seed = 200; seed < 220; ++seed) {
        CAPTURE(seed);
        check_verified_parts(Cib::from_text(property::random_cluster(seed, property::Kinds::Plain).xml()));
    }
}

TEST_SUITE("large") {
    TEST_CASE("a part of a cluster is verified as the whole is, in many clusters") {
        for (std::uint64_t seed = 2'000; seed < 2'200; ++seed) {
            CAPTURE(seed);
            for (const property::Kinds kinds : {property::Kinds::Plain, property::Kinds::All})
                check_verified_parts(Cib::from_text(property::random_cluster(seed, kinds).xml()));
        }
    }
    TEST_CASE("a part of a cluster answers for a failure as the whole does, in many clusters") {
        CHECK(check_parts_of_random_clusters(1'000, 1'200, 1) > 400);
    }
}

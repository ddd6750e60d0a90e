#include <cstdint>
#include <memory>
#include <string>

#include <doctest/doctest.h>

#include "placement/explain.h"
#include "placement/schedule.h"
#include "placement/unpack.h"
#include "property/generator.h"
#include "support/sketch.h"

// Colocations of which many paths are made: summing parts of them up gives what walking each path gives.
using namespace placement;
using property::Chance;

namespace {

constexpr std::uint64_t generated = 300;
constexpr std::uint64_t dense = 200;

std::shared_ptr<const Cluster> generated_cluster(std::uint64_t seed) {
    return unpack(Cib::from_text(property::random_cluster(seed, property::Kinds::All).xml(), "chance.xml"), Time{1'704'067'200, 0});
}

std::string any_score(Chance& chance) {
    static const std::vector<std::string> scores{"INFINITY", "-INFINITY", "-500", "-20", "-1", "1", "10", "300", "70000", "999999", "-800000"};
    return chance.one_of(scores);
}

/// Up to 8 resources, most pairs of them colocated; among them groups and clones.
std::shared_ptr<const Cluster> dense_cluster(std::uint64_t seed) {
    Chance chance(seed);
    Sketch sketch("n1 n2 n3");
    const std::size_t count = 3 + chance.below(6);
    const auto name = [](std::size_t i) { return "r" + std::to_string(i); };
    for (std::size_t i = 0; i < count; ++i) {
        const std::string id = name(i);
        const std::size_t kind = chance.below(6);
        if (kind == 0) {
            sketch.resource(group(id, primitive(id + "a") + primitive(id + "b")));
        } else if (kind == 1) {
            sketch.resource(clone(id, primitive(id + "a")));
        } else {
            sketch.resource(primitive(id));
            if (chance.percent(40)) sketch.runs(id, "n" + std::to_string(1 + chance.below(3)));
        }
        if (chance.percent(60)) {
            sketch.constraint(location("l" + id, id, "n" + std::to_string(1 + chance.below(3)), any_score(chance)));
        }
    }
    const bool cycles = chance.percent(30);
    for (std::size_t i = 0; i < count; ++i) {
        for (std::size_t j = 0; j < count; ++j) {
            if (i == j || (j < i && !cycles) || chance.percent(35)) continue;
            sketch.constraint(colocation("c" + name(i) + "-" + name(j), name(i), name(j), any_score(chance)));
        }
    }
    return unpack(sketch.cib(), Time{Sketch::now, 0});
}

std::string scores(const Schedule& schedule) {
    std::string text;
    for (const ReportedScore& each : schedule.reported_scores) {
        text += std::to_string(each.resource.index()) + " " + (each.node ? std::to_string(each.node.index()) : "-") + " " + each.score.text() + "\n";
    }
    return text;
}

void compare(const std::shared_ptr<const Cluster>& cluster) {
    const Schedule walked = schedule(cluster, {.steps_path_by_path = 1'000'000});
    const Schedule summed = schedule(cluster, {.with_ledger = true, .steps_path_by_path = 0});
    CHECK(scores(walked) == scores(summed));
    CHECK(check_ledger(summed).empty());
}

} // namespace

TEST_CASE("generated clusters score the same with sums" * doctest::test_suite("large")) {
    for (std::uint64_t seed = 1; seed <= generated; ++seed) {
        CAPTURE(seed);
        compare(generated_cluster(seed));
    }
}

TEST_CASE("dense colocations score the same with sums" * doctest::test_suite("large")) {
    for (std::uint64_t seed = 1; seed <= dense; ++seed) {
        CAPTURE(seed);
        compare(dense_cluster(seed));
    }
}

TEST_CASE("25 resources colocated pairwise are scored, with a ledger that replays") {
    Sketch sketch("n1 n2 n3");
    for (int i = 0; i < 25; ++i) {
        sketch.resource(primitive("r" + std::to_string(i)));
        for (int j = 0; j < i; ++j) {
            sketch.constraint(colocation("c" + std::to_string(j) + "-" + std::to_string(i), "r" + std::to_string(j), "r" + std::to_string(i), "100"));
        }
    }
    const Schedule schedule = placement::schedule(unpack(sketch.cib(), Time{Sketch::now, 0}), {.with_ledger = true});
    CHECK(check_ledger(schedule).empty());
    CHECK(schedule.ledger->size() < 100'000);
}

TEST_CASE("too many paths are refused with the limit that was met") {
    const auto cluster = dense_cluster(3);
    CHECK_THROWS_AS(schedule(cluster, {.steps_path_by_path = 0, .most_steps = 1}), LimitReached);
}

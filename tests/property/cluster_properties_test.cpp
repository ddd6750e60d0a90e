#include <memory>
#include <set>
#include <string>

#include <doctest/doctest.h>

#include "placement/cib.h"
#include "placement/explain.h"
#include "placement/render.h"
#include "placement/schedule.h"
#include "placement/unpack.h"
#include "property/generator.h"

using namespace placement;
using property::Chance;
using property::XmlElement;
using property::Kinds;
using property::random_cluster;
using property::reordered;

namespace {

constexpr std::uint64_t clusters = 150;

Schedule scheduled(const std::string& xml, bool with_ledger = false) {
    return schedule(unpack(Cib::from_text(xml), Time{1'795'000'000, 0}), {.with_ledger = with_ledger});
}
Schedule scheduled(const XmlElement& cib) { return scheduled(cib.xml()); }

/// Calls `check` with a schedule of each cluster; a failure names the seed.
template <typename Check>
void for_each_schedule(Kinds kinds, const Check& check) {
    for (std::uint64_t seed = 0; seed < clusters; ++seed) {
        CAPTURE(seed);
        check(scheduled(random_cluster(seed, kinds)));
    }
}

std::string name(const Schedule& schedule, ResourceId resource) { return schedule.cluster->resources[resource].id; }

void check_same_scores(const Schedule& one, const Schedule& other) { CHECK(score_report(one) == score_report(other)); }

/// The nodes of a primitive, or of a group's members.
std::set<NodeId> nodes_of(const Schedule& schedule, ResourceId resource) {
    std::set<NodeId> nodes;
    const Resource& configured = schedule.cluster->resources[resource];
    if (configured.is_primitive() && schedule.placements[resource].node) nodes.insert(schedule.placements[resource].node);
    for (const ResourceId child : configured.children) nodes.merge(nodes_of(schedule, child));
    return nodes;
}

bool all_managed(const Schedule& schedule, ResourceId resource) {
    if (!schedule.placements[resource].managed) return false;
    for (const ResourceId child : schedule.cluster->resources[resource].children) {
        if (!all_managed(schedule, child)) return false;
    }
    return true;
}

} // namespace

TEST_CASE("the generator makes clusters in which resources run") {
    std::size_t placed = 0;
    for_each_schedule(Kinds::All, [&](const Schedule& schedule) {
        for (const Placement& placement : schedule.placements) placed += placement.node ? 1U : 0U;
    });
    CHECK(placed > 3 * clusters);
}

TEST_CASE("the same cluster gives the same scores, byte for byte") {
    for (std::uint64_t seed = 0; seed < clusters; ++seed) {
        CAPTURE(seed);
        const std::string xml = random_cluster(seed, Kinds::All).xml();
        check_same_scores(scheduled(xml), scheduled(xml));
    }
}

TEST_CASE("a cluster that is written and read again gives the same scores") {
    for (std::uint64_t seed = 0; seed < clusters; ++seed) {
        CAPTURE(seed);
        const std::string xml = random_cluster(seed, Kinds::All).xml();
        check_same_scores(scheduled(xml), scheduled(Cib::from_text(xml).xml()));
    }
}

TEST_CASE("the ledger changes no score, and adds up to the final ones") {
    for (std::uint64_t seed = 0; seed < clusters; ++seed) {
        CAPTURE(seed);
        const std::string xml = random_cluster(seed, Kinds::All).xml();
        const Schedule recorded = scheduled(xml, true);
        for (const std::string& fault : check_ledger(recorded)) FAIL_CHECK(fault);
        check_same_scores(scheduled(xml), recorded);
    }
}

TEST_CASE("nothing managed is placed where its final score bans it") {
    for_each_schedule(Kinds::All, [](const Schedule& schedule) {
        for (const ResourceId resource : schedule.placements.ids()) {
            const Placement& placement = schedule.placements[resource];
            if (!placement.node || !placement.managed || !schedule.cluster->resources[resource].is_primitive()) continue;
            const AllowedNode& allowed = schedule.scores[resource][placement.node];
            CHECK_MESSAGE(allowed.listed, name(schedule, resource));
            CHECK_MESSAGE(allowed.score >= Score(), name(schedule, resource));
        }
    });
}

TEST_CASE("mandatory colocations of primitives and groups hold") {
    for_each_schedule(Kinds::Plain, [](const Schedule& schedule) {
        for (const Colocation& colocation : schedule.cluster->colocations) {
            if (!all_managed(schedule, colocation.dependent) || !all_managed(schedule, colocation.primary)) continue;
            const std::set<NodeId> dependent = nodes_of(schedule, colocation.dependent);
            const std::set<NodeId> primary = nodes_of(schedule, colocation.primary);
            if (dependent.empty()) continue;
            if (colocation.score.is_plus_infinity()) CHECK_MESSAGE(dependent == primary, colocation.id);
            if (colocation.score.is_minus_infinity()) {
                for (const NodeId node : primary) CHECK_MESSAGE(!dependent.contains(node), colocation.id);
            }
        }
    });
}

TEST_CASE("the members of a group are on one node") {
    for_each_schedule(Kinds::Plain, [](const Schedule& schedule) {
        for (const ResourceId resource : schedule.placements.ids()) {
            if (!schedule.cluster->resources[resource].is_group() || !all_managed(schedule, resource)) continue;
            CHECK_MESSAGE(nodes_of(schedule, resource).size() <= 1, name(schedule, resource));
        }
    });
}

TEST_CASE("the order of attributes, options, nodes and name-value pairs changes no score") {
    for (std::uint64_t seed = 0; seed < clusters; ++seed) {
        CAPTURE(seed);
        Chance chance(seed);
        const XmlElement cib = random_cluster(seed, Kinds::All);
        const XmlElement other =
            reordered(cib, chance,
                      {"nodes", "cluster_property_set", "instance_attributes", "meta_attributes", "utilization"});
        REQUIRE(cib.xml() != other.xml());
        check_same_scores(scheduled(cib), scheduled(other));
    }
}

TEST_CASE("without clones the order of node states, histories and locations changes no score") {
    for (std::uint64_t seed = 0; seed < clusters; ++seed) {
        CAPTURE(seed);
        Chance chance(seed);
        XmlElement cib = random_cluster(seed, Kinds::Plain);
        auto& constraints = cib.children.front().children.back();
        std::erase_if(constraints.children, [](const XmlElement& each) { return each.name != "rsc_location"; });
        check_same_scores(scheduled(cib), scheduled(reordered(cib, chance, {"status", "lrm_resources", "constraints"})));
    }
}

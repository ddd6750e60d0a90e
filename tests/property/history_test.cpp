#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "placement/history.h"
#include "placement/scenario.h"
#include "placement/unpack.h"
#include "property/generator.h"
#include "support/temporary_folder.h"

// What clusters made by chance would have saved comes back as their own story.
using namespace placement;
using placement::testing::TemporaryFolder;
using property::Chance;
using property::Kinds;
using property::random_cluster;

namespace {

constexpr std::uint64_t clusters_told = 240;
constexpr Time began{1'795'000'000, 0};

/// The inputs of one cluster, an hour apart where something happens.
class Saved {
public:
    /// How many there are, so far.
    std::size_t count() const { return count_; }
    void add(const Outcome& outcome) {
        for (const SimulatedInput& input : simulated_inputs(outcome))
            folder_.write("pe-input-" + std::to_string(count_++) + ".xml", input.xml);
    }
    ToldHistory told(Release release) const { return tell(History::read({folder_.path()}), {.release = release}); }

private:
    TemporaryFolder folder_;
    std::size_t count_ = 0;
};

/// Nothing but what may happen at any time to what runs.
std::optional<Event> something(const Cluster& cluster, Chance& chance) {
    std::vector<Event> events;
    for (const Node& node : cluster.nodes) {
        if (!node.is_remote() && node.online && !node.unclean && !node.pending) events.push_back(NodeFails{node.name});
    }
    for (const Resource& resource : cluster.resources) {
        const bool fails =
            resource.is_primitive() && resource.active_nodes.size() == 1 && resource.role > Role::Stopped && !resource.failed;
        if (!fails || !cluster.nodes[resource.active_nodes.front()].online) continue;
        const bool watched = std::ranges::any_of(cluster.histories, [&](const ResourceHistory& history) {
            return history.resource && &cluster.resources[history.resource] == &resource &&
                   std::ranges::any_of(history.operations, [](const OperationHistory& each) { return each.interval_ms > 0; });
        });
        if (watched) events.push_back(ResourceFails{resource.id, cluster.nodes[resource.active_nodes.front()].name});
    }
    if (events.empty()) return std::nullopt;
    return chance.one_of(events);
}

} // namespace

TEST_SUITE("large") {
    TEST_CASE("what happened is found in the inputs, and nothing is invented") {
        std::size_t told_of = 0;
        for (std::uint64_t seed = 0; seed < clusters_told; ++seed) {
            CAPTURE(seed);
            Chance chance(seed);
            const Cib cib = Cib::from_text(random_cluster(seed, Kinds::Plain).xml());
            const Outcome rest = simulate({.cib = cib, .release = default_release, .at = began});
            if (rest.settled->end != SettledCluster::End::Settled || !rest.settled->failed_fencing.empty()) continue;
            const auto event = something(*rest.at_rest, chance);
            if (!event) continue;
            const Time later{began.seconds + 3600, 0};
            const Outcome after = simulate({.cib = rest.settled->cib,
                                            .events = {*event},
                                            .release = default_release,
                                            .at = later,
                                            .from = StartFrom::Recorded});
            Saved saved;
            saved.add(rest);
            const std::size_t first_after = saved.count();
            saved.add(after);
            const ToldHistory told = saved.told(default_release);
            REQUIRE(told.decisions.size() == saved.count());
            ++told_of;
            CAPTURE(text(*event));
            for (const Decision& decision : told.decisions) {
                CAPTURE(decision.input);
                if (decision.input != first_after) {
                    for (const OutsideEvent& each : decision.since_before)
                        FAIL_CHECK("invented: ", std::string(text(each.kind)), " ", each.node, " ", each.resource, " ",
                                   each.name);
                    for (const UnlikePrediction& each : decision.unlike)
                        FAIL_CHECK("not as predicted: ", each.resource, " ", std::string(text(each.cause)));
                    continue;
                }
                const auto is_it = [&](const OutsideEvent& each) {
                    if (const auto* lost = std::get_if<NodeFails>(&*event))
                        return each.kind == OutsideEvent::Kind::NodeIsLost && each.node == lost->node;
                    return each.kind == OutsideEvent::Kind::OperationFails && each.node == std::get<ResourceFails>(*event).node;
                };
                CHECK(std::ranges::count_if(decision.since_before, is_it) == 1);
                for (const OutsideEvent& each : decision.since_before) {
                    if (!is_it(each) && each.kind != OutsideEvent::Kind::QuorumChanges)
                        FAIL_CHECK("invented: ", std::string(text(each.kind)), " ", each.node, " ", each.resource, " ",
                                   each.name);
                }
            }
        }
        CHECK(told_of >= 200);
        MESSAGE(told_of, " histories were told");
    }
}

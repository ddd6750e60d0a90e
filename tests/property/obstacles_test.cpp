#include <algorithm>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "placement/cluster.h"
#include "placement/edit.h"
#include "placement/scenario.h"
#include "property/generator.h"

// What is said to keep a service down does: without just that it runs, or something else is in the way.
using namespace placement;
using property::Kinds;
using property::random_cluster;

namespace {

constexpr std::uint64_t clusters_with_losses = 150;

/// The same question without what the obstacle names; none where it names nothing that can be taken away by itself.
std::optional<Scenario> without(const Scenario& question, const std::string& resource, const Obstacle& obstacle) {
    Scenario remedied = question;
    const auto afterwards = [&](Event event) {
        remedied.events.emplace_back(ClusterSettles{});
        remedied.events.push_back(std::move(event));
    };
    if (!obstacle.constraint.empty()) {
        try {
            remedied.cib = changed(question.cib, {ConfigurationChange::without(obstacle.constraint)});
        } catch (const UnknownName&) {
            return std::nullopt; // built in
        }
    } else if (obstacle.code == "failures" || obstacle.code == "blocked") {
        // "failures of app: 3, …" are those of another resource.
        const std::size_t of = obstacle.text.find("failures of ");
        const std::string other = of == std::string::npos ? resource : obstacle.text.substr(of + 12);
        afterwards(ResourceCleanedUp{other.substr(0, other.find(':'))});
    } else if (obstacle.code == "target-role") {
        afterwards(ResourceEnabled{resource});
    } else if (obstacle.code == "node-standby") {
        afterwards(NodeUnstandby{obstacle.node});
    } else if (obstacle.code == "promotion-score" && obstacle.text.find("does not count") == std::string::npos) {
        remedied.events.push_back(PromotionScoreSet{resource, obstacle.node, Score(100'000)});
    } else if (obstacle.code == "no-quorum") {
        remedied.quorum = QuorumRule::Yes;
    } else {
        return std::nullopt;
    }
    return remedied;
}

bool is_lost(const Outcome& outcome, const std::string& resource) {
    const std::vector<std::string> lost = outcome.lost();
    return std::ranges::find(lost, resource) != lost.end();
}

bool names(const Obstacle& one, const Obstacle& other) {
    return one.code == other.code && one.node == other.node && one.constraint == other.constraint && one.text == other.text;
}

/// What is wrong about the obstacle; empty where it is one.
std::string complaint(const Scenario& question, const ResourceOutcome& lost, std::size_t index) {
    const Obstacle& obstacle = lost.kept_down_by[index];
    const std::optional<Scenario> remedied = without(question, lost.id, obstacle);
    if (!remedied) return "";
    Outcome outcome(question.cib);
    try {
        outcome = simulate(*remedied);
    } catch (const ImpossibleEvent&) {
        return "";
    }
    if (!is_lost(outcome, lost.id)) return "";
    const std::vector<Obstacle>& left = outcome.resource(lost.id).kept_down_by;
    if (left.empty()) return "nothing explains why " + lost.id + " stays down without: " + obstacle.text;
    const bool same = index == 0 ? names(left.front(), obstacle)
                                 : std::ranges::any_of(left, [&](const Obstacle& each) { return names(each, obstacle); });
    return same ? lost.id + " is still said to be kept down by what is not there: " + obstacle.node + ": " + obstacle.text : "";
}

/// One failure or leave after the other, and everything at once.
std::vector<std::vector<Event>> questions(const Cib& cib, Time now) {
    const Outcome at_rest = simulate({.cib = cib, .at = now});
    std::vector<std::vector<Event>> all{{}};
    for (const NodeOutcome& node : at_rest.nodes) {
        if (node.kind != NodeKind::Cluster) continue;
        all.push_back({NodeFails{node.name}});
        all.push_back({NodeStandby{node.name}});
    }
    for (const ResourceOutcome& resource : at_rest.resources) {
        if (resource.kind != "primitive") continue;
        for (const RunningOn& place : resource.before) all.push_back({ResourceFails{place.instance, place.node}});
    }
    return all;
}

} // namespace

TEST_CASE("an obstacle is one: without what it names the service runs, or something else is in the way" * doctest::test_suite("large")) {
    const Time now{1'795'000'000, 0};
    std::size_t checked = 0;
    for (std::uint64_t seed = 0; seed < clusters_with_losses; ++seed) {
        CAPTURE(seed);
        const Cib cib = Cib::from_text(random_cluster(seed, Kinds::All).xml());
        for (const std::vector<Event>& events : questions(cib, now)) {
            const Scenario question{.cib = cib, .events = events, .at = now};
            const std::string what_happens = events.empty() ? "nothing" : text(events.front());
            CAPTURE(what_happens);
            Outcome outcome(cib);
            try {
                outcome = simulate(question);
            } catch (const ImpossibleEvent&) {
                continue;
            }
            for (const std::string& id : outcome.lost()) {
                const ResourceOutcome& lost = outcome.resource(id);
                CHECK_MESSAGE(!lost.kept_down_by.empty(), "nothing explains why " << id << " stays down");
                for (std::size_t index = 0; index < lost.kept_down_by.size(); ++index) {
                    CHECK(complaint(question, lost, index) == "");
                    ++checked;
                }
            }
        }
    }
    CHECK(checked > 300);
}

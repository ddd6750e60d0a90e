#include "render/sweep_words.h"

#include <map>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "placement/render.h"
#include "render/words.h"

namespace placement {

namespace {

constexpr const char* restless = "the cluster never comes to rest";

std::string losses(const Sweep& sweep, const std::vector<std::size_t>& points) {
    std::map<std::size_t, std::size_t> counts;
    for (const std::size_t point : points) {
        for (const std::size_t service : sweep.newly_lost(sweep.scenarios[point])) ++counts[service];
    }
    std::string text;
    for (const auto& [service, count] : counts) {
        text += fmt::format("{}{}", text.empty() ? "" : ", ", sweep.services[service]);
        if (points.size() > 1) text += fmt::format(" ({})", count);
    }
    return text;
}

} // namespace

std::string fate_in_a_cell(const SweptService& now, const SweptService& after) {
    switch (after.fate) {
    case Fate::Lost: return "DOWN";
    case Fate::LostPromoted: return "NOT PROMOTED";
    case Fate::Stuck: return "STUCK";
    case Fate::Unknown: return "UNKNOWN";
    case Fate::Undetected: return "UNDETECTED";
    default: break;
    }
    std::string text;
    const auto add = [&](const std::string& part) { text += (text.empty() ? "" : ", ") + part; };
    if (after.promoted != now.promoted) add(fmt::format("promoted {}", fmt::join(after.promoted, " ")));
    if (after.fate == Fate::Reduced && after.running.size() < now.running.size()) {
        add(fmt::format("{} of {}", after.running.size(), now.running.size()));
    } else if (after.fate == Fate::Starts) {
        add(fmt::format("starts {}", fmt::join(after.running, " ")));
    } else if (text.empty() && after.running != now.running) {
        add(fmt::format("{}", fmt::join(after.running, " ")));
    } else if (text.empty() && after.fate == Fate::Reduced) {
        add("reduced");
    } else if (text.empty() && after.interruptions > 0) {
        add("restarts");
    }
    return text;
}

std::string verdict(const Sweep& sweep) {
    std::size_t singles = 0;
    std::size_t pairs = 0;
    std::size_t bad_pairs = 0;
    std::size_t restless_singles = 0;
    std::size_t restless_pairs = 0;
    for (const SweptScenario& scenario : sweep.scenarios) {
        if (!scenario.done) continue;
        ++(scenario.pair_of.empty() ? singles : pairs);
        if (!scenario.pair_of.empty() && !sweep.newly_lost(scenario).empty()) ++bad_pairs;
        if (sweep.newly_restless(scenario)) ++(scenario.pair_of.empty() ? restless_singles : restless_pairs);
    }
    const std::vector<std::size_t> points = sweep.single_points_of_failure();
    std::string text =
        points.empty()
            ? fmt::format("None of {} takes a service down{}.", counted(singles, "single failure"),
                          restless_singles > 0 ? fmt::format(", but after {} of them {}", restless_singles, restless) : "")
            : fmt::format("{} of {} {} a service down: {}.", points.size(), counted(singles, "single failure"),
                          points.size() == 1 ? "takes" : "take", losses(sweep, points));
    if (!points.empty() && restless_singles > 0)
        text += fmt::format(" After {} of the failures, {}.", restless_singles, restless);
    if (pairs > 0) {
        text += fmt::format(" {} of {} take down what neither of the two does alone.", bad_pairs, counted(pairs, "pair"));
    }
    if (restless_pairs > 0)
        text += fmt::format(" After {} of the pairs, and neither of the two alone, {}.", restless_pairs, restless);
    if (!sweep.shard.whole()) text += fmt::format(" Shard {} of the pairs alone.", placement::text(sweep.shard));
    if (!sweep.complete) {
        text += fmt::format(" Incomplete: {} of {} are done.", sweep.count_done(), counted(sweep.scenarios.size(), "run"));
    }
    return text;
}

} // namespace placement

#include "simulate/sequence/loop_detection.h"

#include <fmt/format.h>

#include "cib/comparable_state.h"
#include "simulate/sequence/scene.h"

namespace placement {

RecurringState::RecurringState(Scene& scene) : cib_(scene.cluster.cib()) {
    for (const PlayedAgent& agent : scene.agents) {
        beside_ += "\n" + agent.resource + ": " + agent.rules->memory();
        for (const std::string& node : agent.promoted) beside_ += node + " promoted;";
    }
    for (const auto& [key, value] : scene.cluster.permanent_attributes()) beside_ += fmt::format("\n{}: {}", key, value);
}

std::string RecurringState::text() const { return comparable_state(cib_) + beside_; }

bool LoopDetection::see(Scene& scene, std::size_t run, std::int64_t at_ms) {
    RecurringState state(scene);
    const Turn turn{run, at_ms};
    found_.reset();
    if (turns_.empty() && first_.size() < repetitions_) {
        first_.emplace_back(std::move(state), turn);
        return false;
    }
    for (const auto& [earlier, at] : first_) compare(earlier.text(), at);
    first_.clear();
    return compare(state.text(), turn);
}

void LoopDetection::start_over() {
    first_.clear();
    turns_.clear();
}

bool LoopDetection::compare(const std::string& state, const Turn& turn) {
    std::vector<Turn>& turns = turns_[state];
    turns.push_back(turn);
    if (turns.size() <= repetitions_) return false;
    const Turn& last = turns.back();
    const Turn& previous = turns[turns.size() - 2];
    found_ = Loop{previous.run, last.run - previous.run, last.at_ms - previous.at_ms, turns.front().at_ms, {}, {}, {}};
    return turns.size() == repetitions_ + 1;
}

} // namespace placement

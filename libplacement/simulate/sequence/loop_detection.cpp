#include "simulate/sequence/loop_detection.h"

#include <fmt/format.h>

#include "cib/comparable_state.h"
#include "simulate/sequence/scene.h"

namespace placement {

std::string recurring_state(Scene& scene) {
    std::string text = comparable_state(scene.cluster.cib());
    for (const PlayedAgent& agent : scene.agents) {
        text += "\n" + agent.resource + ": " + agent.rules->memory();
        for (const std::string& node : agent.promoted) text += node + " promoted;";
    }
    for (const auto& [key, value] : scene.cluster.permanent_attributes()) text += fmt::format("\n{}: {}", key, value);
    return text;
}

bool LoopDetection::see(const std::string& state, std::size_t run, std::int64_t at_ms) {
    std::vector<Turn>& turns = turns_[state];
    turns.push_back({run, at_ms});
    found_.reset();
    if (turns.size() <= repetitions_) return false;
    const Turn& last = turns.back();
    const Turn& previous = turns[turns.size() - 2];
    found_ = Loop{previous.run, last.run - previous.run, last.at_ms - previous.at_ms, turns.front().at_ms, {}, {}, {}};
    return turns.size() == repetitions_ + 1;
}

} // namespace placement

#include "simulate/sequence/loop_detection.h"

#include "cib/comparable_state.h"
#include "simulate/sequence/scene.h"

namespace placement {

namespace {

/// What decides and is not in the CIB.
Fingerprint beside_cib(const Scene& scene) {
    Fingerprinter print;
    for (const PlayedAgent& agent : scene.agents) {
        print.add(agent.resource);
        print.add(agent.rules->memory());
        print.add(agent.promoted.size());
        for (const std::string& node : agent.promoted) print.add(node);
    }
    for (const auto& [key, value] : scene.cluster.permanent_attributes()) {
        print.add(key);
        print.add(value);
    }
    for (const DeadProcess& each : scene.dead) {
        print.add(each.resource);
        print.add(each.node);
    }
    return print.value();
}

Fingerprint together(const Fingerprint& cib, const Fingerprint& beside) {
    Fingerprinter print;
    print.add(cib);
    print.add(beside);
    return print.value();
}

} // namespace

Fingerprint recurring_state(const Scene& scene) {
    return together(comparable_state(scene.cluster.edit().document()), beside_cib(scene));
}

bool LoopDetection::see(Scene& scene, std::size_t run, std::int64_t at_ms) {
    const Turn turn{run, at_ms};
    found_.reset();
    if (turns_.empty() && first_.size() < repetitions_) {
        first_.push_back({scene.cluster.cib(), beside_cib(scene), turn});
        return false;
    }
    for (const First& earlier : first_) compare(together(comparable_state(earlier.cib), earlier.beside), earlier.turn);
    first_.clear();
    return compare(recurring_state(scene), turn);
}

void LoopDetection::start_over() {
    first_.clear();
    turns_.clear();
}

bool LoopDetection::compare(const Fingerprint& state, const Turn& turn) {
    std::vector<Turn>& turns = turns_[state];
    turns.push_back(turn);
    if (turns.size() <= repetitions_) return false;
    const Turn& last = turns.back();
    const Turn& previous = turns[turns.size() - 2];
    found_ = Loop{previous.run, last.run - previous.run, last.at_ms - previous.at_ms, turns.front().at_ms, {}, {}, {}};
    return turns.size() == repetitions_ + 1;
}

} // namespace placement

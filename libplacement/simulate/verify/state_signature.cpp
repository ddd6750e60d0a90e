#include "simulate/verify/state_signature.h"

#include <algorithm>
#include <variant>
#include <vector>

#include <fmt/format.h>

#include "base/md5.h"
#include "cib/comparable_state.h"
#include "simulate/sequence/loop_detection.h"

namespace placement {

namespace {

void add_moment(std::string& text, const char* what, std::int64_t at_ms, std::int64_t now_ms) {
    text += at_ms == never ? fmt::format("\n{}", what) : fmt::format("\n{} {}", what, at_ms - now_ms);
}

/// What corosync knows depends on who came and left before, and in its window on when.
void add_memberships(std::string& text, const Trail& trail, bool has_window, std::int64_t now_ms) {
    for (const Trail::Step& step : trail.steps) {
        for (const Event& event : step.events) {
            const bool counts = std::holds_alternative<NodeFails>(event) || std::holds_alternative<NodeLeaves>(event) ||
                                std::holds_alternative<NodeJoins>(event);
            if (counts) text += "\n" + placement::text(event) + (has_window ? fmt::format(" {}", now_ms - step.at_ms) : "");
        }
    }
}

void add_transition(std::string& text, const TransitionUnderWay& transition, std::int64_t now_ms) {
    text += "\ntransition from " + comparable_state(transition.begin()) + (transition.is_aborted() ? " aborted" : "");
    for (std::size_t synapse = 0; synapse < transition.synapse_count(); ++synapse) {
        text += transition.progress().is_done(synapse) ? 'd' : transition.progress().has_begun(synapse) ? 'b' : '-';
    }
    std::vector<std::pair<std::size_t, std::int64_t>> running;
    for (const RunningAction& each : transition.running()) {
        running.emplace_back(each.synapse, each.lost ? -1 : each.end_ms - now_ms);
    }
    std::ranges::sort(running);
    for (const auto& [synapse, left] : running) text += fmt::format(" {}:{}", synapse, left);
}

} // namespace

std::string state_signature(Playing& playing, const Trail& trail, const SequenceQuestion& question) {
    Scene& scene = playing.scene();
    const std::int64_t now = playing.now_ms();
    std::string text = RecurringState(scene).text();
    add_moment(text, "scheduler", scene.calls.due_ms(), now);
    if (!playing.is_busy()) add_moment(text, "recheck", scene.calls.recheck_ms().value_or(never), now);
    for (const RecurringMonitor& monitor : scene.monitors.all()) {
        if (find_played(scene.agents, monitor.resource) != nullptr)
            text += fmt::format("\n{} {} {} {}", monitor.node, monitor.history, monitor.interval_ms, monitor.last);
    }
    for (const OperationResult& each : scene.failing) text += "\n" + placement::text(each);
    for (const std::string& each : scene.carry_out.failing_fencing) text += "\nunfenceable " + each;
    for (const DeadProcess& each : scene.dead) text += "\ndead " + each.resource + " " + each.node;
    text += fmt::format("\n{}", trail.failed_instances);
    for (const auto& [node, services] : trail.not_fenced) {
        text += fmt::format("\n{}:", node);
        for (const auto& [service, count] : services) text += fmt::format(" {} {}", service, count);
    }
    for (const std::size_t group : trail.affected) text += fmt::format(" {}", group);
    if (question.quorum.corosync) add_memberships(text, trail, question.quorum.corosync->last_man_standing, now);
    if (scene.transition) add_transition(text, *scene.transition, now);
    return md5(text);
}

} // namespace placement

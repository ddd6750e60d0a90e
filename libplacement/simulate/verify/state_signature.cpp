#include "simulate/verify/state_signature.h"

#include <algorithm>
#include <variant>
#include <vector>

#include "cib/comparable_state.h"
#include "simulate/sequence/loop_detection.h"

namespace placement {

namespace {

void add_moment(Fingerprinter& print, std::int64_t at_ms, std::int64_t now_ms) {
    print.add(at_ms == never ? never : at_ms - now_ms);
}

/// What corosync knows depends on who came and left before, and in its window on when.
void add_memberships(Fingerprinter& print, const Trail& trail, bool has_window, std::int64_t now_ms) {
    for (const Trail::Step& step : trail.steps) {
        for (const Event& event : step.events) {
            const bool counts = std::holds_alternative<NodeFails>(event) || std::holds_alternative<NodeLeaves>(event) ||
                                std::holds_alternative<NodeJoins>(event);
            if (!counts) continue;
            print.add(text(event));
            if (has_window) print.add(now_ms - step.at_ms);
        }
    }
}

void add_transition(Fingerprinter& print, const TransitionUnderWay& transition, std::int64_t now_ms) {
    print.add(comparable_state(transition.begin()));
    print.add(transition.is_aborted());
    const TransitionProgress& progress = transition.progress();
    for (std::size_t synapse = 0; synapse < transition.synapse_count(); ++synapse) {
        print.add(progress.is_done(synapse) ? 2 : progress.has_begun(synapse) ? 1 : 0);
    }
    std::vector<std::pair<std::size_t, std::int64_t>> running;
    for (const RunningAction& each : transition.running()) {
        running.emplace_back(each.synapse, each.lost ? -1 : each.end_ms - now_ms);
    }
    std::ranges::sort(running);
    for (const auto& [synapse, left] : running) {
        print.add(synapse);
        print.add(left);
    }
}

void add_monitors(Fingerprinter& print, const Scene& scene) {
    for (const RecurringMonitor& monitor : scene.monitors.all()) {
        if (find_played(scene.agents, monitor.resource) == nullptr) continue;
        print.add(monitor.node);
        print.add(monitor.history);
        print.add(monitor.interval_ms);
        print.add(monitor.last);
    }
}

void add_failures(Fingerprinter& print, const Scene& scene) {
    print.add("failing");
    for (const OperationResult& each : scene.failing) print.add(text(each));
    print.add("unfenceable");
    for (const std::string& each : scene.carry_out.failing_fencing) print.add(each);
    print.add("dead");
    for (const DeadProcess& each : scene.dead) {
        print.add(each.resource);
        print.add(each.node);
    }
}

void add_trail(Fingerprinter& print, const Trail& trail) {
    print.add(trail.failed_instances);
    for (const auto& [node, services] : trail.not_fenced) {
        print.add(node);
        for (const auto& [service, count] : services) {
            print.add(service);
            print.add(count);
        }
    }
    print.add("affected");
    for (const std::size_t group : trail.affected) print.add(group);
}

} // namespace

Fingerprint state_signature(Playing& playing, const Trail& trail, const SequenceQuestion& question) {
    const Scene& scene = playing.scene();
    const std::int64_t now = playing.now_ms();
    Fingerprinter print;
    print.add(recurring_state(scene));
    add_moment(print, scene.calls.due_ms(), now);
    if (!playing.is_busy()) add_moment(print, scene.calls.recheck_ms().value_or(never), now);
    add_monitors(print, scene);
    add_failures(print, scene);
    add_trail(print, trail);
    if (question.quorum.corosync) add_memberships(print, trail, question.quorum.corosync->last_man_standing, now);
    if (scene.transition) add_transition(print, *scene.transition, now);
    return print.value();
}

} // namespace placement

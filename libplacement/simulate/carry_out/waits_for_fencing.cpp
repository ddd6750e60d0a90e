#include "simulate/carry_out/waits_for_fencing.h"

#include <algorithm>

#include <fmt/format.h>

namespace placement {

namespace {

/// Marks everything that comes after the fencing of a node in a transition.
std::vector<bool> after_fencing(const Transition& transition, const std::string& node) {
    std::vector<bool> after(transition.actions.size());
    for (std::size_t index = 0; index < transition.actions.size(); ++index) {
        const TransitionAction& action = transition.actions[index];
        after[index] = action.kind == TransitionAction::Kind::Cluster && action.operation == task::fence && action.node == node;
    }
    for (bool changed = true; changed;) {
        changed = false;
        for (const Synapse& synapse : transition.synapses) {
            if (after[synapse.action]) continue;
            const bool waits =
                std::ranges::any_of(transition.inputs_of(synapse), [&](std::uint32_t input) { return after[input]; });
            if (waits) after[synapse.action] = changed = true;
        }
    }
    return after;
}

bool is_in(const Cluster& cluster, ResourceId resource, ResourceId outer) {
    for (; resource; resource = cluster.resources[resource].parent) {
        if (resource == outer) return true;
    }
    return false;
}

} // namespace

std::vector<SettledCluster::FailedFencing> failed_fencing_in(const CarriedOut& carried_out) {
    std::vector<SettledCluster::FailedFencing> failed;
    for (const CarriedOutStep& step : carried_out.steps) {
        if (step.kind == CarriedOutStep::Kind::Fencing && step.failed_with) failed.push_back({step.node, step.means});
    }
    return failed;
}

std::vector<Obstacle> waits_for_fencing(const Schedule& schedule, ResourceId resource,
                                        const std::vector<SettledCluster::FailedFencing>& failed) {
    std::vector<Obstacle> obstacles;
    const Transition& transition = schedule.transition;
    for (const SettledCluster::FailedFencing& fencing : failed) {
        const std::vector<bool> after = after_fencing(transition, fencing.node);
        const bool waits = std::ranges::any_of(transition.synapses, [&](const Synapse& synapse) {
            const ResourceId of = schedule.actions[transition.actions[synapse.action].action].resource;
            return after[synapse.action] && of && is_in(*schedule.cluster, of, resource);
        });
        if (!waits) continue;
        Obstacle obstacle;
        obstacle.code = "fencing-fails";
        obstacle.text = fmt::format("it waits for the fencing of {}, which fails: {}", fencing.node, fencing.reason);
        obstacles.push_back(std::move(obstacle));
    }
    return obstacles;
}

} // namespace placement

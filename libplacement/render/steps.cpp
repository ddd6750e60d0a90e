#include "render/steps.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "placement/action.h"
#include "placement/carry_out.h"
#include "placement/cluster.h"
#include "placement/schedule.h"
#include "placement/transition.h"
#include "render/words.h"

namespace placement {

namespace {

bool is_real(const CarriedOutStep& step) { return step.kind != CarriedOutStep::Kind::Pseudo; }

std::string on_node(const std::string& node) { return node.empty() ? "" : " on " + node; }

std::string operation_text(std::string_view operation, std::uint32_t interval_ms, const std::string& resource,
                           const std::string& node) {
    if (operation == task::monitor && interval_ms == 0) return fmt::format("probe {}{}", resource, on_node(node));
    if (interval_ms == 0) return fmt::format("{} {}{}", operation, resource, on_node(node));
    return fmt::format("{} {}{} every {} ms", operation, resource, on_node(node), interval_ms);
}

std::string what_is_done(const CarriedOutStep& step) {
    switch (step.kind) {
    case CarriedOutStep::Kind::Pseudo: return {};
    case CarriedOutStep::Kind::Fencing: return fmt::format("fence {} ({})", step.node, step.operation);
    case CarriedOutStep::Kind::Resource:
        return operation_text(step.operation, step.interval_ms, step.resource, step.node);
    case CarriedOutStep::Kind::Cluster: break;
    }
    if (step.operation == task::shutdown) return "shut down " + step.node;
    if (step.operation == task::clear_fail_count) return fmt::format("forget failures of {}{}", step.resource, on_node(step.node));
    if (step.operation == task::clear_history) return fmt::format("forget history of {}{}", step.resource, on_node(step.node));
    return fmt::format("{} {}{}", step.operation, step.resource, on_node(step.node));
}

std::string failed_fencing_text(const SettledCluster& settled) {
    std::vector<std::string> nodes;
    for (const SettledCluster::FailedFencing& fencing : settled.failed_fencing) nodes.push_back(fencing.node);
    return fmt::format(", but fencing of {} fails again and again", fmt::join(nodes, " and "));
}

} // namespace

std::string rest_text(const SettledCluster& settled) {
    if (settled.rounds.empty()) return "nothing has to be done";
    std::size_t actions = 0;
    for (const SettledCluster::Round& round : settled.rounds) {
        actions += static_cast<std::size_t>(std::ranges::count_if(round.carried_out.steps, is_real));
    }
    const std::string transitions = counted(settled.rounds.size(), "transition");
    switch (settled.end) {
    case SettledCluster::End::Settled:
        return fmt::format("settled after {} ({}){}", transitions, counted(actions, "action"),
                           settled.failed_fencing.empty() ? "" : failed_fencing_text(settled));
    case SettledCluster::End::Cycle:
        return fmt::format("never settles: after transition {} the cluster is where it was after transition {}",
                           settled.rounds.size(), settled.cycle_begin);
    case SettledCluster::End::LimitReached: break;
    }
    return fmt::format("not settled after {} ({})", transitions, counted(actions, "action"));
}

std::string step_text(const CarriedOutStep& step) {
    std::string text = what_is_done(step);
    if (step.kind == CarriedOutStep::Kind::Fencing) {
        if (!step.means.empty()) text += fmt::format(": {}{}", step.failed_with ? "fails: " : "", step.means);
        return text;
    }
    if (step.failed_with) text += fmt::format(": fails with {}", *step.failed_with);
    return text;
}

std::string left_text(const Schedule& schedule, std::uint32_t index) {
    const TransitionAction& left = schedule.transition.actions[index];
    const Action& action = schedule.actions[left.action];
    if (action.pseudo()) return {};
    if (!action.resource) return fmt::format("{} {}", action.task == task::fence ? "fence" : action.task, left.node);
    return operation_text(left.operation, action.key.interval_ms, schedule.cluster->resources[action.resource].id,
                          left.node);
}

} // namespace placement

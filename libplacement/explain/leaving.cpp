#include <algorithm>

#include <fmt/format.h>

#include "base/last_failure.h"
#include "explain/left_alone.h"
#include "explain/required.h"
#include "placement/explain_choice.h"

namespace placement {

namespace {

bool is_to_be_done(const Schedule& schedule, ResourceId primitive, NodeId node, std::string_view task) {
    return std::ranges::any_of(schedule.placements[primitive].actions, [&](ActionId id) {
        const Action& action = schedule.actions[id];
        return action.task == task && action.node == node && !action.optional();
    });
}

/// Why a primitive that has a node cannot start there; empty where it can.
std::string kept_from_starting(const ChoiceExplanation& choice) {
    if (choice.cannot_start.empty()) return {};
    for (const ActionExplanation& action : choice.actions) {
        if (action.blocked && !action.causes.empty()) return action.causes.front().text;
    }
    return {};
}

/// Whether another node is better, and nothing is wrong with this one.
bool is_comparison(const NodeVerdict& verdict) {
    const bool by_score = verdict.code == "score" && verdict.score && *verdict.score >= Score();
    return by_score || verdict.code == "wanted" || verdict.code == "capacity" || verdict.code == "load" ||
           verdict.code == "current-node" || verdict.code == "name";
}

/// What decided against the node; empty where it stays there, or where its node is what ends.
std::string decided_against(const Schedule& schedule, ResourceId primitive, NodeId node) {
    const ChoiceExplanation choice = explain_choice(schedule, primitive);
    if (std::ranges::find(choice.nodes, node) != choice.nodes.end()) {
        const std::string kept = kept_from_starting(choice);
        if (!kept.empty()) return kept;
        const bool ends =
            is_to_be_done(schedule, primitive, node, task::stop) && !is_to_be_done(schedule, primitive, node, task::start);
        // Only what was promoted has lost that.
        if (ends || schedule.cluster->resources[primitive].role != Role::Promoted) return {};
        const auto demoted = std::ranges::find(choice.not_promoted, node, &NodeVerdict::node);
        return demoted == choice.not_promoted.end() ? "" : demoted->text;
    }
    if (choice.nodes.empty() && !choice.everywhere.empty()) return choice.everywhere.front().text;
    const auto found = std::ranges::find(choice.others, node, &NodeVerdict::node);
    if (found == choice.others.end()) return {};
    const std::string kept = is_comparison(*found) ? kept_from_starting(choice) : "";
    return kept.empty() ? found->text : kept;
}

/// "the node is in standby", of one node among several.
std::string named(std::string text, const std::string& node) {
    constexpr std::string_view unnamed = "the node ";
    if (text.starts_with(unnamed)) text.replace(0, unnamed.size() - 1, node);
    return text;
}

/// Of a guest node.
ResourceId container_of(const Cluster& cluster, NodeId node) {
    const ResourceId connection = cluster.nodes[node].connection;
    return cluster.nodes[node].is_guest() && connection ? cluster.resources[connection].launcher : ResourceId::none();
}

/// What makes it end there; of a restart for which nothing does, what makes it begin there anew.
std::string required_by(const Schedule& schedule, ResourceId primitive, NodeId node) {
    const std::vector<ActionExplanation> actions = explain_actions(schedule, primitive);
    const auto cause = [&](std::initializer_list<std::string_view> tasks) -> std::string {
        for (const ActionExplanation& each : actions) {
            const Action& action = schedule.actions[each.action];
            const bool asked = std::ranges::find(tasks, action.task) != tasks.end();
            if (asked && action.node == node && !each.causes.empty()) return each.causes.front().text;
        }
        return {};
    };
    const std::string ends = cause({task::stop, task::demote});
    return ends.empty() ? cause({task::start, task::promote}) : ends;
}

} // namespace

std::string why_it_leaves(const Schedule& schedule, ResourceId primitive, NodeId node) {
    const Cluster& cluster = *schedule.cluster;
    const Resource& resource = cluster.resources[primitive];
    std::string text;
    if (resource.failed) text = failure_text(last_failure(cluster, primitive, node));
    const std::string several = several_nodes_words(cluster, resource);
    const std::string against =
        several.empty() ? named(decided_against(schedule, primitive, node), cluster.nodes[node].name) : several;
    if (!against.empty()) return text.empty() ? against : fmt::format("{}; {}", text, against);
    const bool ends =
        is_to_be_done(schedule, primitive, node, task::stop) || is_to_be_done(schedule, primitive, node, task::demote);
    if (!text.empty() || !ends) return text;
    if (const ResourceId container = container_of(cluster, node)) {
        for (const NodeId host : cluster.resources[container].active_nodes) {
            if (cluster.nodes[host].is_guest()) continue; // a recorded state may have guests in each other
            std::string outside = why_it_leaves(schedule, container, host);
            if (!outside.empty()) return outside;
        }
    }
    return required_by(schedule, primitive, node);
}

} // namespace placement

#include <algorithm>

#include "placement/carry_out.h"
#include "placement/cluster.h"
#include "placement/fencing.h"
#include "placement/ids.h"
#include "placement/schedule.h"
#include "simulate/comparison.h"

namespace placement {

namespace {

const char* told_state(const Node& node) {
    if (node.unclean) return node.online ? "unclean (online)" : "unclean";
    if (node.pending) return "pending";
    if (!node.online) return "offline";
    if (node.shutdown) return "shutting down";
    if (node.maintenance) return "maintenance";
    if (node.standby || node.standby_on_failure) return "standby";
    return "online";
}

/// The last schedule that wants the node fenced says whether that can be done, and the first one why it is wanted.
void add_fencing(const Schedule& schedule, const FencingQuestion& question, NodeOutcome& outcome) {
    for (const Schedule::Fencing& fencing : schedule.fencing) {
        if (schedule.cluster->nodes[fencing.node].name != outcome.name) continue;
        if (!outcome.fencing) outcome.fencing_reason = fencing.reason;
        outcome.fencing = true;
        outcome.fenced_by = fencing_of(schedule, fencing, question);
        outcome.fencing_possible = fencing.possible && outcome.fenced_by.possible();
    }
}

} // namespace

std::vector<NodeOutcome> compare_nodes(const Cluster& before, const SettledCluster& settled, const FencingQuestion& fencing) {
    const Cluster& at_rest = *settled.schedule.cluster;
    std::vector<NodeOutcome> nodes;
    for (const Node& after : at_rest.nodes) {
        NodeOutcome outcome;
        outcome.name = after.name;
        outcome.kind = after.kind;
        outcome.after = told_state(after);
        const NodeId same = before.find_node(after.name);
        outcome.before = same ? told_state(before.nodes[same]) : "";
        for (const SettledCluster::Round& round : settled.rounds) {
            add_fencing(round.schedule, fencing, outcome);
            outcome.fenced +=
                static_cast<std::size_t>(std::ranges::count_if(round.carried_out.steps, [&](const CarriedOutStep& step) {
                    return step.kind == CarriedOutStep::Kind::Fencing && step.node == outcome.name && step.operation != "on" &&
                           !step.failed_with;
                }));
        }
        add_fencing(settled.schedule, fencing, outcome);
        nodes.push_back(std::move(outcome));
    }
    return nodes;
}

void add_earlier(const std::vector<Phase>& phases, std::vector<NodeOutcome>& nodes) {
    for (std::size_t i = 0; i + 1 < phases.size(); ++i) {
        const Phase& phase = phases[i];
        for (const NodeOutcome& before : phase.nodes) {
            const auto node = std::ranges::find(nodes, before.name, &NodeOutcome::name);
            if (node == nodes.end()) continue;
            node->fenced += before.fenced;
            if (!before.fencing || node->fencing) continue;
            node->fencing = true;
            node->fencing_possible = before.fencing_possible;
            node->fenced_by = before.fenced_by;
            node->fencing_reason = before.fencing_reason;
        }
    }
}

} // namespace placement

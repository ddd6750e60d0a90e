#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include "base/multiply_active.h"
#include "placement/action.h"
#include "placement/explain_choice.h"
#include "simulate/comparison.h"

namespace placement {

namespace {

/// The node on which the first thing that ended did so; empty where nothing did.
std::string node_of_first_end(const ResourceOutcome& outcome) {
    for (const Change& change : outcome.changes) {
        if (change.kind != Change::Kind::Starts && change.kind != Change::Kind::Promotes) return change.from;
    }
    return {};
}

/// Whether the round stops or demotes it on the node where it ends first.
bool ends_in(const SettledCluster::Round& round, const ResourceOutcome& outcome) {
    const std::string node = node_of_first_end(outcome);
    if (node.empty()) return false;
    const Cluster& cluster = *round.schedule.cluster;
    std::set<std::string> names;
    const ResourcesByElement elements(cluster);
    for (const ResourceId id : elements[outcome.id])
        each_primitive(cluster, id, [&](ResourceId primitive) { names.insert(cluster.resources[primitive].id); });
    return std::ranges::any_of(round.carried_out.steps, [&](const CarriedOutStep& step) {
        return step.node == node && (step.operation == task::stop || step.operation == task::demote) &&
               names.contains(round.schedule.transition.actions[step.action].resource->id);
    });
}

/// Of a primitive that stays active on several nodes.
std::string why_it_stays(const Schedule& schedule, const std::vector<ResourceId>& resources) {
    const Cluster& cluster = *schedule.cluster;
    for (const ResourceId id : resources) {
        const Resource& resource = cluster.resources[id];
        if (resource.blocked && is_multiply_active(cluster, resource)) {
            return why_it_leaves(schedule, id, resource.active_nodes.front());
        }
    }
    return {};
}

} // namespace

void explain_changes(const Schedule& schedule, std::vector<ResourceOutcome>& resources) {
    if (!schedule.ledger) return;
    const Cluster& cluster = *schedule.cluster;
    const ResourcesByElement elements(cluster);
    for (ResourceOutcome& outcome : resources) {
        const NodeId node = cluster.find_node(node_of_first_end(outcome));
        if (!outcome.because.empty()) continue;
        if (!node) {
            outcome.because = why_it_stays(schedule, elements[outcome.id]);
            continue;
        }
        // A node that left has no history that could say more.
        if (!cluster.nodes[node].online) outcome.because = cluster.nodes[node].name + " is offline";
        if (cluster.nodes[node].unclean) outcome.because = cluster.nodes[node].name + " is lost";
        for (const ResourceId id : elements[outcome.id]) {
            each_primitive(cluster, id, [&](ResourceId primitive) {
                const std::vector<NodeId>& active = cluster.resources[primitive].active_nodes;
                if (!outcome.because.empty() || std::ranges::find(active, node) == active.end()) return;
                outcome.because = why_it_leaves(schedule, primitive, node);
            });
        }
    }
}

void explain_later_changes(const std::vector<SettledCluster::Round>& rounds, std::vector<ResourceOutcome>& resources) {
    for (std::size_t number = 1; number < rounds.size(); ++number) {
        const SettledCluster::Round& round = rounds[number];
        std::vector<ResourceOutcome*> ended;
        std::vector<ResourceOutcome> explained;
        for (ResourceOutcome& each : resources) {
            if (!each.because.empty() || !ends_in(round, each)) continue;
            ended.push_back(&each);
            explained.push_back(each);
        }
        if (ended.empty()) continue;
        explain_changes(schedule(round.schedule.cluster, {.with_ledger = true}), explained);
        for (std::size_t i = 0; i < ended.size(); ++i) ended[i]->because = std::move(explained[i].because);
    }
}

} // namespace placement

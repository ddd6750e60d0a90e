#include <algorithm>

#include "base/multiply_active.h"
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

} // namespace placement

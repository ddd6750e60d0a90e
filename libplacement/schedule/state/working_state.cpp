#include "schedule/state/working_state.h"

#include "base/preparation.h"
#include "schedule/state/capacity.h"
#include "schedule/state/colocation_lists.h"

namespace placement {

namespace {

ResourceState starting_state(const Resource& resource) {
    ResourceState state;
    state.role = resource.role;
    state.next_role = resource.next_role;
    state.next_role_reason = resource.next_role_reason;
    state.priority = resource.priority;
    state.managed = resource.managed;
    state.blocked = resource.blocked;
    state.failed = resource.failed;
    state.start_pending = resource.start_pending;
    state.stop_if_failed = resource.stop_if_failed;
    state.stop_unexpected = resource.stop_unexpected;
    state.partial_migration_source = resource.partial_migration_source;
    state.partial_migration_target = resource.partial_migration_target;
    state.exclusive_discovery = resource.exclusive_discovery;
    state.lock_node = resource.lock_node;
    state.lock_time = resource.lock_time;
    state.children = resource.children;
    return state;
}

NodeState starting_state(const Node& node) {
    NodeState state;
    state.online = node.online;
    state.unclean = node.unclean;
    state.shutdown = node.shutdown;
    state.needs_reset = node.remote_needs_reset;
    state.capacity = parse_capacity(node.utilization);
    return state;
}

NodeTable starting_table(const IdVector<NodeId, AllowedNode>& allowed) {
    NodeTable table(allowed.size());
    for (const NodeId node : allowed.ids()) {
        table[node].score = allowed[node].score;
        table[node].probe_mode = allowed[node].probe_mode;
        table[node].listed = allowed[node].listed;
    }
    return table;
}

/// Digests are calculated once, by the first who asks.
void repeat_comparisons(WorkingState& state) {
    for (const OperationReference reference : preparation_of(state.cluster).compared_operations) {
        const ResourceHistory& history = state.cluster.histories[reference.history];
        state.digests.compare(state.cluster, history.resource, history.node, history.operations[reference.operation]);
    }
}

void collect_waiting_comparisons(WorkingState& state) {
    for (const Wish& wish : preparation_of(state.cluster).wishes) {
        if (wish.kind != Wish::Kind::CheckParameters) continue;
        state.waiting_comparisons.push_back({wish.resource, wish.node, wish.operation, true});
    }
}

void record_start(WorkingState& state) {
    for (const ResourceId resource : state.scores.ids()) {
        for (const NodeId node : state.scores[resource].ids()) {
            const NodeEntry& entry = state.scores[resource][node];
            if (!entry.listed) continue;
            LedgerEntry start;
            start.stage = Stage::Status;
            start.resource = resource;
            start.node = node;
            start.after = entry.score;
            state.ledger.push_back(start);
        }
    }
}

} // namespace

WorkingState::WorkingState(const Cluster& of, const ScheduleOptions& asked)
    : cluster(of), options(asked), assignment_order(of.top_resources), recheck_by(of.recheck_by) {
    for (const Resource& resource : cluster.resources) resources.push_back(starting_state(resource));
    for (const Node& node : cluster.nodes) nodes.push_back(starting_state(node));
    for (const auto& allowed : cluster.initial_nodes) scores.push_back(starting_table(allowed));
    for (const LocationId id : cluster.locations.ids()) {
        resources[cluster.locations[id].resource].locations.push_back(id);
    }
    for (const Colocation& colocation : cluster.colocations) add_colocation(*this, colocation);
    report.reserve(resources.size() * nodes.size());
    repeat_comparisons(*this);
    collect_waiting_comparisons(*this);
    if (options.with_ledger) record_start(*this);
}

void recheck_by(WorkingState& state, std::int64_t moment) {
    if (moment <= state.cluster.now.seconds) return;
    if (state.recheck_by == 0 || state.recheck_by > moment) state.recheck_by = moment;
}

void recheck_by(WorkingState& state, const NextChange& moment) {
    if (moment) recheck_by(state, *moment);
}

} // namespace placement

#include "schedule/state/nodes.h"

#include <algorithm>
#include <string_view>
#include <unordered_map>

#include "base/table_order.h"
#include "base/merge_sort.h"
#include "schedule/state/resources.h"

namespace placement {

namespace {

Score usable_score(const WorkingState& state, const NodeTable& table, NodeId node) {
    return can_run_resources(state, node) ? table[node].score : Score::minus_infinity();
}

struct Candidate {
    NodeId node;
    Score score; ///< on a node that cannot run resources -INFINITY
};

NodeComparison compare(const WorkingState& state, NodeId preferred, const Candidate& left, const Candidate& right) {
    if (left.score != right.score) return {left.score > right.score ? -1 : 1, Criterion::Score};

    const PlacementStrategy strategy = state.cluster.options.placement_strategy;
    if (strategy != PlacementStrategy::Minimal) {
        if (strategy == PlacementStrategy::Balanced) {
            if (const int order = compare_capacity(state, left.node, right.node); order != 0) return {order, Criterion::Capacity};
        }
        const std::int32_t left_load = state.nodes[left.node].assigned_resources;
        const std::int32_t right_load = state.nodes[right.node].assigned_resources;
        if (left_load != right_load) return {left_load < right_load ? -1 : 1, Criterion::Load};
        if (preferred) {
            if (left.node == preferred) return {-1, Criterion::CurrentNode};
            if (right.node == preferred) return {1, Criterion::CurrentNode};
        }
    }
    return {state.node(left.node).name.compare(state.node(right.node).name), Criterion::Name};
}

std::vector<NodeId> listed_nodes(const NodeTable& table) {
    std::vector<NodeId> nodes;
    for (const NodeId node : table.ids()) {
        if (table[node].listed) nodes.push_back(node);
    }
    return nodes;
}

} // namespace

bool can_run_resources(const WorkingState& state, NodeId node) {
    const NodeState& now = state.nodes[node];
    const Node& configured = state.node(node);
    return now.online && !now.shutdown && !now.unclean && !configured.standby && !configured.maintenance;
}

bool is_available_by_itself(const WorkingState& state, NodeId node) {
    return can_run_resources(state, node) && state.node(node).base_score >= Score();
}

bool is_available(const WorkingState& state, const NodeTable& table, NodeId node) {
    const NodeEntry& entry = table[node];
    return entry.listed && !entry.unusable && entry.score >= Score() && can_run_resources(state, node);
}

bool is_allowed(const WorkingState& state, ResourceId resource, NodeId node) {
    const NodeEntry& entry = state.scores[resource][node];
    return entry.listed && entry.score >= Score();
}

bool any_available(const WorkingState& state, const NodeTable& table) {
    for (const NodeId node : table.ids()) {
        if (is_available(state, table, node)) return true;
    }
    return false;
}

bool frozen_without_quorum(const WorkingState& state) {
    return !state.cluster.have_quorum && state.cluster.options.no_quorum_policy == NoQuorumPolicy::Freeze;
}

bool guest_will_run(const WorkingState& state, NodeId node) {
    if (!state.node(node).is_guest()) return true;
    const ResourceId container = state.resource(state.node(node).connection).launcher;
    return assigned_location(state, container).valid();
}

bool is_bundle_node(const WorkingState& state, NodeId node) {
    return state.node(node).is_guest() && is_bundled(state, state.node(node).connection);
}

NodeComparison compare_nodes(const WorkingState& state, const NodeTable& table, NodeId preferred, NodeId left,
                             NodeId right) {
    return compare(state, preferred, {left, usable_score(state, table, left)}, {right, usable_score(state, table, right)});
}

std::vector<NodeId> in_table_order(const WorkingState& state, const NodeTable& table) {
    std::vector<std::string_view> ids;
    std::unordered_map<std::string_view, NodeId> by_id;
    for (const NodeId node : listed_nodes(table)) {
        ids.emplace_back(state.node(node).id);
        by_id.emplace(state.node(node).id, node);
    }
    std::vector<NodeId> ordered;
    for (const std::string_view id : placement::in_table_order(ids)) ordered.push_back(by_id.at(id));
    return ordered;
}

void sort_by_preference(const WorkingState& state, const NodeTable& table, NodeId preferred,
                        std::vector<NodeId>& nodes) {
    std::vector<Candidate> candidates;
    candidates.reserve(nodes.size());
    for (const NodeId node : nodes) candidates.push_back({node, usable_score(state, table, node)});
    merge_sort(candidates,
               [&](const Candidate& left, const Candidate& right) { return compare(state, preferred, left, right).order; });
    std::ranges::transform(candidates, nodes.begin(), &Candidate::node);
}

std::vector<NodeId> nodes_by_preference(const WorkingState& state, const NodeTable& table, NodeId preferred) {
    std::vector<NodeId> nodes;
    if (state.cluster.options.placement_strategy == PlacementStrategy::Balanced) {
        // Comparing capacities is no strict order, so that the result depends on where the nodes were before.
        nodes = in_table_order(state, table);
        std::reverse(nodes.begin(), nodes.end());
    } else {
        nodes = listed_nodes(table);
    }
    sort_by_preference(state, table, preferred, nodes);
    return nodes;
}

int compare_capacity(const WorkingState& state, NodeId left, NodeId right) {
    const Capacity& ours = state.nodes[left].capacity;
    const Capacity& theirs = state.nodes[right].capacity;
    int result = 0;
    const auto count = [&result](std::int32_t left_amount, std::int32_t right_amount) {
        if (left_amount > right_amount) --result;
        if (left_amount < right_amount) ++result;
    };
    for (const auto& [name, amount] : ours) {
        const auto other = theirs.find(name);
        count(amount, other == theirs.end() ? 0 : other->second);
    }
    for (const auto& [name, amount] : theirs) {
        if (!ours.contains(name)) count(0, amount);
    }
    return result;
}

} // namespace placement

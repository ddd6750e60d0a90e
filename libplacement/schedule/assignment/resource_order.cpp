#include <optional>

#include "base/merge_sort.h"
#include "schedule/assignment/assign.h"
#include "schedule/colocation/preferences.h"
#include "schedule/state/nodes.h"
#include "schedule/state/resources.h"

namespace placement {

namespace {

std::optional<Preferences> own_preferences(WorkingState& state, ResourceId resource) {
    std::optional<Preferences> preferences;
    FlowOptions options;
    options.along_dependents = true;
    merge_preferences(state, resource, ResourceId::none(), preferences, ColocationId::none(), 1, options);
    return preferences;
}

Score score_on(const std::optional<Preferences>& preferences, NodeId node) {
    if (!preferences || !node || !preferences->table[node].listed) return Score::minus_infinity();
    return preferences->table[node].score;
}

template <typename Value>
int higher_first(const Value& left, const Value& right) {
    return left == right ? 0 : (left > right ? -1 : 1);
}

std::vector<NodeId> all_nodes_by_preference(const WorkingState& state) {
    NodeTable all(state.nodes.size());
    std::vector<NodeId> nodes;
    for (const NodeId node : all.ids()) {
        all[node].score = state.node(node).base_score;
        nodes.push_back(node);
    }
    sort_by_preference(state, all, NodeId::none(), nodes);
    return nodes;
}

int compare(WorkingState& state, const std::vector<NodeId>& nodes, ResourceId left, ResourceId right) {
    if (const int order = higher_first(state[left].priority, state[right].priority); order != 0) return order;
    const auto left_preferences = own_preferences(state, left);
    const auto right_preferences = own_preferences(state, right);
    if (const int order = higher_first(score_on(left_preferences, current_node(state, left)),
                                       score_on(right_preferences, current_node(state, right)));
        order != 0) {
        return order;
    }
    for (const NodeId node : nodes) {
        const int order = higher_first(score_on(left_preferences, node), score_on(right_preferences, node));
        if (order != 0) return order;
    }
    return 0;
}

} // namespace

void sort_resources(WorkingState& state) {
    const std::vector<NodeId> nodes = all_nodes_by_preference(state);
    merge_sort(state.assignment_order,
               [&](ResourceId left, ResourceId right) { return compare(state, nodes, left, right); });
}

} // namespace placement

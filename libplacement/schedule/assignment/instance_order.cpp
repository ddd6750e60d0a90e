#include <optional>

#include "schedule/assignment/assign.h"
#include "schedule/colocation/effect.h"
#include "schedule/colocation/lists.h"
#include "schedule/colocation/preferences.h"
#include "schedule/state/instances.h"
#include "schedule/state/nodes.h"
#include "schedule/state/resources.h"

namespace placement {

namespace {

/// -1 where only the left has it, 1 where only the right has it, 0 otherwise.
int prefer(bool left, bool right) { return left == right ? 0 : (left ? -1 : 1); }

template <typename Value>
int prefer_less(const Value& left, const Value& right) {
    return left == right ? 0 : (left < right ? -1 : 1);
}

/// Whether the instance's node (if any) is allowed.
bool node_allowed(const WorkingState& state, ResourceId instance, NodeId node) {
    return !node || is_allowed(state, instance, node);
}

/// What the colocations of the instance say of its current node alone, on top of what the node itself starts from.
Score colocated_score(WorkingState& state, ResourceId instance, NodeId node) {
    NodeTable table(state.nodes.size());
    table[node].listed = true;
    table[node].score = state.node(node).base_score;
    std::optional<Preferences> preferences = Preferences{std::move(table), {}};
    const ResourceId parent = state.resource(instance).parent;
    const bool asks = state.cluster.behavior.inheritance == Inheritance::Asked || !parent;
    for (const ColocationId id : this_with(state, asks ? instance : parent)) {
        const Colocation& colocation = state.colocations[id];
        merge_preferences(state, colocation.primary, instance, preferences, id, strength(colocation), {});
    }
    FlowOptions options;
    options.only_nonnegative = true;
    for (const ColocationId id : with_this(state, asks ? instance : parent)) {
        const Colocation& colocation = state.colocations[id];
        if (!has_influence(state, colocation, instance)) continue;
        merge_preferences(state, colocation.dependent, instance, preferences, id, strength(colocation), options);
    }
    return preferences->table[node].score;
}

int compare_by_colocation(WorkingState& state, ResourceId left, ResourceId right) {
    const Score left_score = colocated_score(state, left, current_node(state, left));
    const Score right_score = colocated_score(state, right, current_node(state, right));
    const bool worse_first = state.cluster.behavior.worse_disfavored_node_first;
    if (worse_first && left_score < right_score && left_score < Score()) return -1;
    return prefer_less(right_score, left_score);
}

} // namespace

NodeEntry* entry_of_parent(WorkingState& state, ResourceId instance, NodeId node) {
    if (!node) return nullptr;
    const ResourceId parent = state.resource(instance).parent;
    NodeEntry& entry = state.scores[parent ? parent : instance][node];
    return entry.listed ? &entry : nullptr;
}

int compare_instances(WorkingState& state, ResourceId left, ResourceId right) {
    const Activity left_activity = activity(state, left);
    const Activity right_activity = activity(state, right);
    if (left_activity.all > 0 && right_activity.all > 0) {
        if (const int order = prefer_less(left_activity.all, right_activity.all); order != 0) return order;
    }

    const bool left_allowed = node_allowed(state, left, left_activity.node);
    const bool right_allowed = node_allowed(state, right, right_activity.node);
    if (const int order = prefer(left_allowed, right_allowed); order != 0) return order;
    const NodeId left_node = left_allowed ? left_activity.node : NodeId::none();
    const NodeId right_node = right_allowed ? right_activity.node : NodeId::none();

    if (const int order = prefer_less(state[right].priority, state[left].priority); order != 0) return order;
    if (!left_node && !right_node) return 0;
    if (const int order = prefer(left_node.valid(), right_node.valid()); order != 0) return order;
    if (const int order = prefer(can_run_resources(state, left_node), can_run_resources(state, right_node));
        order != 0) {
        return order;
    }

    const NodeEntry* left_entry = entry_of_parent(state, left, left_node);
    const NodeEntry* right_entry = entry_of_parent(state, right, right_node);
    if (left_entry == nullptr && right_entry == nullptr) return 0;
    if (const int order = prefer(left_entry != nullptr, right_entry != nullptr); order != 0) return order;
    if (const int order = prefer_less(left_entry->instances, right_entry->instances); order != 0) return order;
    if (const int order = prefer(!has_failed(state, left), !has_failed(state, right)); order != 0) return order;
    if (const int order = compare_by_colocation(state, left, right); order != 0) return order;
    if (state.cluster.behavior.instance_ids_are_text) return state.resource(left).id.compare(state.resource(right).id);
    return prefer_less(instance_number(state, left), instance_number(state, right));
}

} // namespace placement

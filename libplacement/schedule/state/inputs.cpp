#include "schedule/state/inputs.h"

#include <algorithm>

#include "schedule/state/chain.h"

namespace placement {

namespace {

bool can_change_actions(RelationFlags flags) {
    flags.clear(RelationFlag::ThenImpliesFirstGraphed | RelationFlag::FirstImpliesThenGraphed | RelationFlag::Ordered);
    return !flags.none();
}

/// A notification about a stop counts as well.
bool is_stop(const Action& action) {
    return action.resource && action.key.task == task::stop && action.key.interval_ms == 0;
}

/// Of relations that count on one node only.
bool shares_node(const WorkingState& state, const Action& action, const Action& input) {
    if (action.resource && action.task == task::migrate_to) {
        const NodeId target = state[action.resource].assigned_node;
        return target && input.node == target;
    }
    return input.node && input.node == action.node;
}

enum class Verdict { Counts, Ignored, Void };

Verdict judge(const WorkingState& state, const Action& action, const Relation& relation) {
    const Action& input = state.actions[relation.action];
    const RelationFlags flags = relation.flags;
    if (flags.none()) return Verdict::Ignored;
    if (!input.runnable()) {
        const bool needs_runnable =
            flags.has_any(RelationFlag::MinRunnable | RelationFlag::UnmigratableThenBlocks);
        if (!can_change_actions(flags) || needs_runnable) return Verdict::Ignored;
    }
    if (flags.has(RelationFlag::IfFirstUnmigratable) && input.is(ActionFlag::Migratable)) return Verdict::Ignored;
    if (flags == RelationFlags(RelationFlag::Ordered) && input.is(ActionFlag::Migratable) && is_stop(input)) {
        return Verdict::Ignored;
    }
    if (flags == RelationFlags(RelationFlag::IfOnSameNodeOrTarget)) {
        if (!shares_node(state, action, input)) return Verdict::Void;
        const bool to_target = action.resource && action.task == task::migrate_to;
        return !to_target && input.optional() ? Verdict::Void : Verdict::Counts;
    }
    if (flags == RelationFlags(RelationFlag::IfRequiredOnSameNode)) {
        const bool apart = input.node && action.node && input.node != action.node;
        return apart || input.optional() ? Verdict::Void : Verdict::Counts;
    }
    if (input.resource && input.resource != action.resource && state[input.resource].failed &&
        !state[input.resource].managed && is_stop(input) && action.resource &&
        state.resource(action.resource).is_clone()) {
        return Verdict::Ignored;
    }
    const bool left_out = input.optional() &&
                          !input.flags.has_any(ActionFlag::AlwaysInGraph | ActionFlag::InGraph) &&
                          !belongs_in_graph(state, relation.action);
    return left_out ? Verdict::Ignored : Verdict::Counts;
}

} // namespace

bool belongs_in_graph(const WorkingState& state, ActionId id) {
    const Action& action = state.actions[id];
    if (!action.runnable()) return false;
    if (action.optional() && !action.is(ActionFlag::AlwaysInGraph)) return false;
    if (action.resource && !state[action.resource].managed && action.task != task::monitor &&
        action.key.interval_ms == 0) {
        return false;
    }
    if (action.pseudo() || action.task == task::fence || action.task == task::shutdown) return true;
    if (!action.node) return false;
    if (action.is(ActionFlag::OnDc)) return true;
    const NodeState& node = state.nodes[action.node];
    if (state.node(action.node).is_guest() && !node.needs_reset) return true;
    return node.online && !node.unclean;
}

bool is_input(WorkingState& state, ActionId id, std::size_t index) {
    Action& action = state.actions[id];
    Relation& relation = action.before[index];
    if (relation.graphed()) return true;
    const Verdict verdict = judge(state, action, relation);
    if (verdict == Verdict::Void) relation.flags = {};
    return verdict == Verdict::Counts;
}

bool closes_loop(WorkingState& state, ActionId start, ActionId action, std::size_t index) {
    const ActionId input = state.actions[action].before[index].action;
    if (state.actions[input].is(ActionFlag::DetectingLoop) || !is_input(state, action, index)) return false;
    if (input == start) return true;
    const Chain chain(state, Chain::Along::Orderings);
    state.actions[input].flags.set(ActionFlag::DetectingLoop);
    bool found = false;
    for (std::size_t before = state.actions[input].before.size(); before-- > 0 && !found;) {
        found = closes_loop(state, start, input, before);
    }
    state.actions[input].flags.clear(ActionFlag::DetectingLoop);
    return found;
}

void merge_inputs(WorkingState& state, ActionId id) {
    Action& action = state.actions[id];
    if (action.is(ActionFlag::InputsMerged)) return;
    action.flags.set(ActionFlag::InputsMerged);
    CompactVector<Relation>& inputs = action.before;
    std::stable_sort(inputs.begin(), inputs.end(),
                     [](const Relation& left, const Relation& right) { return left.action < right.action; });
    auto end = inputs.begin();
    for (const Relation& input : inputs) {
        if (end != inputs.begin() && std::prev(end)->action == input.action) {
            std::prev(end)->flags.set(input.flags);
        } else {
            *end++ = input;
        }
    }
    if (end != inputs.end()) inputs.end_at(end);
}

} // namespace placement

#include "schedule/actions/wishes.h"

#include <algorithm>

#include "base/preparation.h"
#include "schedule/actions/clean_up.h"
#include "schedule/state/actions.h"
#include "schedule/state/fencing.h"

namespace placement {

namespace {

/// A connection's failure is forgotten only when its node has been fenced. (Pacemaker: order_after_remote_fencing)
void order_after_fencing_of(WorkingState& state, ResourceId connection, ActionId then) {
    const NodeId remote = state.cluster.find_node(state.resource(connection).id);
    if (!remote) return;
    const ActionId fencing = fencing_action(state, remote, {}, true, {}, false);
    order_actions(state, fencing, then, RelationFlag::FirstImpliesThen);
}

void relax_stops(WorkingState& state, const Wish& wish) {
    for (const ActionId stop : find_actions(state, wish.resource, {task::stop}, wish.node)) {
        state.actions[stop].flags.set(ActionFlag::Optional);
    }
}

/// A start that is repeated is settled while the history is read, when the resource is not active on the node yet.
bool is_frozen_alone(const WorkingState& state, const Wish& wish) {
    const bool frozen = !state.cluster.have_quorum && state.cluster.options.no_quorum_policy == NoQuorumPolicy::Freeze;
    return frozen && std::ranges::all_of(state.resource(wish.resource).active_nodes, [&](NodeId node) { return node == wish.node; });
}

void continue_monitor(WorkingState& state, const Wish& wish) {
    const OperationHistory& running =
        state.cluster.histories[wish.operation.history].operations[wish.operation.operation];
    const ActionId action = schedule_action(state, wish.resource, {running.task, running.interval_ms}, wish.node, true);
    if (state.actions[action].requirement != Requires::Nothing && is_frozen_alone(state, wish)) {
        state.actions[action].flags.clear(ActionFlag::Runnable);
    }
}

void schedule_wish(WorkingState& state, const Wish& wish) {
    switch (wish.kind) {
    case Wish::Kind::AddScore:
    case Wish::Kind::CheckParameters: break;
    case Wish::Kind::FenceNode: wish_fencing(state, wish.node, wish.reason, wish.priority_delay); break;
    case Wish::Kind::ClearFailCount: {
        const ActionId clear = clear_fail_count(state, wish.resource, wish.node);
        if (wish.optional) state.actions[clear].flags.set(ActionFlag::Optional);
        if (wish.order_after_remote_fencing) order_after_fencing_of(state, wish.resource, clear);
        break;
    }
    case Wish::Kind::ClearHistory: clear_history(state, wish.resource, wish.node); break;
    case Wish::Kind::RequireStop:
        schedule_action(state, wish.resource, {task::stop}, wish.node, wish.optional);
        break;
    case Wish::Kind::RequireDemote:
        schedule_action(state, wish.resource, {task::demote}, wish.node, wish.optional);
        break;
    case Wish::Kind::RelaxStop: relax_stops(state, wish); break;
    case Wish::Kind::RecurringMonitor: continue_monitor(state, wish); break;
    }
}

} // namespace

void schedule_wished_actions(WorkingState& state) {
    for (const Wish& wish : preparation_of(state.cluster).wishes) schedule_wish(state, wish);
}

} // namespace placement

#include "schedule/ordering/blocking.h"

#include <algorithm>
#include <string>

#include "schedule/colocation/lists.h"
#include "schedule/ordering/propagate.h"
#include "schedule/state/actions.h"
#include "schedule/state/chain.h"
#include "schedule/state/resources.h"

namespace placement {

namespace {

void block(WorkingState& state, ResourceId resource, std::string_view task, const std::string& reason) {
    for (std::size_t index = state[resource].actions.size(); index-- > 0;) {
        const ActionId id = state[resource].actions[index];
        Action& action = state.actions[id];
        if (!action.runnable() || action.task != task) continue;
        action.flags.clear(ActionFlag::Runnable);
        set_reason(action, reason, false);
        block_colocation_dependents(state, id);
        update_for_orderings(state, id);
    }
    const std::vector<ResourceId> children = state[resource].children;
    for (const ResourceId child : children) block(state, child, task, reason);
}

/// Some part can do it, or has nothing to do.
bool any_part_can(const WorkingState& state, ResourceId resource, std::string_view task) {
    return std::ranges::any_of(state[resource].children, [&](ResourceId child) {
        const ActionId action = newest_action_with_task(state, child, task);
        return !action || state.actions[action].runnable();
    });
}

} // namespace

void block_colocation_dependents(WorkingState& state, ActionId id) {
    const Action& action = state.actions[id];
    const bool starts = action.task == task::start;
    if (action.runnable() || !action.resource || (!starts && action.task != task::promote)) return;
    const ResourceId top = state.cluster.top(action.resource, true);
    if (any_part_can(state, top, action.task)) return;
    const Chain chain(state, Chain::Along::Colocations);
    const std::string reason = "colocation with " + state.resource(action.resource).id;
    for (const ColocationId colocation_id : with_this(state, top)) {
        const Colocation colocation = state.colocations[colocation_id];
        if (!colocation.score.is_plus_infinity()) continue;
        if (!starts && colocation.primary_role != Role::Promoted) continue;
        const bool of_promotion = colocation.dependent_role == Role::Promoted;
        block(state, colocation.dependent, of_promotion ? task::promote : task::start, reason);
    }
}

} // namespace placement

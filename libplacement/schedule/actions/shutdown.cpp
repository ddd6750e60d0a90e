#include "schedule/actions/shutdown.h"

#include <fmt/format.h>

#include "schedule/state/actions.h"
#include "schedule/state/orderings.h"

namespace placement {

namespace {

bool keeps_node_up(const WorkingState& state, const Action& action, NodeId node) {
    if (action.node != node || action.task != task::stop) return false;
    if (state.resource(action.resource).maintenance || state.node(node).maintenance) return false;
    return state[action.resource].managed || state[action.resource].blocked;
}

} // namespace

ActionId schedule_shutdown(WorkingState& state, NodeId node) {
    const ActionId shutdown =
        named_action(state, fmt::format("{}-{}", task::shutdown, state.node(node).name), task::shutdown, node, false);
    for (std::size_t index = state.actions.size(); index-- > 0;) {
        const ActionId id(index);
        Action& action = state.actions[id];
        if (!action.resource || !keeps_node_up(state, action, node)) continue;
        action.flags.clear(ActionFlag::Optional);
        add_ordering(state, one_action(state, id), one_action(state, shutdown),
                     RelationFlag::Ordered | RelationFlag::UnrunnableFirstBlocks);
    }
    state.actions[shutdown].meta.to_change()["op_no_wait"] = "true";
    return shutdown;
}

} // namespace placement

#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "schedule/state/working_state.h"

/// Finding, making and relating actions.
namespace placement {

// ---- finding --------------------------------------------------------------------------------------------------

/// The resource's actions with this key, oldest first; on `node` where one is given. An action without a node that is
/// found for a node is from then on that node's. (Pacemaker: find_actions)
std::vector<ActionId> find_actions(WorkingState& state, ResourceId resource, const ActionKey& key, NodeId node);
/// Those on exactly this node; none where the node is none. (Pacemaker: find_actions_exact)
std::vector<ActionId> find_actions_on(const WorkingState& state, ResourceId resource, const ActionKey& key,
                                      NodeId node);
/// The newest of the resource's actions with this key, on `node` where one is given, or none.
/// (Pacemaker: find_first_action, by uuid)
ActionId newest_action(const WorkingState& state, ResourceId resource, const ActionKey& key, NodeId node = {});
/// The same by task. (Pacemaker: find_first_action, by task)
ActionId newest_action_with_task(const WorkingState& state, ResourceId resource, std::string_view task,
                                 NodeId node = {});

/// What reloads a resource's parameters.
std::string_view reload_task(const WorkingState& state);

// ---- making ---------------------------------------------------------------------------------------------------

/// Finds the resource's action or makes it, and settles whether it is required and whether it can be done: the two calls
/// below. (Pacemaker: custom_action)
ActionId schedule_action(WorkingState& state, ResourceId resource, const ActionKey& key, NodeId node, bool optional);
/// The same with a task that is not the key's.
ActionId schedule_action(WorkingState& state, ResourceId resource, const ActionKey& key, std::string_view task,
                         NodeId node, bool optional);
/// Finds the action or makes it, and makes it required unless `optional`. Nothing else changes.
ActionId add_action(WorkingState& state, ResourceId resource, const ActionKey& key, std::string_view task, NodeId node,
                    bool optional);
/// Whether an action of a resource can be done on its node, and with this quorum. A stop that cannot be done where it
/// should makes the node one to be fenced. (Pacemaker: update_resource_action_runnable)
void settle_runnable(WorkingState& state, ActionId action);

/// What the action does from now on, whatever its key says.
void set_task(WorkingState& state, ActionId action, std::string_view task);

/// A pseudo-action of a resource. (Pacemaker: pe__new_rsc_pseudo_action)
ActionId schedule_pseudo_action(WorkingState& state, ResourceId resource, const ActionKey& key, bool optional,
                                bool runnable);
/// The one pseudo-action of this name, which belongs to no resource. (Pacemaker: get_pseudo_op)
ActionId named_pseudo_action(WorkingState& state, std::string_view name);
/// The one action of this name on the node, which belongs to no resource.
ActionId named_action(WorkingState& state, std::string name, std::string_view task, NodeId node, bool optional);
/// The one of this name, or none.
ActionId find_named_action(const WorkingState& state, std::string_view name);

// ---- values ---------------------------------------------------------------------------------------------------

/// The priority of actions that come before all others.
inline constexpr std::int32_t most_urgent = Score::infinite_value;

// ---- changing -------------------------------------------------------------------------------------------------

/// Keeps the first reason unless `overwrite`. (Pacemaker: pe_action_set_reason)
void set_reason(Action& action, std::string_view reason, bool overwrite);

/// Relates two actions, unless they are related by one of these flags already. Returns whether it did.
/// (Pacemaker: order_actions)
bool order_actions(WorkingState& state, ActionId first, ActionId then, RelationFlags flags, OrderingId constraint = {});

/// Relates one action to many, as order_actions does, which would search through all of them each time.
class ManyOrderings {
public:
    ManyOrderings(WorkingState& state, ActionId first, RelationFlags flags)
        : state_(state), first_(first), flags_(flags) {}
    void order(ActionId then);

private:
    WorkingState& state_;
    ActionId first_;
    RelationFlags flags_;
    std::size_t noted_ = 0;                 ///< how many relations of the action were looked at
    std::unordered_set<std::size_t> known_; ///< what is related by one of the flags
};

} // namespace placement

#include "schedule/ordering/built_in.h"
#include "schedule/ordering/propagate.h"
#include "schedule/state/actions.h"
#include "schedule/state/orderings.h"
#include "schedule/state/resources.h"

namespace placement {

namespace {

/// What is known of the members so far while a group's members are ordered one after the other.
struct Members {
    ResourceId group;
    bool ordered = true;
    bool promotable = false;
    ResourceId previous;
    ResourceId last_active;
};

bool is_active(const WorkingState& state, ResourceId resource) {
    return !state.resource(resource).active_nodes.empty();
}

constexpr RelationFlags up_before = RelationFlag::FirstImpliesThen | RelationFlag::UnrunnableFirstBlocks;
constexpr RelationFlags done_after = up_before | RelationFlag::FirstImpliesThenGraphed;

/// A member's actions lie between those of the group.
void order_with_group(WorkingState& state, const Members& members, ResourceId member) {
    RelationFlags down = RelationFlag::ThenImpliesFirstGraphed;
    RelationFlags after_down = RelationFlag::FirstImpliesThenGraphed;
    if (!members.previous && members.ordered) {
        down.set(RelationFlag::Ordered);
        after_down = RelationFlag::FirstImpliesThen;
    }
    const ResourceId group = members.group;
    if (members.promotable) {
        order_tasks(state, group, task::demote, member, task::demote, down);
        order_tasks(state, member, task::demote, group, task::demoted, after_down);
        order_tasks(state, member, task::promote, group, task::promoted, done_after);
        order_tasks(state, group, task::promote, member, task::promote, RelationFlag::ThenImpliesFirstGraphed);
    }
    order_tasks(state, group, task::stop, member, task::stop, down);
    order_tasks(state, member, task::stop, group, task::stopped, after_down);
    order_tasks(state, group, task::start, member, task::start, RelationFlag::ThenImpliesFirstGraphed);
    order_tasks(state, member, task::start, group, task::started, done_after);
}

void order_unordered(WorkingState& state, const Members& members, ResourceId member) {
    const RelationFlags flags = up_before | RelationFlag::ThenImpliesFirstGraphed;
    order_tasks(state, members.group, task::start, member, task::start, flags);
    if (members.promotable) order_tasks(state, members.group, task::promote, member, task::promote, flags);
}

/// Up in order, down in reverse.
void order_after_previous(WorkingState& state, const Members& members, ResourceId member) {
    const ResourceId previous = members.previous;
    order_tasks(state, previous, task::start, member, task::start, up_before);
    order_tasks(state, member, task::stop, previous, task::stop,
                RelationFlag::Ordered | RelationFlag::IntermediateStop);
    if (state.cluster.behavior.added_members_wait_for_stops && is_active(state, member) && !is_active(state, previous)) {
        order_tasks(state, member, task::stop, previous, task::start,
                    RelationFlag::ThenImpliesFirst | RelationFlag::UnrunnableFirstBlocks);
    }
    if (members.promotable) {
        order_tasks(state, previous, task::promote, member, task::promote, up_before);
        order_tasks(state, member, task::demote, previous, task::demote, RelationFlag::Ordered);
    }
}

/// (Pacemaker: member_internal_constraints)
void order_member(WorkingState& state, Members& members, ResourceId member) {
    order_resource(state, member);
    order_with_group(state, members, member);
    if (!members.ordered) {
        order_unordered(state, members, member);
    } else if (members.previous) {
        order_after_previous(state, members, member);
    } else {
        // Relates nothing, but a migration's equivalents are ordered all the same.
        order_tasks(state, members.group, task::start, member, task::start, {});
        if (members.promotable) order_tasks(state, members.group, task::promote, member, task::promote, {});
    }
    if (is_active(state, member)) {
        const bool gap = members.ordered && members.previous && !is_active(state, members.previous);
        if (gap && members.last_active) {
            order_tasks(state, member, task::stop, members.last_active, task::stop, RelationFlag::Ordered);
        }
        members.last_active = member;
    }
    members.previous = member;
}

/// The action of a member that a collective action waits for: "running" of a group is "start" of a member.
/// (Pacemaker: get_complex_task)
std::string_view task_of_members(std::string_view task) {
    if (task == task::started) return task::start;
    if (task == task::stopped) return task::stop;
    if (task == task::promoted) return task::promote;
    if (task == task::demoted) return task::demote;
    return task;
}

/// Calls `visit` with each member's newest action with the task, or none; with none perhaps only once.
template <typename Visit>
void for_each_members_action(WorkingState& state, ResourceId group, std::string_view task, NodeId node, const Visit& visit) {
    const std::vector<ResourceId>& members = state[group].children;
    const auto find = [&](ResourceId member) { return newest_action_with_task(state, member, task, node); };
    if (members.size() < MemberActions::many) {
        for (const ResourceId member : members) visit(find(member));
        return;
    }
    const MemberActions::List actions = state.member_actions.of(group, members, task, node, state.action_changes, find);
    for (const ActionId action : *actions) visit(action);
}

} // namespace

/// (Pacemaker: pcmk__group_internal_constraints)
void order_group(WorkingState& state, ResourceId group) {
    order_tasks(state, group, task::stop, group, task::stopped, RelationFlag::UnrunnableFirstBlocks);
    order_tasks(state, group, task::stopped, group, task::start, RelationFlag::Ordered);
    order_tasks(state, group, task::start, group, task::started, RelationFlag::UnrunnableFirstBlocks);
    Members members;
    members.group = group;
    members.ordered = state.resource(group).group().ordered;
    members.promotable = state.resource(state.cluster.top(group)).promotable;
    for (const ResourceId member : state[group].children) order_member(state, members, member);
}

/// (Pacemaker: pcmk__group_action_flags)
ActionFlags group_action_flags(WorkingState& state, ActionId id, NodeId node) {
    ActionFlags flags = ActionFlag::Optional | ActionFlag::Runnable | ActionFlag::Pseudo;
    Action& action = state.actions[id];
    const std::string_view task = task_of_members(action.task);
    for_each_members_action(state, action.resource, task, node, [&](ActionId of_member) {
        if (!of_member) {
            if (task != task::stop && task != task::demote) flags.clear(ActionFlag::Runnable);
            return;
        }
        const ActionFlags member_flags = action_flags(state, of_member, node);
        if (flags.has(ActionFlag::Optional) && !member_flags.has(ActionFlag::Optional)) {
            flags.clear(ActionFlag::Optional);
            action.flags.clear(ActionFlag::Optional);
        }
        if (task != action.task && flags.has(ActionFlag::Runnable) && !member_flags.has(ActionFlag::Runnable)) {
            flags.clear(ActionFlag::Runnable);
            action.flags.clear(ActionFlag::Runnable);
        }
    });
    return flags;
}

/// The update reaches every member that has such an action. (Pacemaker: pcmk__group_update_ordered_actions)
Updated update_ordered_group(WorkingState& state, const OrderedUpdate& update) {
    Updated changed = update_ordered_primitives(state, update);
    const Action& then = state.actions[update.then];
    if (!then.resource) return changed;
    for_each_members_action(state, then.resource, then.task, update.node, [&](ActionId of_member) {
        if (!of_member) return;
        OrderedUpdate for_member = update;
        for_member.then = of_member;
        changed.add(update_ordered(state, state.actions[of_member].resource, for_member));
    });
    return changed;
}

} // namespace placement

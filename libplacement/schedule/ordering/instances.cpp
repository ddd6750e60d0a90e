#include "schedule/ordering/instances.h"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "base/text.h"
#include "placement/diagnostic.h"
#include "schedule/colocation/compatible.h"
#include "schedule/ordering/propagate.h"
#include "schedule/state/actions.h"
#include "schedule/state/assignment.h"
#include "schedule/state/resources.h"

namespace placement {

namespace {

/// What the first of the resource's parts calls the task that the pseudo-action is about.
/// (Pacemaker: orig_action_name)
std::string_view task_within(const WorkingState& state, const Action& action) {
    const std::vector<ResourceId>& parts = state[action.resource].children;
    const bool notification = action.task == task::notify || action.task == task::notified;
    const std::string_view about = notification ? action.key.task : action.task;
    return parts.empty() ? about : task_of_part(state, parts.front(), about);
}

/// Also a notification about the task.
bool is_about(const Action& action, std::string_view task) {
    return action.key.interval_ms == 0 && action.key.task == task;
}

bool is_collective(const WorkingState& state, ResourceId resource) {
    return resource && (state.resource(resource).is_clone() || state.resource(resource).is_bundle());
}

/// Which of the two decides: the one that depends on the other, on the way down the first.
/// (Pacemaker: can_interleave_actions)
bool can_interleave(const WorkingState& state, const Action& first, const Action& then) {
    if (first.resource == then.resource || !is_collective(state, first.resource) ||
        !is_collective(state, then.resource)) {
        return false;
    }
    const bool down = is_about(then, task::stop) || is_about(then, task::demote);
    const AttributeTable& meta = state.resource(down ? first.resource : then.resource).meta;
    const auto interleave = meta.find("interleave");
    return interleave != meta.end() && is_true(interleave->second);
}

/// What a container of a bundle contains, or none.
ResourceId content_of(const WorkingState& state, ResourceId container) {
    const ResourceId bundle = state.cluster.top(container, true);
    if (!state.resource(bundle).is_bundle()) return ResourceId::none();
    for (const BundleReplica& replica : state.resource(bundle).bundle().replicas) {
        if (replica.container == container) return replica.child;
    }
    return ResourceId::none();
}

enum class Side : std::uint8_t { First, Then };

/// Whether it is what a container contains that does the action, and not the container itself: it is up only when its
/// content is, and only its content has another role.
bool done_by_content(const Action& collective_action, Side side) {
    const std::string_view task = collective_action.task;
    if (side == Side::First) return task != task::stop && task != task::stopped;
    return task == task::promote || task == task::promoted || task == task::demote || task == task::demoted;
}

/// The action of one instance for that of the whole, or none. (Pacemaker: find_instance_action)
ActionId instance_action(const WorkingState& state, const Action& collective_action, ResourceId instance,
                         std::string_view task, NodeId node, Side side) {
    if (task.empty()) return ActionId::none();
    if (state.cluster.behavior.replicas_are_ordered_by_content && done_by_content(collective_action, side)) {
        if (const ResourceId content = content_of(state, instance)) {
            return newest_action_with_task(state, content, task);
        }
    }
    return newest_action_with_task(state, instance, task, node);
}

/// An instance that has no partner and cannot be without one does not run.
bool give_up(WorkingState& state, ResourceId then_instance, const OrderedUpdate& update, bool current) {
    const RelationFlags mandatory = RelationFlag::UnrunnableFirstBlocks | RelationFlag::FirstImpliesThen;
    if (current || !update.relation.has_any(mandatory)) return false;
    return assign_to(state, then_instance, NodeId::none(), true, true);
}

/// One instance of `then` waits for its partner alone.
Updated update_interleaved_instance(WorkingState& state, ResourceId then_instance, const OrderedUpdate& update) {
    const Action& first = state.actions[update.first];
    const Action& then = state.actions[update.then];
    const bool current = is_about(first, task::stopped) || is_about(first, task::demoted);
    Compatibility same_node;
    same_node.current = current;
    const ResourceId first_instance = compatible_instance(state, then_instance, first.resource, same_node);
    if (!first_instance) return {false, give_up(state, then_instance, update, current)};

    OrderedUpdate of_instances = update;
    of_instances.first = instance_action(state, first, first_instance, task_within(state, first), update.node, Side::First);
    if (!of_instances.first) return {};
    of_instances.then = instance_action(state, then, then_instance, then.task, update.node, Side::Then);
    if (!of_instances.then) return {};

    Updated changed;
    if (order_actions(state, of_instances.first, of_instances.then, update.relation, update.constraint)) changed = {true, true};
    of_instances.flags = action_flags(state, of_instances.first, update.node);
    changed.add(update_ordered(state, then_instance, of_instances));
    return changed;
}

/// (Pacemaker: update_interleaved_actions)
Updated update_interleaved(WorkingState& state, const OrderedUpdate& update) {
    Updated changed;
    for (const ResourceId instance : instances_of(state, state.actions[update.then].resource)) {
        changed.add(update_interleaved_instance(state, instance, update));
    }
    return changed;
}

/// One instance of `then` waits for all of `first`. (Pacemaker: update_noninterleaved_actions)
Updated update_instance(WorkingState& state, ResourceId instance, const OrderedUpdate& update) {
    const ActionId id = newest_action_with_task(state, instance, state.actions[update.then].task, update.node);
    if (!id || !action_flags(state, id, update.node).has(ActionFlag::Runnable)) return {};
    OrderedUpdate of_instance = update;
    of_instance.then = id;
    const Updated changed = update_ordered(state, instance, of_instance);
    if (!changed.then) return changed;
    for (std::size_t index = state.actions[id].after.size(); index-- > 0;) {
        update_for_orderings(state, state.actions[id].after[index].action);
    }
    return changed;
}

} // namespace

std::string_view task_of_part(const WorkingState& state, ResourceId part, std::string_view whole_task) {
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 4> ends = {{
        {task::started, task::start},
        {task::stopped, task::stop},
        {task::promoted, task::promote},
        {task::demoted, task::demote},
    }};
    static constexpr std::array<std::string_view, 9> others = {
        task::start, task::stop,   task::promote,  task::demote,  task::shutdown,
        task::fence, task::monitor, task::notify, task::notified,
    };
    const auto end = std::find_if(ends.begin(), ends.end(), [&](const auto& each) { return each.first == whole_task; });
    if (end != ends.end()) return state.resource(part).is_primitive() ? end->second : end->first;
    const auto other = std::find(others.begin(), others.end(), whole_task);
    return other == others.end() ? std::string_view() : *other;
}

namespace {

/// Every instance of the resource is looked at once more.
void count_looks(WorkingState& state, ResourceId collective, std::size_t instances) {
    state.looks += instances;
    if (state.looks <= state.options.most_looks) return;
    throw LimitReached(fmt::format("the orderings of `{}` would need more than {} looks at its instances (limit)",
                                   state.resource(collective).id, state.options.most_looks));
}

} // namespace

ActionFlags collective_action_flags(WorkingState& state, ActionId id, const std::vector<ResourceId>& instances,
                                    NodeId node) {
    Action& action = state.actions[id];
    count_looks(state, action.resource, instances.size());
    const std::string_view task = task_within(state, action);
    ActionFlags flags = ActionFlag::Optional | ActionFlag::Runnable | ActionFlag::Pseudo;
    bool any_runnable = false;
    for (const ResourceId instance : instances) {
        const bool primitive = state.resource(instance).is_primitive();
        if (primitive && any_runnable && !flags.has(ActionFlag::Optional)) break; // the others change nothing any more
        const NodeId on = primitive ? node : NodeId::none();
        const ActionId of_instance =
            task.empty() ? ActionId::none() : newest_action_with_task(state, instance, task, on);
        if (!of_instance) continue;
        const ActionFlags instance_flags = action_flags(state, of_instance, node);
        if (flags.has(ActionFlag::Optional) && !instance_flags.has(ActionFlag::Optional)) {
            flags.clear(ActionFlag::Optional);
            action.flags.clear(ActionFlag::Optional);
        }
        any_runnable |= instance_flags.has(ActionFlag::Runnable);
    }
    if (any_runnable) return flags;
    flags.clear(ActionFlag::Runnable);
    if (!node) action.flags.clear(ActionFlag::Runnable);
    return flags;
}

Updated update_ordered_instances(WorkingState& state, const OrderedUpdate& update) {
    const ResourceId collective = state.actions[update.then].resource;
    if (!collective) return {};
    if (can_interleave(state, state.actions[update.first], state.actions[update.then])) {
        return update_interleaved(state, update);
    }
    Updated changed = update_ordered_primitives(state, update);
    for (const ResourceId instance : instances_of(state, collective)) {
        changed.add(update_instance(state, instance, update));
    }
    return changed;
}

} // namespace placement

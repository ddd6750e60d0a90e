#include "schedule/ordering/propagate.h"

#include <fmt/format.h>

#include "schedule/ordering/blocking.h"
#include "schedule/state/actions.h"
#include "schedule/state/chain.h"
#include "schedule/state/resources.h"

namespace placement {

namespace {

// ---- whose action counts --------------------------------------------------------------------------------------

/// The pseudo-action that says that all of a collective action is done: "running" for "start".
std::string_view completion_of(std::string_view task) {
    if (task == task::start || task == task::started) return task::started;
    if (task == task::stop || task == task::stopped) return task::stopped;
    if (task == task::promote || task == task::promoted) return task::promoted;
    if (task == task::demote || task == task::demoted) return task::demoted;
    return {};
}

/// What has to be over before another resource's action: of a collective resource the completion, confirmed where
/// instances are notified. (Pacemaker: action_for_ordering)
ActionId completion_of(const WorkingState& state, ActionId first) {
    const Action& action = state.actions[first];
    if (!action.resource || action.key.notification != NotificationKind::None) return first;
    const Resource& resource = state.resource(action.resource);
    const std::string_view completion = completion_of(action.key.task);
    if (resource.is_primitive() || completion.empty() || action.key.interval_ms > 0) return first;
    // Pacemaker takes every key with this word in it for that of a notification, also where it is part of the id.
    if (resource.id.find(task::notify) != std::string::npos) return first;

    ActionKey key{completion};
    if (resource.notify && (resource.is_clone() || is_bundled(state, action.resource))) {
        key.notification = NotificationKind::ConfirmedPost;
    }
    const ActionId found = newest_action(state, action.resource, key);
    return found ? found : first;
}

/// A group's start happens where its members will be.
NodeId node_of(const WorkingState& state, const Action& action) {
    const bool group_start =
        action.resource && state.resource(action.resource).is_group() && action.task == task::start;
    return group_start ? assigned_location(state, action.resource) : action.node;
}

bool are_apart(const WorkingState& state, const Action& left, const Action& right) {
    const NodeId left_node = node_of(state, left);
    const NodeId right_node = node_of(state, right);
    return left_node && right_node && left_node != right_node;
}

/// Of a clone's action, those on the node of the action that it is related with.
/// (Pacemaker: action_flags_for_ordering)
ActionFlags flags_for_relation(WorkingState& state, ActionId id, const Action& other) {
    const Action& action = state.actions[id];
    if (!action.resource) return action.flags;
    ActionFlags flags = action_flags(state, id, NodeId::none());
    if (!state.resource(action.resource).is_clone()) return flags;
    const NodeId node = node_of(state, other);
    if (!node) return flags;
    const bool runnable = flags.has(ActionFlag::Runnable);
    flags = action_flags(state, id, node);
    if (runnable) flags.set(ActionFlag::Runnable);
    return flags;
}

// ---- changes --------------------------------------------------------------------------------------------------

void clear_because(WorkingState& state, ActionId id, ActionFlag flag, ActionId cause) {
    Action& action = state.actions[id];
    if (!action.is(flag)) return;
    action.flags.clear(flag);
    if (action.resource != state.actions[cause].resource) set_reason(action, reason_of(state, cause, flag), false);
}

bool runs_only_on(const WorkingState& state, ResourceId resource, NodeId node) {
    const std::vector<NodeId>& active = state.resource(resource).active_nodes;
    return active.size() == 1 && active.front() == node;
}

/// A constraint that is not symmetrical holds `then` back, unless `then` has nothing to do.
void hold_back_asymmetrically(WorkingState& state, ActionId first, ActionId then_id) {
    const Action& then = state.actions[then_id];
    if (!then.resource || state.actions[first].runnable()) return;
    if (then.optional()) {
        const Role role = current_role(state, then.resource);
        if (role == Role::Stopped && then.task == task::stop) return;
        if (role >= Role::Started && then.task == task::start && runs_only_on(state, then.resource, then.node)) return;
    }
    clear_because(state, then_id, ActionFlag::Optional, first);
    clear_because(state, then_id, ActionFlag::Runnable, first);
}

/// A restart: what must be started must be stopped first, and what cannot be stopped cannot be started.
void apply_restart(WorkingState& state, ActionId first_id, ActionId then_id, ActionFlags filter) {
    const Action& first = state.actions[first_id];
    const Action& then = state.actions[then_id];
    const bool restarts = filter.has(ActionFlag::Optional) && !then.optional();
    const bool only_stops = filter.has(ActionFlag::Runnable) && !then.runnable() && state[then.resource].managed &&
                            first.resource == then.resource;
    if (!restarts && !only_stops) return;
    if (first.runnable()) clear_because(state, first_id, ActionFlag::Optional, then_id);
    if (!then.optional()) clear_because(state, first_id, ActionFlag::Optional, then_id);
    if (!then.is(ActionFlag::Migratable)) clear_because(state, first_id, ActionFlag::Migratable, then_id);
    if (!first.optional() && !first.runnable()) clear_because(state, then_id, ActionFlag::Runnable, first_id);
}

/// What a required or blocked `then` means for `first`.
void apply_to_first(WorkingState& state, const OrderedUpdate& update, ActionFlags first_before,
                    ActionFlags then_before) {
    const Action& first = state.actions[update.first];
    const Action& then = state.actions[update.then];
    const bool optional_counts = update.filter.has(ActionFlag::Optional);
    if (update.relation.has(RelationFlag::ThenImpliesFirst) && !then_before.has(ActionFlag::Optional)) {
        if (optional_counts && !update.flags.has(ActionFlag::Optional) && first_before.has(ActionFlag::Optional)) {
            clear_because(state, update.first, ActionFlag::Optional, update.then);
        }
        if (update.flags.has(ActionFlag::Migratable) && !then.is(ActionFlag::Migratable)) {
            clear_because(state, update.first, ActionFlag::Migratable, update.then);
        }
    }
    if (update.relation.has(RelationFlag::PromotedThenImpliesFirst) && then.resource &&
        state[then.resource].role == Role::Promoted && optional_counts && !then.optional()) {
        clear_because(state, update.first, ActionFlag::Optional, update.then);
        if (first.is(ActionFlag::Migratable) && !then.is(ActionFlag::Migratable)) {
            clear_because(state, update.first, ActionFlag::Migratable, update.then);
        }
    }
    if (update.relation.has(RelationFlag::UnmigratableThenBlocks) && optional_counts) {
        if (!then.flags.has_all(ActionFlag::Migratable | ActionFlag::Runnable)) {
            clear_because(state, update.first, ActionFlag::Runnable, update.then);
        }
        if (!then.optional()) clear_because(state, update.first, ActionFlag::Optional, update.then);
    }
}

/// What a required or blocked `first` means for `then`.
void apply_to_then(WorkingState& state, const OrderedUpdate& update) {
    const Action& first = state.actions[update.first];
    Action& then = state.actions[update.then];
    const bool optional_counts = update.filter.has(ActionFlag::Optional);
    if (update.relation.has(RelationFlag::FirstElseThen) && optional_counts && !first.runnable()) {
        clear_because(state, update.then, ActionFlag::Migratable, update.first);
        then.flags.clear(ActionFlag::Pseudo);
    }
    if (update.relation.has(RelationFlag::UnrunnableFirstBlocks) && update.filter.has(ActionFlag::Runnable) &&
        then.runnable() && !update.flags.has(ActionFlag::Runnable)) {
        clear_because(state, update.then, ActionFlag::Runnable, update.first);
        clear_because(state, update.then, ActionFlag::Migratable, update.first);
    }
    if (update.relation.has(RelationFlag::FirstImpliesThen) && optional_counts && then.optional() &&
        !update.flags.has(ActionFlag::Optional) && !first.is(ActionFlag::Migratable)) {
        clear_because(state, update.then, ActionFlag::Optional, update.first);
    }
}

// ---- one relation ---------------------------------------------------------------------------------------------

/// One relation at work: what each of its flags means, one after the other.
class RelationUpdate {
public:
    RelationUpdate(WorkingState& state, ActionId first, ActionId then, std::size_t index, ActionFlags first_flags)
        : state_(state), first_id_(first), then_id_(then), index_(index), first_flags_(first_flags),
          node_(state.actions[then].node) {}

    Updated run(ActionFlags then_flags) {
        if (has(RelationFlag::FirstImpliesSameNodeThen)) {
            flags().clear(RelationFlag::FirstImpliesSameNodeThen);
            flags().set(RelationFlag::FirstImpliesThen);
            node_ = first().node;
        }
        imply_then();
        if (has(RelationFlag::IntermediateStop) && then().resource) {
            update(then().resource, first_flags_, ActionFlag::Optional | ActionFlag::Runnable,
                   RelationFlag::IntermediateStop);
        }
        imply_first();
        if (has(RelationFlag::PromotedThenImpliesFirst)) update_then_if_required(RelationFlag::PromotedThenImpliesFirst);
        count_runnable();
        order_nested_probe();
        block_then();
        for (const auto& [flag, filter] :
             {std::pair{RelationFlag::UnmigratableThenBlocks, ActionFlag::Optional},
              std::pair{RelationFlag::FirstElseThen, ActionFlag::Optional},
              std::pair{RelationFlag::Ordered, ActionFlag::Runnable},
              std::pair{RelationFlag::Asymmetric, ActionFlag::Runnable}}) {
            if (has(flag) && then().resource) update(then().resource, first_flags_, filter, flag);
        }
        put_into_graph(then_flags);
        heed_blocked_stop();
        return changed_;
    }

private:
    Action& first() { return state_.actions[first_id_]; }
    Action& then() { return state_.actions[then_id_]; }
    RelationFlags& flags() { return then().before[index_].flags; }
    bool has(RelationFlag flag) { return flags().has(flag); }

    void update(ResourceId resource, ActionFlags first_flags, ActionFlags filter, RelationFlag relation) {
        changed_.add(update_ordered(state_, resource, {first_id_, then_id_, node_, first_flags, filter, relation,
                                                        then().before[index_].constraint}));
    }

    void update_then_if_required(RelationFlag relation) {
        if (!then().resource) return;
        update(then().resource, first_flags_ & ActionFlag::Optional, ActionFlag::Optional, relation);
    }

    void imply_then() {
        if (!has(RelationFlag::FirstImpliesThen)) return;
        if (then().resource) return update_then_if_required(RelationFlag::FirstImpliesThen);
        if (first_flags_.has(ActionFlag::Optional) || !then().optional()) return;
        then().flags.clear(ActionFlag::Optional);
        changed_.then = true;
    }

    void imply_first() {
        if (!has(RelationFlag::ThenImpliesFirst)) return;
        if (first().resource) {
            update(first().resource, first_flags_, ActionFlag::Optional, RelationFlag::ThenImpliesFirst);
        } else if (!first_flags_.has(ActionFlag::Optional) && first().runnable()) {
            first().flags.clear(ActionFlag::Runnable);
            changed_.first = true;
        }
    }

    void count_runnable() {
        if (!has(RelationFlag::MinRunnable)) return;
        if (then().resource) {
            return update(then().resource, first_flags_, ActionFlag::Runnable, RelationFlag::MinRunnable);
        }
        if (!first_flags_.has(ActionFlag::Runnable)) return;
        ++then().runnable_before;
        if (then().runnable_before < then().required_runnable_before || then().runnable()) return;
        then().flags.set(ActionFlag::Runnable);
        changed_.then = true;
    }

    void order_nested_probe() {
        if (!has(RelationFlag::NestedRemoteProbe) || !then().resource) return;
        const bool active = first().resource && !state_.resource(first().resource).active_nodes.empty();
        if (!first_flags_.has(ActionFlag::Runnable) && active) {
            flags() = {};
        } else {
            update(then().resource, first_flags_, ActionFlag::Runnable, RelationFlag::UnrunnableFirstBlocks);
        }
    }

    void block_then() {
        if (!has(RelationFlag::UnrunnableFirstBlocks)) return;
        if (then().resource) {
            return update(then().resource, first_flags_, ActionFlag::Runnable, RelationFlag::UnrunnableFirstBlocks);
        }
        if (first_flags_.has(ActionFlag::Runnable) || !then().runnable()) return;
        then().flags.clear(ActionFlag::Runnable);
        changed_.then = true;
    }

    void put_into_graph(ActionFlags then_flags) {
        if (has(RelationFlag::FirstImpliesThenGraphed) && first().runnable() &&
            !first_flags_.has(ActionFlag::Optional)) {
            then().flags.set(ActionFlag::AlwaysInGraph);
        }
        if (has(RelationFlag::ThenImpliesFirstGraphed) && !then_flags.has(ActionFlag::Optional)) {
            first().flags.set(ActionFlag::AlwaysInGraph);
        }
    }

    /// Nothing may follow a stop that is blocked.
    void heed_blocked_stop() {
        const RelationFlags binding =
            RelationFlag::FirstImpliesThen | RelationFlag::ThenImpliesFirst | RelationFlag::IntermediateStop;
        if (!flags().has_any(binding) || !first().resource) return;
        const ResourceState& resource = state_[first().resource];
        if (resource.managed || !resource.blocked || first().runnable() || first().task != task::stop) return;
        if (!then().runnable()) return;
        then().flags.clear(ActionFlag::Runnable);
        changed_.then = true;
    }

    WorkingState& state_;
    ActionId first_id_;
    ActionId then_id_;
    std::size_t index_;
    ActionFlags first_flags_;
    NodeId node_;
    Updated changed_;
};

void cancel_first(WorkingState& state, ActionId first_id) {
    Action& first = state.actions[first_id];
    first.flags.set(ActionFlag::Optional);
    if (first.task == reload_task(state)) state[first.resource].reloading = false;
}

/// The relation at `index` of then's firsts.
Updated update_relation(WorkingState& state, ActionId then_id, std::size_t index, ActionId& first_id) {
    Action& then = state.actions[then_id];
    const ActionId configured_first = then.before[index].action;
    first_id = configured_first;
    if (then.before[index].flags.has(RelationFlag::IfOnSameNode) && are_apart(state, state.actions[first_id], then)) {
        then.before[index].flags = {};
        first_id = ActionId::none();
        return {};
    }
    const ResourceId first_resource = state.actions[first_id].resource;
    if (first_resource && then.before[index].flags.has(RelationFlag::ThenCancelsFirst) && !then.optional()) {
        cancel_first(state, first_id);
    }
    if (first_resource && then.resource && first_resource != then.resource &&
        !is_within(state, then.resource, first_resource)) {
        first_id = completion_of(state, first_id);
    }
    if (first_id != configured_first) {
        const Relation relation = then.before[index];
        const bool related = order_actions(state, first_id, then_id, relation.flags, relation.constraint);
        if (related) then.before[index].flags = {};
        return {.first = false, .then = related};
    }
    const ActionFlags first_flags = flags_for_relation(state, first_id, then);
    const ActionFlags then_flags = flags_for_relation(state, then_id, state.actions[first_id]);
    return RelationUpdate(state, first_id, then_id, index, first_flags).run(then_flags);
}

void update_after(WorkingState& state, ActionId id) {
    for (std::size_t index = state.actions[id].after.size(); index-- > 0;) {
        update_for_orderings(state, state.actions[id].after[index].action);
    }
}

} // namespace

std::string reason_of(const WorkingState& state, ActionId cause, ActionFlag flag) {
    const Action& action = state.actions[cause];
    const char* change = flag == ActionFlag::Runnable     ? "unrunnable"
                         : flag == ActionFlag::Migratable ? "unmigrateable"
                                                          : "required";
    const std::string_view task = action.task.empty() ? std::string_view(action.name.get()) : action.task;
    if (!action.resource) return fmt::format("{} {}", change, task);
    return fmt::format("{} {} {}", change, state.resource(action.resource).id, task);
}

Updated update_ordered_primitives(WorkingState& state, const OrderedUpdate& update) {
    const ActionFlags first_before = state.actions[update.first].flags;
    const ActionFlags then_before = state.actions[update.then].flags;
    if (update.relation.has(RelationFlag::Asymmetric)) hold_back_asymmetrically(state, update.first, update.then);
    apply_to_first(state, update, first_before, then_before);
    apply_to_then(state, update);
    if (update.relation.has(RelationFlag::IntermediateStop)) {
        apply_restart(state, update.first, update.then, update.filter);
    }

    Updated changed;
    changed.then = state.actions[update.then].flags != then_before;
    if (changed.then) {
        const ResourceId resource = state.actions[update.then].resource;
        if (resource && state.resource(resource).parent) update_for_orderings(state, update.then);
    }
    changed.first = state.actions[update.first].flags != first_before;
    return changed;
}

Updated update_ordered(WorkingState& state, ResourceId resource, const OrderedUpdate& update) {
    const Resource& configured = state.resource(resource);
    if (configured.is_primitive()) return update_ordered_primitives(state, update);
    if (configured.is_group()) return update_ordered_group(state, update);
    return update_ordered_instances(state, update);
}

ActionFlags action_flags(WorkingState& state, ActionId action, NodeId node) {
    const Resource& configured = state.resource(state.actions[action].resource);
    if (configured.is_group()) return group_action_flags(state, action, node);
    if (configured.is_clone()) return clone_action_flags(state, action, node);
    if (configured.is_bundle()) return bundle_action_flags(state, action, node);
    return state.actions[action].flags;
}

void update_for_orderings(WorkingState& state, ActionId then_id) {
    const Chain chain(state, Chain::Along::Orderings);
    Action& then = state.actions[then_id];
    const ActionFlags before = then.flags;
    const bool counts = then.required_runnable_before > 0;
    if (counts) {
        then.runnable_before = 0;
        then.flags.clear(ActionFlag::Runnable);
    }
    Updated changed;
    for (std::size_t index = then.before.size(); index-- > 0;) {
        ActionId first;
        const Updated by_relation = update_relation(state, then_id, index, first);
        changed.then |= by_relation.then;
        if (!by_relation.first) continue;
        update_after(state, first);
        update_for_orderings(state, first);
    }
    if (counts) changed.then = then.flags != before;
    if (!changed.then) return;
    if (before.has(ActionFlag::Runnable) && !then.runnable()) block_colocation_dependents(state, then_id);
    update_for_orderings(state, then_id);
    update_after(state, then_id);
}

} // namespace placement

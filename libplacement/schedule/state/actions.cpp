#include "schedule/state/actions.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "placement/diagnostic.h"
#include "schedule/state/fencing.h"
#include "schedule/state/resources.h"

namespace placement {

namespace {

bool same_node(NodeId left, NodeId right) { return left && left == right; }

/// Tasks are mostly the same literals, which need not be compared letter by letter.
bool same_task(std::string_view left, std::string_view right) {
    if (left.size() != right.size()) return false;
    return left.data() == right.data() || (!left.empty() && left.front() == right.front() && left == right);
}

bool same_key(const ActionKey& left, const ActionKey& right) {
    return left.interval_ms == right.interval_ms && left.notification == right.notification &&
           same_task(left.task, right.task);
}

void note_in_index(WorkingState& state, ActionId id) {
    ResourceState& resource = state[state.actions[id].resource];
    if (resource.actions.size() < ActionIndex::many) return;
    const auto add = [&](ActionId each) { resource.action_index.add(state.actions[each], each); };
    if (resource.actions.size() == ActionIndex::many) {
        for (const ActionId each : resource.actions) add(each);
    } else {
        add(id);
    }
}

void set_node(WorkingState& state, ActionId id, NodeId node) {
    Action& action = state.actions[id];
    action.node = node;
    if (!action.resource) return;
    ++state.action_changes;
    ResourceState& resource = state[action.resource];
    if (!resource.action_index.empty()) resource.action_index.add_node(action, id);
}

/// The actions among which those with the key are, oldest first.
const std::vector<ActionId>& candidates(const WorkingState& state, ResourceId resource, const ActionKey& key, NodeId node,
                                        std::vector<ActionId>& found) {
    if (state[resource].action_index.empty()) return state[resource].actions;
    found = state[resource].action_index.candidates(key, node);
    return found;
}

/// Calls `visit` for each action that find_actions finds.
template <typename Visit>
void for_each_found(WorkingState& state, ResourceId resource, const ActionKey& key, NodeId node, const Visit& visit) {
    std::vector<ActionId> indexed;
    for (const ActionId id : candidates(state, resource, key, node, indexed)) {
        Action& action = state.actions[id];
        if (!same_key(action.key, key)) continue;
        if (node && !action.node) set_node(state, id, node);
        if (!node || action.node == node) visit(id);
    }
}

/// (Pacemaker: pcmk__action_requires)
Requires requirement_of(const Resource& resource, std::string_view task) {
    if (task != task::start && task != task::promote) return Requires::Nothing;
    return std::min(resource.requirement, Requires::Fencing);
}

/// Of an unmanaged resource nothing but recurring operations is required.
void settle_optional(WorkingState& state, Action& action, bool optional) {
    if (action.resource && action.node && !action.pseudo() && !state[action.resource].managed &&
        action.key.interval_ms == 0) {
        action.flags.set(ActionFlag::Optional);
    } else if (!optional) {
        action.flags.clear(ActionFlag::Optional);
    }
}

bool is_active(const WorkingState& state, ResourceId resource) {
    return !state.resource(resource).active_nodes.empty();
}

/// What no-quorum-policy means for an action that needs quorum; it may keep an instance from its promotion.
/// (Pacemaker: effective_quorum_policy)
NoQuorumPolicy policy_for(WorkingState& state, ResourceId resource) {
    const NoQuorumPolicy policy = state.cluster.options.no_quorum_policy;
    if (state.cluster.have_quorum) return NoQuorumPolicy::Ignore;
    if (policy != NoQuorumPolicy::Demote) return policy;
    if (state[resource].role < Role::Unpromoted) return NoQuorumPolicy::Stop;
    if (state[resource].next_role > Role::Unpromoted) {
        set_next_role(state, resource, Role::Unpromoted, "no-quorum-policy=demote");
    }
    return NoQuorumPolicy::Ignore;
}

void settle_by_quorum(WorkingState& state, Action& action) {
    const ResourceId resource = action.resource;
    switch (policy_for(state, resource)) {
    case NoQuorumPolicy::Stop:
        action.flags.clear(ActionFlag::Runnable);
        set_reason(action, "no quorum", true);
        break;
    case NoQuorumPolicy::Freeze:
        if (!is_active(state, resource) || state[resource].next_role > state[resource].role) {
            action.flags.clear(ActionFlag::Runnable);
            set_reason(action, "quorum freeze", true);
        }
        break;
    default: action.flags.set(ActionFlag::Runnable); break;
    }
}

} // namespace

std::vector<ActionId> find_actions(WorkingState& state, ResourceId resource, const ActionKey& key, NodeId node) {
    std::vector<ActionId> found;
    for_each_found(state, resource, key, node, [&](ActionId id) { found.push_back(id); });
    return found;
}

std::vector<ActionId> find_actions_on(const WorkingState& state, ResourceId resource, const ActionKey& key,
                                      NodeId node) {
    std::vector<ActionId> found;
    std::vector<ActionId> indexed;
    for (const ActionId id : candidates(state, resource, key, node, indexed)) {
        if (same_node(state.actions[id].node, node) && same_key(state.actions[id].key, key)) found.push_back(id);
    }
    return found;
}

ActionId newest_action(const WorkingState& state, ResourceId resource, const ActionKey& key, NodeId node) {
    std::vector<ActionId> indexed;
    const std::vector<ActionId>& actions = candidates(state, resource, key, node, indexed);
    const auto found = std::find_if(actions.rbegin(), actions.rend(), [&](ActionId id) {
        return (!node || state.actions[id].node == node) && same_key(state.actions[id].key, key);
    });
    return found == actions.rend() ? ActionId::none() : *found;
}

ActionId newest_action_with_task(const WorkingState& state, ResourceId resource, std::string_view task, NodeId node) {
    const ActionIndex& index = state[resource].action_index;
    if (!index.empty()) {
        const ActionId newest = index.newest_with_task(task, node);
        if (!newest) return newest;
        const Action& action = state.actions[newest];
        if (same_task(action.task, task) && (!node || action.node == node)) return newest;
    }
    const std::vector<ActionId>& actions = state[resource].actions;
    const auto found = std::find_if(actions.rbegin(), actions.rend(), [&](ActionId id) {
        return (!node || state.actions[id].node == node) && same_task(state.actions[id].task, task);
    });
    return found == actions.rend() ? ActionId::none() : *found;
}

ActionId add_action(WorkingState& state, ResourceId resource, const ActionKey& key, std::string_view task, NodeId node,
                    bool optional) {
    ActionId id;
    for_each_found(state, resource, key, node, [&](ActionId found) { id = id ? id : found; });
    if (!id) {
        Action action;
        action.resource = resource;
        action.node = node;
        action.task = task;
        action.key = key;
        action.flags.set(ActionFlag::Runnable);
        action.flags.set(ActionFlag::Optional, optional);
        action.flags.set(ActionFlag::OnDc, task == task::clear_history);
        action.requirement = requirement_of(state.resource(resource), task);
        id = state.actions.push_back(std::move(action));
        state[resource].actions.push_back(id);
        ++state.action_changes;
        note_in_index(state, id);
    }
    settle_optional(state, state.actions[id], optional);
    return id;
}

void set_task(WorkingState& state, ActionId id, std::string_view task) {
    Action& action = state.actions[id];
    if (action.task != task) action.flags.set(ActionFlag::TookOver);
    action.task = task;
    if (!action.resource) return;
    ++state.action_changes;
    ActionIndex& index = state[action.resource].action_index;
    if (!index.empty()) index.add_task(action, id);
}

std::string_view reload_task(const WorkingState& state) {
    return state.cluster.behavior.agents_have_reload_agent ? task::reload_agent : task::reload;
}

void settle_runnable(WorkingState& state, ActionId id) {
    Action& action = state.actions[id];
    if (action.pseudo()) return;
    if (!action.node) return action.flags.clear(ActionFlag::Runnable);

    const bool unmanaged = action.resource && !state[action.resource].managed && action.key.interval_ms == 0;
    if (unmanaged && !state.cluster.behavior.unmanaged_actions_depend_on_nodes) return;
    const bool on_dc = action.is(ActionFlag::OnDc);
    const Node& node = state.node(action.node);
    const NodeState& now = state.nodes[action.node];
    if (!on_dc && !now.online && (!node.is_guest() || now.needs_reset)) {
        action.flags.clear(ActionFlag::Runnable);
        if (state[action.resource].managed && action.task == task::stop && !now.unclean) {
            require_fencing(state, action.node, "stop is unrunnable");
        }
    } else if (!on_dc && node.pending) {
        action.flags.clear(ActionFlag::Runnable);
    } else if (action.requirement == Requires::Nothing) {
        action.reason.clear();
        action.flags.set(ActionFlag::Runnable, !node.is_guest() || can_fence(state, action.node));
    } else {
        settle_by_quorum(state, action);
    }
}

ActionId schedule_action(WorkingState& state, ResourceId resource, const ActionKey& key, std::string_view task,
                         NodeId node, bool optional) {
    const ActionId action = add_action(state, resource, key, task, node, optional);
    settle_runnable(state, action);
    return action;
}

ActionId schedule_action(WorkingState& state, ResourceId resource, const ActionKey& key, NodeId node, bool optional) {
    return schedule_action(state, resource, key, key.task, node, optional);
}

ActionId schedule_pseudo_action(WorkingState& state, ResourceId resource, const ActionKey& key, bool optional,
                                bool runnable) {
    const std::string_view task = key.notification == NotificationKind::None ? key.task : task::notify;
    const ActionId id = schedule_action(state, resource, key, task, NodeId::none(), optional);
    state.actions[id].flags.set(ActionFlag::Pseudo);
    if (runnable) state.actions[id].flags.set(ActionFlag::Runnable);
    return id;
}

ActionId find_named_action(const WorkingState& state, std::string_view name) {
    const auto found = state.named_actions.find(std::string(name));
    return found == state.named_actions.end() ? ActionId::none() : found->second;
}

ActionId named_action(WorkingState& state, std::string name, std::string_view task, NodeId node, bool optional) {
    ActionId id = find_named_action(state, name);
    if (!id) {
        Action action;
        action.node = node;
        action.task = task;
        action.name = name;
        action.flags.set(ActionFlag::Runnable);
        action.flags.set(ActionFlag::Optional, optional);
        id = state.actions.push_back(std::move(action));
        state.named_actions.emplace(std::move(name), id);
    }
    settle_optional(state, state.actions[id], optional);
    return id;
}

ActionId named_pseudo_action(WorkingState& state, std::string_view name) {
    if (const ActionId known = find_named_action(state, name)) return known;
    const ActionId id = named_action(state, std::string(name), {}, NodeId::none(), true);
    state.actions[id].flags.set(ActionFlag::Pseudo | ActionFlag::Runnable);
    return id;
}

void set_reason(Action& action, std::string_view reason, bool overwrite) {
    if (action.reason.empty() || overwrite) action.reason = std::string(reason);
}

namespace {

bool are_related(const WorkingState& state, ActionId first, ActionId then, RelationFlags flags) {
    const CompactVector<Relation>& after = state.actions[first].after;
    const CompactVector<Relation>& before = state.actions[then].before;
    // Both have all relations; flags are only cleared in `before`. The shorter one is enough to see that there is none.
    if (before.size() < after.size() &&
        std::ranges::none_of(before, [&](const Relation& relation) { return relation.action == first; })) {
        return false;
    }
    return std::ranges::any_of(
        after, [&](const Relation& relation) { return relation.action == then && relation.flags.has_any(flags); });
}

void relate(WorkingState& state, ActionId first, ActionId then, RelationFlags flags, OrderingId constraint) {
    if (++state.relations > state.options.most_relations) {
        throw LimitReached(fmt::format("there would be more than {} relations between actions (limit)",
                                       state.options.most_relations));
    }
    state.actions[first].after.push_back({then, flags, constraint});
    state.actions[then].before.push_back({first, flags, constraint});
}

} // namespace

bool order_actions(WorkingState& state, ActionId first, ActionId then, RelationFlags flags, OrderingId constraint) {
    if (flags.none() || !first || !then) return false;
    if (are_related(state, first, then, flags)) return false;
    relate(state, first, then, flags, constraint);
    return true;
}

void ManyOrderings::order(ActionId then) {
    const CompactVector<Relation>& after = state_.actions[first_].after;
    for (; noted_ < after.size(); ++noted_) {
        if (after[noted_].flags.has_any(flags_)) known_.insert(after[noted_].action.index());
    }
    if (!known_.contains(then.index())) relate(state_, first_, then, flags_, OrderingId::none());
}

} // namespace placement

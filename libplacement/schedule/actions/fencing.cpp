#include "schedule/actions/fencing.h"

#include <algorithm>

#include <fmt/format.h>

#include "schedule/actions/notifications.h"
#include "schedule/actions/remote.h"
#include "schedule/actions/shutdown.h"
#include "schedule/state/actions.h"
#include "schedule/state/resources.h"

namespace placement {

namespace {

// ---- what waits for a fencing ---------------------------------------------------------------------------------

bool is_known_on(const WorkingState& state, ResourceId resource, NodeId node) {
    const auto knows = [&](const Resource& of) { return std::ranges::find(of.known_nodes, node) != of.known_nodes.end(); };
    const Resource& configured = state.resource(resource);
    if (knows(configured)) return true;
    if (!configured.is_primitive() || !configured.parent) return false;
    const Resource& parent = state.resource(configured.parent);
    return parent.is_clone() && !parent.unique && knows(parent);
}

/// (Pacemaker: order_start_vs_fencing)
void order_starts_after(WorkingState& state, ResourceId resource, ActionId fencing) {
    const NodeId target = state.actions[fencing].node;
    const std::vector<ActionId>& actions = state[resource].actions;
    for (std::size_t index = actions.size(); index-- > 0;) {
        const Action& action = state.actions[actions[index]];
        if (action.requirement == Requires::Fencing) {
            order_actions(state, fencing, actions[index], RelationFlag::Ordered);
        } else if (action.requirement == Requires::Quorum && action.task == task::start &&
                   state.scores[resource][target].listed && !is_known_on(state, resource, target)) {
            order_actions(state, fencing, actions[index], RelationFlag::Ordered | RelationFlag::UnrunnableFirstBlocks);
        }
    }
}

/// Fencing does what the action would have done.
void make_implied(Action& action) { action.flags.set(ActionFlag::Pseudo | ActionFlag::Runnable); }

void order_stops(WorkingState& state, ResourceId resource, ActionId fencing, bool fencing_implies) {
    const NodeId target = state.actions[fencing].node;
    const std::vector<ActionId> stops = find_actions(state, resource, {task::stop}, target);
    ActionId top_stop;
    if (!stops.empty() && fencing_implies) {
        top_stop = newest_action_with_task(state, state.cluster.top(resource), task::stop);
    }
    for (const ActionId stop : stops) {
        make_implied(state.actions[stop]);
        if (fencing_implies) {
            if (!is_bundled(state, resource)) order_actions(state, fencing, stop, RelationFlag::GuestAllowed);
            order_actions(state, fencing, top_stop, RelationFlag::GuestAllowed);
        }
        if (state.resource(resource).notify) order_notifications_after_fencing(state, stop, resource, fencing);
    }
}

void order_demotes(WorkingState& state, ResourceId resource, ActionId fencing, bool fencing_implies) {
    const NodeId target = state.actions[fencing].node;
    for (const ActionId demote : find_actions(state, resource, {task::demote}, target)) {
        const NodeState& node = state.nodes[state.actions[demote].node];
        if (node.online && !node.unclean && !state[resource].failed) continue;
        make_implied(state.actions[demote]);
        if (fencing_implies && !is_bundled(state, resource)) {
            order_actions(state, fencing, demote, RelationFlag::GuestAllowed | RelationFlag::Ordered);
        }
    }
}

void order_resource_around(WorkingState& state, ResourceId resource, ActionId fencing) {
    if (!state[resource].children.empty()) {
        for (const ResourceId child : state[resource].children) order_resource_around(state, child, fencing);
        return;
    }
    if (!state[resource].managed) return;
    order_starts_after(state, resource, fencing);
    const bool fencing_implies = state.resource(resource).requirement >= Requires::Fencing ||
                                 state.node(state.actions[fencing].node).is_guest();
    order_stops(state, resource, fencing, fencing_implies);
    order_demotes(state, resource, fencing, fencing_implies);
}

/// (Pacemaker: pcmk__order_vs_fencing)
void order_around_fencing(WorkingState& state, ActionId fencing) {
    for (const ResourceId top : state.assignment_order) order_resource_around(state, top, fencing);
}

// ---- who is fenced --------------------------------------------------------------------------------------------

bool any_managed(const WorkingState& state, ResourceId resource) {
    return state[resource].managed || std::ranges::any_of(state[resource].children, [&](ResourceId child) {
               return any_managed(state, child);
           });
}

/// A guest is fenced by stopping its container. (Pacemaker: pcmk__fence_guest)
void fence_guest(WorkingState& state, NodeId guest) {
    const ResourceId connection = state.node(guest).connection;
    const ResourceId container = state.resource(connection).launcher;
    ActionId stop;
    bool restarts = false;
    if (container) {
        stop = newest_action_with_task(state, container, task::stop);
        restarts = newest_action_with_task(state, container, task::start).valid();
    }
    const ActionId fencing =
        fencing_action(state, guest, restarts ? "reboot" : "off", false, "guest is unclean", false);
    make_implied(state.actions[fencing]);

    const RelationFlags needs = RelationFlag::UnrunnableFirstBlocks | RelationFlag::FirstImpliesThen;
    if (stop && state.actions[stop].pseudo()) {
        const ActionId host = fencing_action(state, state.actions[stop].node, {}, false, {}, false);
        order_actions(state, host, fencing, needs);
    } else if (stop) {
        order_actions(state, stop, fencing, needs);
    } else if (const ActionId disconnect = newest_action_with_task(state, connection, task::stop)) {
        order_actions(state, disconnect, fencing, RelationFlag::Ordered);
    }
    order_around_fencing(state, fencing);
}

bool is_up(const NodeState& node) { return node.online && !node.unclean && !node.shutdown; }

/// The DC goes last.
class Departures {
public:
    explicit Departures(WorkingState& state)
        : state_(state), one_at_a_time_(!state.cluster.options.concurrent_fencing) {}

    void fence(NodeId node) {
        const ActionId fencing = fencing_action(state_, node, {}, false, "node is unclean", false);
        order_around_fencing(state_, fencing);
        if (node == state_.cluster.dc) {
            dc_down_ = fencing;
            return;
        }
        if (one_at_a_time_ && !fencings_.empty()) {
            order_actions(state_, fencings_.back(), fencing, RelationFlag::Ordered);
        }
        fencings_.push_back(fencing);
    }

    void shut_down(NodeId node) {
        const ActionId shutdown = schedule_shutdown(state_, node);
        if (node == state_.cluster.dc) {
            dc_down_ = shutdown;
        } else {
            shutdowns_.push_back(shutdown);
        }
    }

    void order_dc_last() {
        if (!dc_down_) return;
        if (state_.actions[dc_down_].task == task::shutdown) order_after_each(shutdowns_);
        if (!one_at_a_time_) {
            order_after_each(fencings_);
        } else if (!fencings_.empty()) {
            order_actions(state_, fencings_.back(), dc_down_, RelationFlag::Ordered);
        }
    }

private:
    void order_after_each(const std::vector<ActionId>& firsts) {
        for (std::size_t index = firsts.size(); index-- > 0;) {
            order_actions(state_, firsts[index], dc_down_, RelationFlag::Ordered);
        }
    }

    WorkingState& state_;
    bool one_at_a_time_;
    ActionId dc_down_;
    std::vector<ActionId> fencings_;
    std::vector<ActionId> shutdowns_;
};

} // namespace

void schedule_fencing_and_shutdowns(WorkingState& state) {
    const bool have_managed =
        std::ranges::any_of(state.assignment_order, [&](ResourceId top) { return any_managed(state, top); });
    Departures departures(state);
    for (const NodeId node : state.nodes.ids()) {
        if (state.node(node).is_guest()) {
            if (state.nodes[node].needs_reset && have_managed && can_fence(state, node)) fence_guest(state, node);
        } else if (have_managed && state.nodes[node].unclean && can_fence(state, node)) {
            departures.fence(node);
        } else if (!state.node(node).is_remote() && state.nodes[node].online && state.nodes[node].shutdown) {
            departures.shut_down(node);
        }
    }
    departures.order_dc_last();
}

void trigger_unfencing(WorkingState& state, ResourceId resource, NodeId node, std::string_view reason,
                       ActionId dependent) {
    if (!state.cluster.unfencing_enabled) return;
    if (resource && !state.resource(resource).fencing_device) return;
    if (node && is_up(state.nodes[node])) {
        const ActionId unfence = fencing_action(state, node, "on", false, reason, false);
        if (dependent) order_actions(state, unfence, dependent, RelationFlag::Ordered);
    } else if (resource) {
        for (const NodeId allowed : state.nodes.ids()) {
            if (!state.scores[resource][allowed].listed || !is_up(state.nodes[allowed])) continue;
            trigger_unfencing(state, resource, allowed, reason, dependent);
        }
    }
}

bool is_unfenced(const WorkingState& state, NodeId node) {
    const std::string* when = node_attribute(state, node, "#node-unfenced", {}, false);
    return when != nullptr && *when != "0";
}

void order_after_unfencing(WorkingState& state, ResourceId resource, NodeId node, ActionId action,
                           RelationFlags flags) {
    const Resource& configured = state.resource(resource);
    const bool unfences = configured.fencing_device && state.cluster.unfencing_enabled;
    if (!unfences && configured.requirement != Requires::Unfencing) return;
    const ActionId unfence = fencing_action(state, node, "on", true, {}, false);
    order_actions(state, unfence, action, flags);
    if (is_unfenced(state, node)) return;
    const std::string reason = fmt::format("required by {} {}", configured.id, state.actions[action].task);
    trigger_unfencing(state, ResourceId::none(), node, reason, ActionId::none());
}

} // namespace placement

#include "schedule/actions/remote.h"

#include "schedule/actions/fencing.h"
#include "schedule/actions/recurring.h"
#include "schedule/state/actions.h"
#include "schedule/state/orderings.h"
#include "schedule/state/resources.h"

namespace placement {

namespace {

/// How a remote node can be reached. (Pacemaker: enum remote_connection_state)
enum class Reach {
    Unknown, ///< not yet, but it will be
    Alive,   ///< now and later
    Resting, ///< its connection's host is gone, but another takes over
    Failed,  ///< no more
    Stopped, ///< its connection is stopped in good order
};

bool shutdown_requested(const WorkingState& state, NodeId node) {
    const std::string* requested = node_attribute(state, node, "shutdown", {}, false);
    return requested != nullptr && *requested != "0";
}

/// (Pacemaker: get_remote_node_state)
Reach reach_of(const WorkingState& state, NodeId node) {
    const ResourceId connection = state.node(node).connection;
    const Resource& configured = state.resource(connection);
    const ResourceState& now = state[connection];
    const NodeId host = current_node(state, connection);
    if (now.next_role == Role::Stopped || !now.assigned_node) {
        if (host && state.nodes[host].unclean) return Reach::Failed;
        if (!now.failed) return Reach::Stopped;
        const bool waits_to_reconnect = now.next_role == Role::Stopped && configured.remote_reconnect_ms > 0 &&
                                        state.node(node).remote_was_fenced && !shutdown_requested(state, node);
        return waits_to_reconnect ? Reach::Unknown : Reach::Failed;
    }
    if (!host) return Reach::Unknown;
    if (state.nodes[host].unclean || !state.nodes[host].online) return Reach::Resting;
    const bool half_migrated = configured.active_nodes.size() > 1 && now.partial_migration_source &&
                               now.partial_migration_target;
    return half_migrated ? Reach::Resting : Reach::Alive;
}

void order_start_before(WorkingState& state, ResourceId first, ActionId then, RelationFlags more = {}) {
    add_ordering(state, actions_of(first, task::start), one_action(state, then),
                 more | RelationFlag::GuestAllowed | RelationFlag::UnrunnableFirstBlocks);
}

void order_before_stop(WorkingState& state, ActionId first, ResourceId then, RelationFlags more = {}) {
    add_ordering(state, one_action(state, first), actions_of(then, task::stop), more | RelationFlag::GuestAllowed);
}

bool is_migration(const Action& action) {
    return action.task == task::migrate_to || action.task == task::migrate_from;
}

bool brings_up(const Action& action) { return action.task == task::start || action.task == task::promote; }

// ---- remote nodes ---------------------------------------------------------------------------------------------

void order_remote_stop(WorkingState& state, ActionId id, ResourceId connection, Reach reach) {
    if (reach == Reach::Alive) {
        order_before_stop(state, id, connection, RelationFlag::ThenImpliesFirst);
    } else if (reach == Reach::Failed) {
        require_fencing(state, state.actions[id].node, "resources are active but connection is unrecoverable");
    } else if (state[connection].next_role == Role::Stopped) {
        order_before_stop(state, id, connection, RelationFlag::ThenImpliesFirst);
    } else {
        order_start_before(state, connection, id);
    }
}

void order_other_remote(WorkingState& state, ActionId id, ResourceId connection, Reach reach) {
    const Action& action = state.actions[id];
    if (is_recurring(action)) return order_start_before(state, connection, id, RelationFlag::FirstImpliesThen);
    const NodeId host = current_node(state, connection);
    if (action.task == task::monitor && reach == Reach::Failed) {
        require_fencing(state, action.node, "resources are in unknown state and connection is unrecoverable");
    }
    if (host && reach == Reach::Stopped) {
        order_before_stop(state, id, connection, RelationFlag::UnrunnableFirstBlocks);
    } else {
        order_start_before(state, connection, id);
    }
}

/// (Pacemaker: apply_remote_ordering)
void order_on_remote(WorkingState& state, ActionId id) {
    const Action& action = state.actions[id];
    const ResourceId connection = state.node(action.node).connection;
    const Reach reach = reach_of(state, action.node);
    if (brings_up(action)) {
        const RelationFlags more = reach == Reach::Failed ? RelationFlags(RelationFlag::FirstImpliesThen) : RelationFlags();
        order_start_before(state, connection, id, more);
    } else if (action.task == task::stop || is_migration(action)) {
        order_remote_stop(state, id, connection, reach);
    } else if (action.task == task::demote) {
        if (reach == Reach::Resting || reach == Reach::Unknown) order_start_before(state, connection, id);
    } else {
        order_other_remote(state, id, connection, reach);
    }
}

// ---- guests ---------------------------------------------------------------------------------------------------

/// Whether the task is one that Pacemaker's scheduler knows by name.
bool is_known_task(std::string_view task) {
    for (const std::string_view known :
         {task::monitor, task::stop, task::stopped, task::start, task::started, task::notify, task::notified,
          task::promote, task::promoted, task::demote, task::demoted, task::shutdown, task::fence}) {
        if (task == known) return true;
    }
    return false;
}

/// (Pacemaker: apply_launcher_ordering)
void order_on_guest(WorkingState& state, ActionId id) {
    const Action& action = state.actions[id];
    const ResourceId connection = state.node(action.node).connection;
    const ResourceId container = state.resource(connection).launcher;
    if (state[container].failed) require_fencing(state, action.node, "container failed");
    if (brings_up(action)) {
        order_start_before(state, container, id, RelationFlag::FirstImpliesThen);
        order_start_before(state, connection, id);
    } else if (action.task == task::stop || action.task == task::demote || is_migration(action)) {
        if (!state[container].failed) order_before_stop(state, id, connection);
    } else if (!is_recurring(action)) {
        order_start_before(state, connection, id);
    } else if (is_known_task(action.task)) {
        order_start_before(state, connection, id, RelationFlag::FirstImpliesThen);
    }
}

// ---- all ------------------------------------------------------------------------------------------------------

/// What leaves another node for a remote one waits for the connection as well.
void order_stops_elsewhere(WorkingState& state, const Action& start, ResourceId connection) {
    const std::vector<ActionId>& actions = state[start.resource].actions;
    for (std::size_t index = actions.size(); index-- > 0;) {
        const Action& other = state.actions[actions[index]];
        if (other.task != task::stop || (other.node && other.node == start.node)) continue;
        add_ordering(state, actions_of(connection, task::start), one_action(state, actions[index]),
                     RelationFlag::Ordered);
    }
}

void order_action(WorkingState& state, ActionId id) {
    const Action& action = state.actions[id];
    if (!action.resource) return;
    if (state.resource(action.resource).remote_connection && action.task == task::clear_fail_count) {
        add_ordering(state, one_action(state, id), actions_of(action.resource, task::start), RelationFlag::Ordered);
        return;
    }
    if (!action.node || !state.node(action.node).is_remote() || action.pseudo()) return;
    const ResourceId connection = state.node(action.node).connection;
    if (!connection) return;
    if (action.task == task::start) order_stops_elsewhere(state, action, connection);
    if (state.resource(connection).launcher) {
        order_on_guest(state, id);
    } else {
        order_on_remote(state, id);
    }
}

} // namespace

void order_remote_connection_actions(WorkingState& state) {
    if (!state.cluster.have_remote_nodes) return;
    for (std::size_t index = state.actions.size(); index-- > 0;) order_action(state, ActionId(index));
}

NodeId connection_host(const WorkingState& state, const Action& action) {
    if (!action.node || !state.node(action.node).is_remote() || action.task == task::fence) return NodeId::none();
    const ResourceId connection = state.node(action.node).connection;
    if (!connection) return NodeId::none();
    const NodeId before = current_node(state, connection);
    const NodeId after = state[connection].assigned_node;
    if (!before || !after || before == after) return before ? before : after;

    std::string_view task = action.task;
    if (task == task::notify) {
        const auto about = action.meta->find("notify_operation");
        if (about != action.meta.end()) task = about->second;
    }
    const bool half_migrated =
        !state.resource(connection).launcher && state[connection].partial_migration_target.valid();
    const bool cancels_before = task == task::cancel && state.cluster.behavior.cancellations_go_through_former_host;
    const bool happens_before = cancels_before || task == task::stop || task == task::demote ||
                                task == task::migrate_from || task == task::migrate_to;
    return happens_before && !half_migrated ? before : after;
}

bool corresponds_to_guest(const WorkingState& state, ResourceId resource, NodeId node) {
    if (!resource || !node || state.resource(resource).launched.empty()) return false;
    const ResourceId connection = state.node(node).connection;
    return connection && state.resource(connection).launcher == resource;
}

bool is_failed_remote_node(const WorkingState& state, NodeId node) {
    return state.node(node).kind == NodeKind::Remote && state.node(node).connection &&
           reach_of(state, node) == Reach::Failed;
}

} // namespace placement

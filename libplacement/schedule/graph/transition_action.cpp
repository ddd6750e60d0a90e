#include "schedule/graph/transition_action.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "schedule/actions/remote.h"

namespace placement {

namespace {

using Kind = TransitionAction::Kind;

Kind kind_of(const Action& action) {
    if (action.task == task::fence) return action.pseudo() ? Kind::Pseudo : Kind::Cluster;
    if (action.task == task::shutdown || action.task == task::clear_fail_count || action.task == task::clear_history) {
        return Kind::Cluster;
    }
    return action.pseudo() ? Kind::Pseudo : Kind::Resource;
}

/// Whether the action leaves the resource locked to the node that it will come back to.
/// (Pacemaker: pcmk__action_locks_rsc_to_node)
bool keeps_lock(const WorkingState& state, const Action& action) {
    const NodeId lock = state[action.resource].lock_node;
    if (!lock || action.node != lock) return false;
    return !state.nodes[lock].shutdown || action.task == task::stop;
}

/// The key by which the history will know it; empty for a notification of nothing, which somebody has configured as a
/// recurring operation. (Pacemaker: clone_op_key)
OperationKey history_key(const Action& action, const std::string& history_id, TransitionNames& names) {
    if (action.task == task::notify) {
        const auto meta = [&](const char* name) {
            const auto found = action.meta->find(name);
            return found == action.meta.end() ? std::string_view() : std::string_view(found->second);
        };
        if (meta("notify_type").empty() || meta("notify_operation").empty()) return {};
        return KeptText(
            names.keys.emplace_back(fmt::format("{}_{}_notify_{}_0", history_id, meta("notify_type"), meta("notify_operation"))));
    }
    const std::string_view task = action.task == task::cancel ? action.key.task : action.task;
    if (task == action.key.task && action.key.notification == NotificationKind::None) return {action.key, history_id};
    return KeptText(names.keys.emplace_back(fmt::format("{}_{}_{}", history_id, task, action.key.interval_ms)));
}

} // namespace

ResourceElement element_of(const Resource& resource) {
    ResourceElement element;
    element.element = resource.element;
    element.standard = resource.standard;
    element.provider = resource.provider;
    element.agent = resource.agent;
    if (resource.removed && !resource.history_id.empty()) {
        element.id = resource.history_id;
        element.long_id = resource.id;
    } else if (!resource.unique) {
        const bool named_by_history = !resource.history_id.empty() && resource.history_id != resource.xml_id;
        element.id = resource.xml_id;
        element.long_id = named_by_history ? resource.history_id : resource.id;
    } else {
        element.id = resource.id;
    }
    return element;
}

namespace {

// ---- nodes that will be down ----------------------------------------------------------------------------------

bool takes_node_down(const Action& fencing) {
    const auto operation = fencing.meta->find("stonith_action");
    return operation != fencing.meta.end() && (operation->second == "off" || operation->second == "reboot");
}

bool ends_migration(const WorkingState& state, const Action& stop) {
    return std::ranges::any_of(stop.before, [&](const Relation& relation) {
        const Action& input = state.actions[relation.action];
        return input.resource && input.resource == stop.resource && input.task == task::migrate_from;
    });
}

void add_guests_on(const WorkingState& state, NodeId host, std::vector<std::string>& down) {
    if (!state.cluster.have_remote_nodes) return;
    for (const ResourceId active : state.node(host).active_resources) {
        const Resource& resource = state.resource(active);
        if (!resource.remote_connection || !resource.launcher) continue;
        if (const NodeId guest = state.cluster.find_node(resource.id)) down.push_back(state.node(guest).id);
    }
}

/// (Pacemaker: add_downed_nodes)
std::vector<std::string> downed_by(const WorkingState& state, const Action& action) {
    if (action.task == task::shutdown) return {state.node(action.node).id};
    if (action.task == task::fence && takes_node_down(action)) {
        std::vector<std::string> down{state.node(action.node).id};
        add_guests_on(state, action.node, down);
        return down;
    }
    if (action.task == task::stop && action.resource && state.resource(action.resource).remote_connection &&
        !ends_migration(state, action)) {
        return {state.resource(action.resource).id};
    }
    return {};
}

} // namespace

/// A pseudo-action has no node in the graph, unless it stands for a fencing.
bool shows_node(const Action& action) { return action.node && (kind_of(action) != Kind::Pseudo || action.task == task::fence); }

TransitionAction identify(const WorkingState& state, ActionId id, TransitionNames& names) {
    const Action& action = state.actions[id];
    TransitionAction of;
    of.action = id;
    of.kind = kind_of(action);
    of.interval_ms = action.key.interval_ms;
    of.expected_exit_status = std::max<std::int32_t>(action.expected_exit_status, 0);
    of.in_cib_only = action.task == task::clear_history;
    of.operation = action.task.empty() ? std::string_view(action.name.get()) : action.task;
    if (!action.resource) {
        of.key = KeptText(action.name.get());
    } else {
        const Resource& resource = state.resource(action.resource);
        of.key =
            resource.history_id.empty() ? OperationKey(action.key, resource.id) : history_key(action, resource.history_id, names);
    }
    if (shows_node(action)) {
        of.node = state.node(action.node).name;
        of.node_id = state.node(action.node).id;
        if (const NodeId host = connection_host(state, action)) of.router = state.node(host).name;
    }
    return of;
}

void describe(const WorkingState& state, TransitionAction& of) {
    const Action& action = state.actions[of.action];
    TransitionAction::Particulars particulars;
    if (action.resource && !action.pseudo() && keeps_lock(state, action)) {
        particulars.lock_time = std::to_string(state[action.resource].lock_time);
    }
    if (!of.node.empty()) particulars.downed = downed_by(state, action);
    of.has_downed = !particulars.downed.empty();
    if (of.kind == Kind::Pseudo && of.operation == task::maintenance_nodes) {
        particulars.maintenance = maintenance_changes(state);
        of.has_maintenance = true;
    }
    of.particulars = std::move(particulars);
}

std::vector<TransitionAction::Maintenance> maintenance_changes(const WorkingState& state) {
    std::vector<TransitionAction::Maintenance> changes;
    for (const Node& node : state.cluster.nodes) {
        if (node.is_remote() && node.maintenance != node.remote_in_maintenance) {
            changes.push_back({node.id, node.maintenance});
        }
    }
    return changes;
}

} // namespace placement

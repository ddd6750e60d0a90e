#include <fmt/format.h>

#include "simulate/carry_out/operation_record.h"
#include "simulate/events/event_context.h"

// Nodes that come and go, and their attributes.
namespace placement {

namespace {

const Node& named_node(const EventContext& context, const std::string& name) {
    return context.cluster.nodes[require_node(context.cluster, name)];
}

void require_cluster_node(const Node& node, const char* what_happens) {
    if (!node.is_remote()) return;
    throw ImpossibleEvent(fmt::format("`{}` is a {} node and cannot {} by itself: it is up while its connection runs", node.name,
                                      node.is_guest() ? "guest" : "remote", what_happens));
}

void tell_that_it_is_down(const Node& node, const EventContext& context) {
    note(context, "node-already-down", fmt::format("{} is down already; its failure changes nothing", node.name), node.position);
}

/// A remote node is lost when its connection is; a guest node, when the resource that it lives in dies.
void lose_remote(const Node& node, const EventContext& context) {
    const Cluster& cluster = context.cluster;
    const Resource* connection = node.connection ? &cluster.resources[node.connection] : nullptr;
    const ResourceId failing = connection && node.is_guest() && connection->launcher ? connection->launcher : node.connection;
    if (!failing || cluster.resources[failing].active_nodes.empty()) return tell_that_it_is_down(node, context);
    ResourceFailure failure;
    failure.resource = failing;
    failure.node = cluster.resources[failing].active_nodes.front();
    if (!node.is_guest()) {
        failure.exit_status = exit_status::unknown_error;
        failure.execution_status = execution_status::error;
        failure.reason = "Lost connection to remote executor";
    }
    fail(failure, context);
}

/// What the node did is forgotten, but for the resources that are locked to it.
void forget_history(const Node& node, const EventContext& context) {
    if (!context.cluster.options.shutdown_lock) return context.edit.remove_operation_history(node.name);
    for (const ResourceHistory& history : context.cluster.histories) {
        if (!history.node || context.cluster.nodes[history.node].name != node.name) continue;
        const NodeId lock = history.resource ? context.cluster.resources[history.resource].lock_node : NodeId::none();
        if (lock && context.cluster.nodes[lock].name == node.name) continue;
        context.edit.remove_operation_history(node.name, std::string(history.xml_id));
    }
}

/// Whether the resource waits for the node that it ran on, once it was shut down. (Pacemaker: pcmk__primitive_shutdown_lock)
bool is_locked_by_shutdown(const Cluster& cluster, const Resource& resource) {
    if (!cluster.options.shutdown_lock || !resource.is_primitive()) return false;
    if (resource.fencing_device || resource.remote_connection || resource.active_nodes.size() != 1) return false;
    if (!resource.parent) return true;
    const Resource& around = cluster.resources[resource.parent];
    return around.is_group() && !around.parent;
}

/// What runs on a node that shuts down is stopped, and may have to wait for it.
void lock_resources(const Node& node, const EventContext& context) {
    const Cluster& cluster = context.cluster;
    for (const ResourceId id : cluster.resources.ids()) {
        const Resource& resource = cluster.resources[id];
        if (!is_locked_by_shutdown(cluster, resource)) continue;
        const NodeId where = resource.active_nodes.front();
        if (cluster.nodes[where].name != node.name) continue;
        const std::string history = name_in_history(cluster, id, where);
        FinishedOperation stop;
        stop.resource = history;
        stop.task = task::stop;
        stop.at = cluster.now;
        record(context.edit, node.name, history, agent_attributes(resource.standard, resource.provider, resource.agent), stop);
        context.edit.set_history_attribute(node.name, history, "shutdown-lock", fmt::format("{}", cluster.now.seconds));
    }
}

/// The resource whose failure put the node in standby, or none.
std::string standby_because_of(const Cluster& cluster, const Node& node) {
    for (const OperationReference& reference : cluster.failed_operations) {
        const ResourceHistory& history = cluster.histories[reference.history];
        if (cluster.nodes[history.node].name != node.name) continue;
        return history.resource ? cluster.resources[history.resource].xml_id : std::string(history.xml_id);
    }
    return "";
}

} // namespace

bool leaves_at_once(const Node& node) { return !node.online || node.shutdown; }

void happen(const NodeFails& event, const EventContext& context) {
    const Node& node = named_node(context, event.node);
    if (node.is_remote()) return lose_remote(node, context);
    if (!node.online && !node.unclean && !node.pending) return tell_that_it_is_down(node, context);
    context.edit.set_node_state(node.name, member_state(true));
    context.edit.set_node_state(node.name, {{"in_ccm", "false"}});
    // The attribute managers that are left forget what they know of it. (Pacemaker: attrd_peer_change_cb)
    context.edit.remove_transient_attributes(node.name);
}

void happen(const NodeLeaves& event, const EventContext& context) {
    const Node& node = named_node(context, event.node);
    require_cluster_node(node, "leave");
    if (node.unclean && !node.online && !node.pending) {
        throw ImpossibleEvent(fmt::format("`{}` is not a member and so cannot leave: it is unclean", node.name));
    }
    if (!leaves_at_once(node))
        return context.edit.set_transient_attribute(node.name, "shutdown", fmt::format("{}", context.cluster.now.seconds));
    context.edit.set_node_state(node.name, member_state(false));
    forget_history(node, context);
    lock_resources(node, context);
    context.edit.remove_transient_attributes(node.name);
}

void happen(const NodeJoins& event, const EventContext& context) {
    const Node& node = named_node(context, event.node);
    require_cluster_node(node, "join");
    if (node.standby) {
        note(context, "node-in-standby", fmt::format("{} joins, but it is in standby", node.name), node.position);
    }
    if (!node.online || node.shutdown) {
        // It has just started, and its processes are gone. (Pacemaker: do_dc_join_ack)
        forget_history(node, context);
        context.edit.remove_transient_attributes(node.name);
    }
    context.edit.set_node_state(node.name, member_state(true));
}

void happen(const NodeStandby& event, const EventContext& context) {
    context.edit.set_transient_attribute(named_node(context, event.node).name, "standby", "on");
}

void happen(const NodeUnstandby& event, const EventContext& context) {
    const Node& node = named_node(context, event.node);
    if (!node.standby) {
        note(context, "node-not-in-standby", fmt::format("{} is not in standby; nothing changes", node.name), node.position);
    } else if (node.standby_on_failure) {
        const std::string resource = standby_because_of(context.cluster, node);
        note(context, "standby-on-failure",
             fmt::format("{} stays in standby: a failure{} with on-fail=standby put it there, and cleaning that up ends it",
                         node.name, resource.empty() ? "" : " of `" + resource + "`"),
             node.position);
    }
    context.edit.remove_transient_attribute(node.name, "standby");
    context.edit.remove_node_attribute(node.name, "standby");
}

void happen(const NodeMaintenance& event, const EventContext& context) {
    const Node& node = named_node(context, event.node);
    if (node.maintenance) {
        note(context, "node-in-maintenance", fmt::format("{} is in maintenance mode already; nothing changes", node.name),
             node.position);
        return;
    }
    context.edit.remove_transient_attribute(node.name, "maintenance");
    if (node.is_remote()) context.edit.add_remote_node(node.name);
    context.edit.set_node_attribute(node.name, "maintenance", "on");
}

void happen(const NodeUnmaintenance& event, const EventContext& context) {
    const Node& node = named_node(context, event.node);
    if (!node.maintenance) {
        const bool all = context.cluster.options.maintenance_mode;
        note(context, "node-not-in-maintenance",
             fmt::format("{} is not in maintenance mode{}; nothing changes", node.name,
                         all ? " by itself, but the whole cluster is (maintenance-mode)" : ""),
             node.position);
    }
    context.edit.remove_transient_attribute(node.name, "maintenance");
    context.edit.remove_node_attribute(node.name, "maintenance");
}

void happen(const NodeAttributeSet& event, const EventContext& context) {
    const Node& node = named_node(context, event.node);
    CibEdit& edit = context.edit;
    if (event.name.empty()) throw ImpossibleEvent("a node attribute without a name cannot be set");
    if (event.permanent) {
        if (!edit.find_node_id(node.name) || node.is_guest()) {
            throw ImpossibleEvent(fmt::format("`{}` is not in the configuration's <nodes>, and so has no permanent "
                                              "attributes there",
                                              node.name));
        }
        edit.remove_node_attribute(node.name, event.name);
        if (event.value) edit.set_node_attribute(node.name, event.name, *event.value);
    } else if (event.value) {
        edit.set_transient_attribute(node.name, event.name, *event.value);
    } else {
        edit.remove_transient_attribute(node.name, event.name);
    }
}

} // namespace placement

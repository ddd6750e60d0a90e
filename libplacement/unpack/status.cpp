#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cib/operation_history.h"
#include "unpack/active_resources.h"
#include "unpack/fail_counts.h"
#include "unpack/history_findings.h"
#include "unpack/node_state.h"
#include "unpack/resource_history.h"
#include "unpack/status_context.h"
#include "unpack/status_wishes.h"
#include "unpack/tickets.h"

namespace placement {

namespace {

/// A <node_state> and where its histories are among Cluster::histories.
struct NodeRecord {
    const StateElement* element = nullptr;
    std::uint32_t first_history = 0;
};

NodeRecord read_node_record(Cluster& cluster, const StateElement& node_state) {
    const NodeRecord record{&node_state, static_cast<std::uint32_t>(cluster.histories.size())};
    const std::string_view name = node_state.value("uname");
    for (const RecordedHistory* const recorded : node_state.histories()) {
        cluster.histories.push_back(as_read_by(cluster.behavior, *recorded).history);
        cluster.histories.back().node_name = name;
    }
    return record;
}

/// Which histories a pass may read.
enum class Pass { Known, All };

/// Whether it is known well enough where the node's resources are, so that its history can be read.
bool is_readable(const Cluster& cluster, const Node& node) {
    const auto is_started = [&](ResourceId id) { return id && cluster.resources[id].role == Role::Started; };
    if (node.is_guest()) {
        return is_started(node.connection) && is_started(cluster.resources[node.connection].launcher);
    }
    if (node.is_remote()) {
        return node.connection && (cluster.options.shutdown_lock || is_started(node.connection));
    }
    return cluster.options.fencing_enabled || cluster.options.shutdown_lock || node.online;
}

/// True if any history was read. (Pacemaker: unpack_node_history)
bool read_histories(StatusContext& context, const std::vector<NodeRecord>& records, Pass pass) {
    Cluster& cluster = context.cluster;
    bool any = false;
    for (const NodeRecord& record : records) {
        if (!record.element->find("id") || !record.element->find("uname")) continue;
        const NodeId id = find_node_of_state(cluster, *record.element);
        if (!id || cluster.nodes[id].unpacked) continue;
        if (pass == Pass::Known && !is_readable(cluster, cluster.nodes[id])) continue;
        if (cluster.nodes[id].is_remote()) {
            apply_connection_state(cluster, id);
            apply_remote_attributes(context, id, *record.element);
        }
        cluster.nodes[id].unpacked = true;
        apply_resource_histories(context, id, *record.element, record.first_history);
        any = true;
    }
    return any;
}

/// The host that a bundle's container is taken to be on. (Pacemaker: pcmk__current_node)
NodeId current_node(const Cluster& cluster, const Resource& resource) {
    NodeId current;
    const auto is_happy = [&](NodeId id) { return cluster.nodes[id].online && !cluster.nodes[id].unclean; };
    for (const NodeId node : resource.active_nodes) {
        if (resource.partial_migration_source) {
            if (node == resource.partial_migration_source) return node;
        } else if (needs_fencing(resource) || is_happy(node)) {
            return node;
        }
        if (!current) current = node;
    }
    return current;
}

void stop_containers(StatusContext& context) {
    const auto containers = std::exchange(context.containers_to_stop, {});
    for (const ResourceId container : containers) {
        const NodeId node = current_node(context.cluster, context.cluster.resources[container]);
        if (node) require_stop(context, container, node);
    }
}

void finish_remote_nodes(Cluster& cluster) {
    for (const NodeId id : cluster.nodes.ids()) {
        Node& node = cluster.nodes[id];
        if (!node.is_remote()) continue;
        if (node.shutdown && node.connection && cluster.behavior.remote_shutdowns_outlast_histories) {
            set_next_role(cluster.resources[node.connection], Role::Stopped, "remote shutdown");
        }
        if (!node.unpacked) apply_connection_state(cluster, id);
    }
}

/// (Pacemaker: pcmk__handle_rsc_config_changes looks for one)
std::vector<std::string> with_several_histories(const std::vector<NodeRecord>& records) {
    std::map<std::string_view, int> histories;
    for (const NodeRecord& record : records) {
        for (const StateElement* const executor : children_of(*record.element, "lrm")) {
            histories[record.element->value("uname")] += static_cast<int>(children_of(*executor, "lrm_resources").size());
        }
    }
    std::vector<std::string> names;
    for (const auto& [name, count] : histories) {
        if (count > 1) names.emplace_back(name);
    }
    return names;
}

} // namespace

void unpack_status(UnpackContext& unpacking) {
    StatusContext context{unpacking, unpacking.cluster};
    Cluster& cluster = unpacking.cluster;

    std::size_t histories = 0;
    for (const StateElement::Pointer& part : unpacking.document.status().children()) {
        if (part->is("node_state")) histories += part->histories().size();
    }
    cluster.histories.reserve(histories);
    std::vector<NodeRecord> records;
    for (const StateElement::Pointer& part : unpacking.document.status().children()) {
        if (part->is("tickets")) {
            unpack_tickets(context, *part);
        } else if (part->is("node_state")) {
            apply_node_state(context, *part);
            records.push_back(read_node_record(cluster, *part));
        }
    }
    cluster.nodes_with_several_histories = with_several_histories(records);
    // Reading one history may show that a guest or remote node is up, whose own can then be read.
    while (read_histories(context, records, Pass::Known)) {
    }
    read_histories(context, records, cluster.options.fencing_enabled ? Pass::All : Pass::Known);
    stop_containers(context);
    finish_remote_nodes(cluster);
    for (const NodeRecord& record : records) {
        const NodeId node = find_node_of_state(cluster, *record.element);
        for (std::size_t i = 0; i < record.element->histories().size(); ++i)
            cluster.histories[record.first_history + i].node = node;
    }
    unpack_fail_counts(context);
}

} // namespace placement

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "base/xml_text.h"
#include "placement/render.h"
#include "render/shown_state.h"
#include "render/time_text.h"
#include "render/xml_writer.h"
#include "cib/operation_history.h"

namespace placement {

namespace {

std::string_view health_name(Health health) {
    switch (health) {
    case Health::Red: return "red";
    case Health::Yellow: return "yellow";
    case Health::Green: break;
    }
    return "green";
}

class StatusXml {
public:
    StatusXml(const Cluster& cluster, const ClusterStatusOptions& options)
        : cluster_(cluster), options_(options), xml_(1) {}

    std::string write(bool revised) {
        xml_.open(revised ? "revised_cluster_status" : "cluster_status");
        xml_.open("nodes");
        for (const NodeId id : cluster_.nodes.ids()) node(id);
        xml_.close();
        xml_.open("resources");
        for (const ResourceId id : cluster_.top_resources) {
            if (is_shown(id)) resource(id);
        }
        xml_.close();
        if (options_.attributes) attributes();
        if (options_.failures) {
            fail_counts();
            failures();
        }
        xml_.close();
        return std::move(xml_).text();
    }

private:
    // -- nodes --

    void node(NodeId id) {
        const Node& node = cluster_.nodes[id];
        xml_.open("node");
        xml_.attribute("name", node.name);
        xml_.attribute("id", node.id);
        xml_.attribute("online", node.online);
        xml_.attribute("standby", node.standby);
        xml_.attribute("standby_onfail", node.standby_on_failure);
        xml_.attribute("maintenance", node.maintenance);
        xml_.attribute("pending", node.pending);
        xml_.attribute("unclean", node.unclean);
        xml_.attribute("health", health_name(shown_health(cluster_, node)));
        xml_.attribute_unless_empty("feature_set", shown_feature_set(node));
        xml_.attribute("shutdown", node.shutdown);
        xml_.attribute("expected_up", node.expected_up);
        xml_.attribute("is_dc", id == cluster_.dc);
        xml_.attribute("resources_running", std::to_string(node.active_resources.size()));
        xml_.attribute("type", node.is_remote() ? "remote" : "member");
        if (node.is_guest() && node.connection) {
            const ResourceId launcher = cluster_.resources[node.connection].launcher;
            if (launcher) xml_.attribute("id_as_resource", cluster_.resources[launcher].id);
        }
        xml_.close();
    }

    // -- resources --

    /// Not what is removed and stopped, nor what is active and yet on no node.
    bool is_shown(ResourceId id) const {
        const Resource& resource = cluster_.resources[id];
        if (!resource.parent && resource.removed && !is_active(cluster_, id, true)) return false;
        return !is_active(cluster_, id, false) || !resource.active_nodes.empty();
    }

    void resource(ResourceId id) {
        const Resource& resource = cluster_.resources[id];
        if (resource.is_primitive()) {
            primitive(id);
        } else if (resource.is_group()) {
            group(id);
        } else if (resource.is_clone()) {
            clone(id);
        } else {
            bundle(resource);
        }
    }

    void primitive(ResourceId id) {
        const Resource& resource = cluster_.resources[id];
        const std::string_view under_way = options_.pending ? pending_state(resource) : std::string_view();
        xml_.open("resource");
        xml_.attribute("id", shown_id(resource));
        xml_.attribute("resource_agent", shown_agent(resource));
        xml_.attribute("role", under_way.empty() ? text(shown_role(cluster_, id)) : under_way);
        target_role_of(target_role(resource));
        xml_.attribute("active", is_active(cluster_, id, true));
        xml_.attribute("orphaned", resource.removed);
        xml_.attribute("removed", resource.removed);
        xml_.attribute("blocked", resource.blocked);
        xml_.attribute("maintenance", resource.maintenance);
        xml_.attribute("managed", resource.managed);
        xml_.attribute("failed", resource.failed);
        xml_.attribute("failure_ignored", resource.ignore_failure);
        xml_.attribute("nodes_running_on", std::to_string(resource.active_nodes.size()));
        if (options_.pending) xml_.attribute_unless_empty("pending", pending_monitor(resource));
        if (resource.lock_node) xml_.attribute("locked_to", cluster_.nodes[resource.lock_node].name);
        for (const NodeId where : resource.active_nodes) {
            const Node& node = cluster_.nodes[where];
            xml_.open("node");
            xml_.attribute("name", node.name);
            xml_.attribute("id", node.id);
            xml_.attribute("cached", node.online);
            xml_.close();
        }
        xml_.close();
    }

    void target_role_of(const std::string* role) {
        if (role != nullptr) xml_.attribute("target_role", *role);
    }

    void group(ResourceId id) {
        const Resource& group = cluster_.resources[id];
        if (group.children.empty()) return;
        xml_.open("group");
        xml_.attribute("id", group.id);
        xml_.attribute("number_resources", std::to_string(group.children.size()));
        xml_.attribute("maintenance", group.maintenance);
        xml_.attribute("managed", group.managed);
        xml_.attribute("disabled", is_disabled(cluster_, id));
        for (const ResourceId member : group.children) resource(member);
        xml_.close();
    }

    void clone(ResourceId id) {
        const Resource& clone = cluster_.resources[id];
        std::vector<ResourceId> instances = clone.children;
        std::erase_if(instances, [&](ResourceId instance) { return !is_shown(instance); });
        if (instances.empty()) return;
        xml_.open("clone");
        xml_.attribute("id", clone.id);
        xml_.attribute("multi_state", clone.promotable);
        xml_.attribute("unique", clone.unique);
        xml_.attribute("maintenance", clone.maintenance);
        xml_.attribute("managed", clone.managed);
        xml_.attribute("disabled", is_disabled(cluster_, id));
        xml_.attribute("failed", clone.failed);
        xml_.attribute("failure_ignored", clone.ignore_failure);
        target_role_of(clone_target_role(cluster_, clone));
        for (const ResourceId instance : instances) resource(instance);
        xml_.close();
    }

    void bundle(const Resource& resource) {
        const Bundle& bundle = resource.bundle();
        if (bundle.replicas.empty()) return;
        xml_.open("bundle");
        xml_.attribute("id", resource.id);
        xml_.attribute("type", bundle.agent);
        xml_.attribute("image", bundle.image);
        xml_.attribute("unique", resource.unique);
        xml_.attribute("maintenance", resource.maintenance);
        xml_.attribute("managed", resource.managed);
        xml_.attribute("failed", resource.failed);
        for (const BundleReplica& replica : bundle.replicas) {
            xml_.open("replica");
            xml_.attribute("id", std::to_string(replica.offset));
            for (const ResourceId part : {replica.ip, replica.child, replica.container, replica.remote}) {
                if (part) primitive(part);
            }
            xml_.close();
        }
        xml_.close();
    }

    // -- what else is asked for --

    void attributes() {
        bool any = false;
        for (const Node& node : cluster_.nodes) {
            const auto names = node.online ? shown_attributes(node) : std::vector<std::string_view>();
            if (names.empty()) continue;
            if (!any) xml_.open("node_attributes");
            any = true;
            xml_.open("node");
            xml_.attribute("name", node.name);
            for (const std::string_view name : names) {
                xml_.open("attribute");
                xml_.attribute("name", name);
                xml_.attribute("value", node.attributes.find(name)->second);
                const auto expected = expected_connectivity(cluster_, node, name);
                if (expected) xml_.attribute("expected", std::to_string(*expected));
                xml_.close();
            }
            xml_.close();
        }
        if (any) xml_.close();
    }

    void fail_counts() {
        if (std::ranges::none_of(cluster_.nodes, [](const Node& node) { return node.online && node.seen; })) return;
        xml_.open("node_history");
        for (const NodeFailures& each : shown_fail_counts(cluster_)) {
            xml_.open("node");
            xml_.attribute("name", cluster_.nodes[each.node].name);
            for (const ShownFailCount& failures : each.fail_counts) {
                xml_.open("resource_history");
                xml_.attribute("id", failures.id);
                xml_.attribute("orphan", false);
                xml_.attribute("removed", false);
                xml_.attribute("migration-threshold",
                               std::to_string(cluster_.resources[failures.resource].migration_threshold));
                xml_.attribute("fail-count", std::to_string(failures.count));
                if (failures.last_failure > 0) {
                    xml_.attribute("last-failure", clock_text(failures.last_failure, offset(failures.last_failure)));
                }
                xml_.close();
            }
            xml_.close();
        }
        xml_.close();
    }

    void failures() {
        const std::vector<OperationReference> shown = shown_failures(cluster_);
        if (shown.empty()) return;
        xml_.open("failures");
        for (const OperationReference& reference : shown) {
            const ResourceHistory& history = cluster_.histories[reference.history];
            failure(history.operations[reference.operation], cluster_.nodes[history.node].name);
        }
        xml_.close();
    }

    void failure(const OperationHistory& operation, std::string_view node) {
        const std::int32_t exit_status = std::max(operation.exit_status.value_or(0), 0);
        xml_.open("failure");
        xml_.attribute(attribute(operation, "operation_key") ? "op_key" : "id", operation.key);
        xml_.attribute("node", node);
        xml_.attribute("exitstatus", exit_status_text(exit_status));
        // crm_simulate escapes it once by itself, and once more as every attribute.
        xml_.attribute("exitreason", escaped_attribute(attribute(operation, "exit-reason").value_or("none")));
        xml_.attribute("exitcode", std::to_string(exit_status));
        written(operation, "call", "call-id");
        xml_.attribute("status", execution_status_text(std::max(operation.execution_status.value_or(0), 0)));
        if (operation.last_change.value_or(0) > 0) {
            const std::int64_t when = *operation.last_change;
            xml_.attribute("last-rc-change", zoned_time_text(when, offset(when)));
            written(operation, "queued", "queue-time");
            written(operation, "exec", "exec-time");
            xml_.attribute("interval", std::to_string(operation.interval_ms));
            written(operation, "task", "operation");
        }
        xml_.close();
    }

    void written(const OperationHistory& operation, std::string_view name, std::string_view recorded) {
        if (const auto value = attribute(operation, recorded)) xml_.attribute(name, *value);
    }

    std::int32_t offset(std::int64_t seconds) const {
        return options_.utc_offset ? options_.utc_offset(seconds) : 0;
    }

    const Cluster& cluster_;
    const ClusterStatusOptions& options_;
    XmlWriter xml_;
};

} // namespace

std::string cluster_status_xml(const Cluster& cluster, const ClusterStatusOptions& options, bool revised) {
    return StatusXml(cluster, options).write(revised);
}

} // namespace placement

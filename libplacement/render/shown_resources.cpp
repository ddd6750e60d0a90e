#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "render/shown_state.h"
#include "cib/operation_history.h"
#include "unpack/resource_building.h"

namespace placement {

namespace {

/// Of what is in a bundle, the outermost below the bundle.
const Resource& top_of(const Cluster& cluster, ResourceId resource) { return cluster.resources[cluster.top(resource)]; }

bool is_clean(const Node& node) { return node.online && !node.unclean; }

NodeId shown_node_of(const Cluster& cluster, const Resource& resource, const std::vector<NodeId>& nodes) {
    NodeId shown;
    for (const NodeId node : nodes) {
        if (resource.partial_migration_source) {
            if (node == resource.partial_migration_source) return node;
        } else if (resource.requirement < Requires::Fencing) {
            if (is_clean(cluster.nodes[node])) return node;
        } else {
            return node;
        }
        if (!shown) shown = node;
    }
    return shown;
}

void add_once(std::vector<NodeId>& nodes, NodeId node) {
    if (std::ranges::find(nodes, node) == nodes.end()) nodes.push_back(node);
}

void collect_nodes(const Cluster& cluster, ResourceId id, std::vector<NodeId>& nodes) {
    const Resource& resource = cluster.resources[id];
    for (const ResourceId child : resource.children) collect_nodes(cluster, child, nodes);
    if (!resource.children.empty()) return;
    for (const NodeId node : resource.active_nodes) add_once(nodes, node);
}

bool is_primitive_active(const Cluster& cluster, const Resource& resource, bool unmanaged_offline) {
    return std::ranges::any_of(resource.active_nodes, [&](NodeId id) {
        const Node& node = cluster.nodes[id];
        return node.unclean || node.online || (unmanaged_offline && !resource.managed);
    });
}

/// The first part that is not as it would have to be for the answer `all` settles it. (Pacemaker: pe__bundle_active)
bool is_bundle_active(const Cluster& cluster, const Bundle& bundle, bool all, bool unmanaged_offline) {
    for (const BundleReplica& replica : bundle.replicas) {
        for (const ResourceId part : {replica.ip, replica.child, replica.container, replica.remote}) {
            if (part && is_active(cluster, part, all, unmanaged_offline) != all) return !all;
        }
    }
    return all;
}

std::string_view id_in_history(const Cluster& cluster, ResourceId resource) {
    const Resource& top = top_of(cluster, resource);
    if (top.is_clone() && !top.children.empty()) return cluster.resources[top.children.front()].xml_id;
    return cluster.resources[resource].id;
}

void count_instances(const Cluster& cluster, ResourceId id, ResourceCounts& counts) {
    const Resource& resource = cluster.resources[id];
    if (resource.is_bundle()) {
        for (const BundleReplica& replica : resource.bundle().replicas) {
            for (const ResourceId part : {replica.ip, replica.child, replica.container, replica.remote}) {
                if (part) count_instances(cluster, part, counts);
            }
        }
        return;
    }
    for (const ResourceId child : resource.children) count_instances(cluster, child, counts);
    if (!resource.children.empty() || (resource.removed && resource.role <= Role::Stopped)) return;
    ++counts.instances;
    if (is_disabled(cluster, id)) ++counts.disabled;
    if (resource.blocked) ++counts.blocked;
}

ResourceId find_under(const Cluster& cluster, const std::vector<ResourceId>& resources, std::string_view id) {
    for (const ResourceId each : resources) {
        const Resource& resource = cluster.resources[each];
        if (resource.id == id || (!resource.history_id.empty() && resource.history_id == id)) return each;
        if (const ResourceId found = find_under(cluster, resource.children, id)) return found;
    }
    return {};
}

} // namespace

const std::string& shown_id(const Resource& resource) { return resource.unique ? resource.id : resource.xml_id; }

std::string shown_agent(const Resource& resource, std::string_view before_provider) {
    // The history of something that was removed need not say what it was.
    const std::string_view agent = resource.removed && resource.agent.empty() ? "unknown" : std::string_view(resource.agent);
    if (resource.standard != "ocf") return fmt::format("{}:{}", resource.standard, agent);
    return fmt::format("{}{}{}:{}", resource.standard, before_provider, resource.provider, agent);
}

Role shown_role(const Cluster& cluster, ResourceId resource) {
    const Role role = cluster.resources[resource].role;
    return role == Role::Started && top_of(cluster, resource).promotable ? Role::Unpromoted : role;
}

std::string_view pending_state(const Resource& resource) {
    const std::string& action = resource.pending_action;
    if (action == "start") return "Starting";
    if (action == "stop") return "Stopping";
    if (action == "migrate_to" || action == "migrate_from") return "Migrating";
    if (action == "promote") return "Promoting";
    if (action == "demote") return "Demoting";
    return {};
}

std::string_view pending_monitor(const Resource& resource) {
    return resource.pending_action == "monitor" ? "Monitoring" : std::string_view();
}

bool is_active(const Cluster& cluster, ResourceId id, bool all, bool unmanaged_offline) {
    const Resource& resource = cluster.resources[id];
    if (resource.is_primitive()) return is_primitive_active(cluster, resource, unmanaged_offline);
    if (resource.is_bundle()) return is_bundle_active(cluster, resource.bundle(), all, unmanaged_offline);
    if (resource.children.empty()) return all && resource.is_clone();
    const auto active = [&](ResourceId child) { return is_active(cluster, child, all, unmanaged_offline); };
    return all ? std::ranges::all_of(resource.children, active) : std::ranges::any_of(resource.children, active);
}

Role role_named(std::string_view text) { return parse_role(text); }

const std::string* target_role(const Resource& resource) { return find_meta(resource, "target-role"); }

const std::string* clone_target_role(const Cluster& cluster, const Resource& clone) {
    const std::string* own = target_role(clone);
    if (own != nullptr || clone.children.empty()) return own;
    return target_role(cluster.resources[clone.children.front()]);
}

bool is_disabled(const Cluster& cluster, ResourceId id) {
    const std::string* role_text = target_role(cluster.resources[id]);
    if (role_text == nullptr) return false;
    const Role role = parse_role(*role_text);
    return role == Role::Stopped || (role == Role::Unpromoted && top_of(cluster, id).promotable);
}

bool is_internal(const Resource& resource) {
    const std::string* internal = find_meta(resource, "internal_rsc");
    return internal != nullptr && is_true(*internal);
}

NodeId shown_node(const Cluster& cluster, const Resource& resource) {
    return shown_node_of(cluster, resource, resource.active_nodes);
}

NodeId common_node(const Cluster& cluster, ResourceId resource) {
    const Resource& configured = cluster.resources[resource];
    if (configured.children.empty()) {
        return configured.active_nodes.size() == 1 ? configured.active_nodes.front() : NodeId::none();
    }
    std::vector<NodeId> nodes;
    collect_nodes(cluster, resource, nodes);
    return nodes.size() == 1 ? nodes.front() : NodeId::none();
}

Role highest_role(const Cluster& cluster, ResourceId id) {
    const Resource& resource = cluster.resources[id];
    if (resource.is_primitive()) return resource.role;
    Role highest = Role::Unknown;
    if (resource.is_bundle()) return highest;
    for (const ResourceId child : resource.children) highest = std::max(highest, highest_role(cluster, child));
    return highest;
}

std::optional<std::int32_t> failed_probe(const Cluster& cluster, ResourceId resource, NodeId node) {
    const std::string_view wanted = id_in_history(cluster, resource);
    for (const OperationReference& reference : cluster.failed_operations) {
        const OperationHistory& operation = cluster.histories[reference.history].operations[reference.operation];
        if (!is_maskable_probe_failure(operation) || resource_of_key(operation.key) != wanted) continue;
        const auto where = attribute(operation, "on_node");
        if (!where || (node && !equals_ignoring_case(*where, cluster.nodes[node].name))) continue;
        return operation.exit_status.value_or(0);
    }
    return std::nullopt;
}

std::optional<std::int32_t> shown_failed_probe(const Cluster& cluster, ResourceId resource, NodeId node, const Wording& words) {
    return words.status_has_failed_probes ? failed_probe(cluster, resource, node) : std::nullopt;
}

ResourceCounts count_resources(const Cluster& cluster) {
    ResourceCounts counts;
    for (const ResourceId resource : cluster.top_resources) count_instances(cluster, resource, counts);
    return counts;
}

ResourceId shown_under(const Cluster& cluster, std::string_view history_id) {
    return find_under(cluster, cluster.top_resources, history_id);
}

} // namespace placement

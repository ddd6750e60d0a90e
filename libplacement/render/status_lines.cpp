#include "render/status_lines.h"

#include <algorithm>
#include <limits>
#include <vector>

#include <fmt/format.h>

#include "render/columns.h"
#include "base/text.h"
#include "cib/operation_history.h"

namespace placement {

namespace {

/// " (a, b)", or nothing.
std::string in_parentheses(const std::vector<std::string>& words) {
    return words.empty() ? std::string() : fmt::format(" ({})", fmt::join(words, ", "));
}

/// Words that follow each other with one blank between them, but for those that end or begin with one.
void add_word(std::string& text, std::string_view word) {
    if (!text.empty()) text += ' ';
    text += word;
}

std::string state_words(const Cluster& cluster, ResourceId id, bool pending) {
    const Resource& resource = cluster.resources[id];
    const Role role = shown_role(cluster, id);
    std::string words;
    if (resource.removed) words += " ORPHANED";
    if (resource.failed) {
        words += " FAILED";
        if (role > Role::Unpromoted) add_word(words, text(role));
        return words;
    }
    const std::string_view under_way = pending ? pending_state(resource) : std::string_view();
    return fmt::format("{} {}", words, under_way.empty() ? text(role) : under_way);
}

void add_target_role(const Cluster& cluster, ResourceId id, std::vector<std::string>& flags) {
    const std::string* configured = target_role(cluster.resources[id]);
    if (configured == nullptr) return;
    const Role role = role_named(*configured);
    if (role == Role::Stopped) flags.emplace_back("disabled");
    if (role == Role::Unpromoted && is_disabled(cluster, id)) flags.push_back("target-role:" + *configured);
}

std::vector<std::string> primitive_flags(const Cluster& cluster, ResourceId id, NodeId node, bool pending) {
    const Resource& resource = cluster.resources[id];
    std::vector<std::string> flags;
    if (node && !cluster.nodes[node].online && cluster.nodes[node].unclean) flags.emplace_back("UNCLEAN");
    if (node && node == resource.lock_node) flags.emplace_back("LOCKED");
    if (pending && !pending_monitor(resource).empty()) flags.emplace_back(pending_monitor(resource));
    add_target_role(cluster, id, flags);
    if (resource.blocked) {
        flags.emplace_back("blocked");
    } else if (resource.maintenance) {
        flags.emplace_back("maintenance");
    } else if (!resource.managed) {
        flags.emplace_back("unmanaged");
    }
    if (resource.ignore_failure) flags.emplace_back("failure ignored");
    return flags;
}

std::string all_nodes(const Cluster& cluster, const Resource& resource) {
    std::string names;
    for (const NodeId node : resource.active_nodes) names += " " + cluster.nodes[node].name;
    return fmt::format(" [{} ]", names);
}

/// The words for a collective resource whose target-role or management is not as usual.
void add_collective_flags(const Cluster& cluster, ResourceId id, std::vector<std::string>& flags) {
    const Resource& resource = cluster.resources[id];
    if (is_disabled(cluster, id)) flags.emplace_back("disabled");
    if (resource.maintenance) {
        flags.emplace_back("maintenance");
    } else if (!resource.managed) {
        flags.emplace_back("unmanaged");
    }
}

std::string_view written(const OperationHistory& operation, std::string_view name, std::string_view otherwise = {}) {
    const auto value = attribute(operation, name);
    return value && !value->empty() ? *value : otherwise;
}

} // namespace

std::string node_line(const Cluster& cluster, const Node& node) {
    const std::string_view kind = node.kind == NodeKind::Guest    ? "GuestNode"
                                  : node.kind == NodeKind::Remote ? "RemoteNode"
                                                                  : "Node";
    const Health health = shown_health(cluster, node);
    return fmt::format("{} {}: {}{}", kind, node.name, shown_state(node),
                       health == Health::Red      ? " (health is RED)"
                       : health == Health::Yellow ? " (health is YELLOW)"
                                                  : "");
}

std::string primitive_line(const Cluster& cluster, ResourceId id, const PrimitiveLine& line) {
    const Resource& resource = cluster.resources[id];
    const bool on_several = resource.active_nodes.size() > 1;
    NodeId node = line.node ? line.node : resource.lock_node;
    if (on_several) node = {};

    std::string text = fmt::format("{}\t({}):\t{}", line.name, shown_agent(resource),
                                   state_words(cluster, id, line.pending));
    if (node) add_word(text, cluster.nodes[node].name);
    if (shown_role(cluster, id) == Role::Stopped) {
        if (const auto status = failed_probe(cluster, id, node)) {
            text += fmt::format(" ({}) ", exit_status_text(*status));
        }
    }
    text += in_parentheses(primitive_flags(cluster, id, node, line.pending));
    if (on_several && !resource.description.empty()) text += fmt::format(" ({})", resource.description);
    if (on_several) text += all_nodes(cluster, resource);
    return text;
}

std::string group_heading(const Cluster& cluster, ResourceId group) {
    std::vector<std::string> flags;
    add_collective_flags(cluster, group, flags);
    return fmt::format("Resource Group: {}{}", cluster.resources[group].id, in_parentheses(flags));
}

std::string clone_heading(const Cluster& cluster, ResourceId id) {
    const Resource& clone = cluster.resources[id];
    std::vector<std::string> flags;
    if (clone.promotable) flags.emplace_back("promotable");
    if (clone.unique) flags.emplace_back("unique");
    add_collective_flags(cluster, id, flags);
    const std::string child = clone.children.empty() ? "" : cluster.resources[clone.children.front()].xml_id;
    return fmt::format("Clone Set: {} [{}]{}", clone.id, child, in_parentheses(flags));
}

std::string bundle_heading(const Resource& bundle) {
    const bool several = bundle.bundle().replicas.size() > 1;
    const std::string_view management = bundle.maintenance ? " (maintenance)" : bundle.managed ? "" : " (unmanaged)";
    return fmt::format("Container bundle{}: {} [{}]{}{}", several ? " set" : "", bundle.id, bundle.bundle().image,
                       bundle.unique ? " (unique)" : "", management);
}

std::string attribute_line(const Cluster& cluster, const Node& node, std::string_view name) {
    const std::string& value = node.attributes.find(name)->second;
    std::string line = fmt::format("{}\t: {}", filled(name, 32), filled(value, 10));
    const auto expected = expected_connectivity(cluster, node, name);
    if (!expected) return line;
    const std::int32_t found = parse_integer_from(value, std::numeric_limits<std::int32_t>::min());
    if (found <= 0) return line + "\t: Connectivity is lost";
    if (found < *expected) line += fmt::format("\t: Connectivity is degraded (Expected={})", *expected);
    return line;
}

std::string fail_count_line(const Cluster& cluster, const ShownFailCount& failures, std::string_view last_failure) {
    std::string line = fmt::format("{}: migration-threshold={} fail-count={}", failures.id,
                                   cluster.resources[failures.resource].migration_threshold, failures.count);
    if (failures.last_failure > 0) line += fmt::format(" last-failure='{}'", last_failure);
    return line;
}

std::string failure_line(const OperationHistory& operation, std::string_view node, std::string_view when) {
    const std::int32_t status = std::max(operation.exit_status.value_or(0), 0);
    std::string line = fmt::format("{} on {} '{}' ({}): call={}, status='{}'", operation.key, node,
                                   exit_status_text(status), status, written(operation, "call-id", "unknown"),
                                   execution_status_text(std::max(operation.execution_status.value_or(0), 0)));
    if (!operation.exit_reason.empty()) line += fmt::format(", exitreason='{}'", operation.exit_reason);
    if (!when.empty()) line += fmt::format(", last-rc-change='{}'", when);
    if (const auto queued = written(operation, "queue-time"); !queued.empty()) line += fmt::format(", queued={}ms", queued);
    if (const auto run = written(operation, "exec-time"); !run.empty()) line += fmt::format(", exec={}ms", run);
    return line;
}

} // namespace placement

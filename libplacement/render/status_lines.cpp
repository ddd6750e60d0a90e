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

std::string_view management_words(const Resource& resource, const Wording& words) {
    if (resource.maintenance && words.status_has_maintenance) return "maintenance";
    return resource.managed && !resource.maintenance ? "" : "unmanaged";
}

std::string state_words(const Cluster& cluster, ResourceId id, bool pending, const Wording& wording) {
    const Resource& resource = cluster.resources[id];
    const Role role = shown_role(cluster, id);
    std::string words;
    if (resource.removed) words += " ORPHANED";
    if (resource.failed) {
        words += " FAILED";
        if (role > Role::Unpromoted) add_word(words, wording.role(role));
        return words;
    }
    const std::string_view under_way = pending ? pending_state(resource) : std::string_view();
    return fmt::format("{} {}", words, under_way.empty() ? wording.role(role) : under_way);
}

void add_target_role(const Cluster& cluster, ResourceId id, std::vector<std::string>& flags) {
    const std::string* configured = target_role(cluster.resources[id]);
    if (configured == nullptr) return;
    const Role role = role_named(*configured);
    if (role == Role::Stopped) flags.emplace_back("disabled");
    if (role == Role::Unpromoted && is_disabled(cluster, id)) flags.push_back("target-role:" + *configured);
}

std::vector<std::string> primitive_flags(const Cluster& cluster, ResourceId id, NodeId node, bool pending,
                                         const Wording& words) {
    const Resource& resource = cluster.resources[id];
    std::vector<std::string> flags;
    if (node && !cluster.nodes[node].online && cluster.nodes[node].unclean) flags.emplace_back("UNCLEAN");
    if (node && node == resource.lock_node) flags.emplace_back("LOCKED");
    if (pending && !pending_monitor(resource).empty()) flags.emplace_back(pending_monitor(resource));
    add_target_role(cluster, id, flags);
    if (resource.blocked) {
        flags.emplace_back("blocked");
    } else if (const std::string_view management = management_words(resource, words); !management.empty()) {
        flags.emplace_back(management);
    }
    if (resource.ignore_failure) flags.emplace_back("failure ignored");
    return flags;
}

std::string all_nodes(const Cluster& cluster, const Resource& resource, const Wording& words) {
    std::string names;
    for (const NodeId node : resource.active_nodes) names += " " + cluster.nodes[node].name;
    return fmt::format("{}{} ]", words.before_all_nodes, names);
}

/// The words for a collective resource whose target-role or management is not as usual.
void add_collective_flags(const Cluster& cluster, ResourceId id, const Wording& words, std::vector<std::string>& flags) {
    const std::string_view management = management_words(cluster.resources[id], words);
    const bool disabled = is_disabled(cluster, id);
    if (disabled && words.disabled_before_unmanaged) flags.emplace_back("disabled");
    if (!management.empty()) flags.emplace_back(management);
    if (disabled && !words.disabled_before_unmanaged) flags.emplace_back("disabled");
}

/// Each in parentheses of its own; not what the heading begins with.
std::string clone_flags_in_lines(const Resource& clone, const Wording& words) {
    const bool tells_promotable = clone.promotable && words.promotable_clone == "Clone";
    return fmt::format("{}{}{}", tells_promotable ? " (promotable)" : "", clone.unique ? " (unique)" : "",
                       clone.managed ? "" : " (unmanaged)");
}

std::string description_words(const Resource& resource, const Wording& words) {
    if (resource.description.empty()) return {};
    return words.description_in_parentheses ? fmt::format(" ({})", resource.description) : " " + resource.description;
}

std::string_view written(const OperationHistory& operation, std::string_view name, std::string_view otherwise = {}) {
    const auto value = attribute(operation, name);
    return value && !value->empty() ? *value : otherwise;
}

} // namespace

std::string node_label(const Cluster& cluster, const Node& node, const Wording& words) {
    if (!node.is_guest() || !node.connection || words.guest_name == GuestName::Plain) return node.name;
    const Resource& connection = cluster.resources[node.connection];
    if (words.guest_name == GuestName::WithHost) {
        const NodeId host = shown_node(cluster, connection);
        return fmt::format("{}@{}", node.name, host ? cluster.nodes[host].name : "");
    }
    return fmt::format("{}:{}", node.name, connection.launcher ? cluster.resources[connection.launcher].id : "");
}

std::string node_line(const Cluster& cluster, const Node& node, const Wording& words) {
    const std::string_view kind = node.kind == NodeKind::Guest    ? "GuestNode"
                                  : node.kind == NodeKind::Remote ? "RemoteNode"
                                                                  : "Node";
    const Health health = words.status_has_health ? shown_health(cluster, node) : Health::Green;
    const bool tells_id = words.status_names_ids && !node.is_remote() && !equals_ignoring_case(node.name, node.id);
    return fmt::format("{} {}{}: {}{}", kind, node_label(cluster, node, words), tells_id ? fmt::format(" ({})", node.id) : "",
                       shown_state(node, words.standby_tells_resources),
                       health == Health::Red      ? " (health is RED)"
                       : health == Health::Yellow ? " (health is YELLOW)"
                                                  : "");
}

std::string primitive_line(const Cluster& cluster, ResourceId id, const PrimitiveLine& line, const Wording& words) {
    const Resource& resource = cluster.resources[id];
    const bool on_several = resource.active_nodes.size() > 1;
    NodeId node = line.node ? line.node : resource.lock_node;
    if (on_several) node = {};

    std::string text = fmt::format("{}\t({}):\t{}", line.name, shown_agent(resource, words.before_provider),
                                   state_words(cluster, id, line.pending, words));
    if (node) add_word(text, cluster.nodes[node].name);
    if (shown_role(cluster, id) == Role::Stopped) {
        if (const auto status = shown_failed_probe(cluster, id, node, words)) {
            text += fmt::format(" ({}) ", exit_status_text(*status, words));
        }
    }
    text += in_parentheses(primitive_flags(cluster, id, node, line.pending, words));
    if (on_several) text += description_words(resource, words) + all_nodes(cluster, resource, words);
    return text;
}

std::string group_heading(const Cluster& cluster, ResourceId group, const Wording& words) {
    std::vector<std::string> flags;
    if (words.layout == StatusLayout::Outline) add_collective_flags(cluster, group, words, flags);
    return fmt::format("Resource Group: {}{}", cluster.resources[group].id, in_parentheses(flags));
}

std::string clone_heading(const Cluster& cluster, ResourceId id, const Wording& words) {
    const Resource& clone = cluster.resources[id];
    const std::string child = clone.children.empty() ? "" : cluster.resources[clone.children.front()].xml_id;
    const std::string heading =
        fmt::format("{} Set: {} [{}]", clone.promotable ? words.promotable_clone : "Clone", clone.id, child);
    if (words.layout == StatusLayout::Lines) return heading + clone_flags_in_lines(clone, words);
    std::vector<std::string> flags;
    if (clone.promotable) flags.emplace_back("promotable");
    if (clone.unique) flags.emplace_back("unique");
    add_collective_flags(cluster, id, words, flags);
    return heading + in_parentheses(flags);
}

std::string bundle_heading(const Resource& bundle, const Wording& words) {
    const bool several = bundle.bundle().replicas.size() > 1;
    const std::string_view management = management_words(bundle, words);
    return fmt::format("Container bundle{}: {} [{}]{}{}", several ? " set" : "", bundle.id, bundle.bundle().image,
                       bundle.unique ? " (unique)" : "", management.empty() ? "" : fmt::format(" ({})", management));
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

std::string failure_line(const OperationHistory& operation, std::string_view node, std::string_view when, const Wording& words) {
    const std::int32_t status = std::max(operation.exit_status.value_or(0), 0);
    std::string line = fmt::format("{} on {} '{}' ({}): call={}, status='{}'", operation.key, node,
                                   exit_status_text(status, words), status, written(operation, "call-id", "unknown"),
                                   execution_status_text(std::max(operation.execution_status.value_or(0), 0)));
    if (!operation.exit_reason.empty()) line += fmt::format(", exitreason='{}'", operation.exit_reason);
    if (!when.empty()) line += fmt::format(", last-rc-change='{}'", when);
    if (const auto queued = written(operation, "queue-time"); !queued.empty()) line += fmt::format(", queued={}ms", queued);
    if (const auto run = written(operation, "exec-time"); !run.empty()) line += fmt::format(", exec={}ms", run);
    return line;
}

} // namespace placement

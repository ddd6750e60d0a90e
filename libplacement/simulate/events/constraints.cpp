#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "placement/edit.h"
#include "simulate/events/event_context.h"

// The constraints that crm_resource makes, and removes.
namespace placement {

namespace {

std::string preference_id(const std::string& resource) { return "cli-prefer-" + resource; }
std::string ban_id(const std::string& resource, const std::string& node) {
    return fmt::format("cli-ban-{}-on-{}", resource, node);
}

/// The resource that crm_resource finds by the name: of what is in an anonymous clone, the first instance. Throws
/// UnknownName, and ImpossibleEvent for one instance.
ResourceId found_resource(const Cluster& cluster, const std::string& name) {
    const ResourceId id = require_resources(cluster, name).front();
    const Resource& resource = cluster.resources[id];
    const bool in_clone = resource.parent && cluster.resources[resource.parent].is_clone();
    if (in_clone && (resource.xml_id != name || resource.unique)) {
        throw ImpossibleEvent(fmt::format("`{}` is an instance and has no own constraints: name the clone `{}`", name,
                                          cluster.resources[resource.parent].xml_id));
    }
    return id;
}

void collect_nodes(const Cluster& cluster, ResourceId id, std::vector<NodeId>& nodes) {
    const Resource& resource = cluster.resources[id];
    const auto add = [&nodes](const std::vector<NodeId>& active) {
        for (const NodeId node : active) {
            if (std::ranges::find(nodes, node) == nodes.end()) nodes.push_back(node);
        }
    };
    if (resource.is_primitive()) return add(resource.active_nodes);
    if (resource.is_bundle()) {
        for (const BundleReplica& replica : resource.bundle().replicas) {
            if (replica.container) add(cluster.resources[replica.container].active_nodes);
        }
        return;
    }
    for (const ResourceId child : resource.children) collect_nodes(cluster, child, nodes);
}

/// Where the resource is. Nodes that are no safe place to be on count only where it needs fencing.
/// (Pacemaker: pe__find_active_requires)
std::vector<NodeId> current_nodes(const Cluster& cluster, ResourceId id) {
    std::vector<NodeId> nodes;
    collect_nodes(cluster, id, nodes);
    if (cluster.resources[id].requirement >= Requires::Fencing) return nodes;
    std::erase_if(nodes, [&](NodeId node) { return !cluster.nodes[node].online || cluster.nodes[node].unclean; });
    return nodes;
}

bool is_promoted(const Cluster& cluster, ResourceId id) {
    const Resource& resource = cluster.resources[id];
    if (resource.is_primitive()) return resource.role == Role::Promoted;
    return std::ranges::any_of(resource.children, [&](ResourceId child) { return is_promoted(cluster, child); });
}

/// Where each promoted instance is.
std::vector<NodeId> promoted_nodes(const Cluster& cluster, ResourceId id) {
    std::vector<NodeId> nodes;
    for (const ResourceId child : cluster.resources[id].children) {
        if (!is_promoted(cluster, child)) continue;
        std::vector<NodeId> of_child;
        collect_nodes(cluster, child, of_child);
        if (!of_child.empty()) nodes.push_back(of_child.front());
    }
    return nodes;
}

std::string names_of(const Cluster& cluster, const std::vector<NodeId>& nodes) {
    std::vector<std::string> names;
    for (const NodeId node : nodes) names.push_back(cluster.nodes[node].name);
    return joined_names(names);
}

/// The one node that a move or ban without a node is from. Throws ImpossibleEvent where it is not one.
/// (Pacemaker: ban_or_move)
std::string node_to_leave(const Cluster& cluster, const std::string& name, ResourceId id) {
    const std::vector<NodeId> nodes = current_nodes(cluster, id);
    if (nodes.size() == 1) return cluster.nodes[nodes.front()].name;
    if (nodes.empty()) {
        throw ImpossibleEvent(fmt::format("`{}` runs nowhere: name the node", name));
    }
    if (!cluster.resources[id].promotable) {
        throw ImpossibleEvent(fmt::format("`{}` runs on {} nodes: name one of {}", name, nodes.size(), names_of(cluster, nodes)));
    }
    const std::vector<NodeId> promoted = promoted_nodes(cluster, id);
    if (promoted.size() == 1) return cluster.nodes[promoted.front()].name;
    throw ImpossibleEvent(fmt::format("`{}` runs on {} nodes and is promoted on {}: name one of {}", name, nodes.size(),
                                      promoted.empty() ? "none" : names_of(cluster, promoted), names_of(cluster, nodes)));
}

XmlAttributes location_for(const std::string& resource, const std::string& node, const char* score, bool promoted) {
    return {{"rsc", resource}, {"role", promoted ? "Promoted" : "Started"}, {"node", node}, {"score", score}};
}

/// (Pacemaker: cli_resource_ban)
void ban(const EventContext& context, const std::string& resource, const std::string& node, bool promoted) {
    const bool changed =
        context.edit.set_location_constraint(ban_id(resource, node), location_for(resource, node, "-INFINITY", promoted));
    if (changed) return;
    note(context, "already-banned",
         fmt::format("`{}` is banned from {} already ({}); nothing changes", resource, node, ban_id(resource, node)));
}

/// Whether there was anything to remove. (Pacemaker: cli_resource_clear)
bool clear(const EventContext& context, const std::string& resource, const std::string& node, bool bans) {
    bool removed = false;
    if (context.edit.location_names_node(preference_id(resource), node)) {
        removed = context.edit.remove_constraint(preference_id(resource));
    }
    if (!bans || !context.edit.has_constraint(ban_id(resource, node))) return removed;
    return context.edit.remove_constraint(ban_id(resource, node));
}

bool clear_everywhere(const EventContext& context, const std::string& resource, bool bans) {
    bool removed = false;
    for (const Node& node : context.cluster.nodes) removed = clear(context, resource, node.name, bans) || removed;
    return removed;
}

void tell_that_it_is_not_promotable(const EventContext& context, const std::string& name, const char* so) {
    note(context, "not-promotable", fmt::format("`{}` is not promotable: {}", name, so));
}

/// Whether a move would change nothing, so that crm_resource refuses it; throws ImpossibleEvent where it cannot tell.
bool is_there_already(const EventContext& context, const ResourceMoved& event, ResourceId id, NodeId destination,
                      bool promoted_only) {
    const Cluster& cluster = context.cluster;
    std::vector<NodeId> nodes = current_nodes(cluster, id);
    const std::vector<NodeId> promoted = promoted_nodes(cluster, id);
    if (cluster.resources[id].promotable && (promoted_only || !promoted.empty())) nodes = promoted;
    const bool one_place = !cluster.resources[id].is_clone() || !promoted.empty();
    if (nodes.size() > 1 && one_place) {
        throw ImpossibleEvent(fmt::format("`{}` is {} on {}, and crm_resource moves only what is on one node", event.resource,
                                          promoted.empty() ? "active" : "promoted", names_of(cluster, nodes)));
    }
    return nodes.size() == 1 && nodes.front() == destination;
}

/// (Pacemaker: cli_resource_move)
void move_to(const EventContext& context, const ResourceMoved& event, ResourceId id) {
    const Cluster& cluster = context.cluster;
    const NodeId destination = require_node(cluster, *event.node);
    const std::string& node = cluster.nodes[destination].name;
    bool promoted = event.promoted;
    if (promoted && !cluster.resources[id].promotable) {
        tell_that_it_is_not_promotable(context, event.resource, "it is moved in any role");
        promoted = false;
    }
    if (is_there_already(context, event, id, destination, promoted)) {
        note(context, "already-there",
             fmt::format("`{}` is on {} already: crm_resource refuses to move it there, and nothing changes", event.resource,
                         node));
        return;
    }
    clear_everywhere(context, event.resource, false);
    clear(context, event.resource, node, true);
    context.edit.set_location_constraint(preference_id(event.resource), location_for(event.resource, node, "INFINITY", promoted));
}

} // namespace

bool is_left_by_command(std::string_view constraint) {
    static constexpr std::array<std::string_view, 4> prefixes{"cli-ban-", "cli-prefer-", "cli-standby-", "cli-constraint-"};
    return std::ranges::any_of(prefixes, [&](std::string_view prefix) { return constraint.starts_with(prefix); });
}

void happen(const ResourceMoved& event, const EventContext& context) {
    const ResourceId id = found_resource(context.cluster, event.resource);
    if (event.node) return move_to(context, event, id);
    happen(ResourceBanned{event.resource, {}, event.promoted}, context);
}

void happen(const ResourceBanned& event, const EventContext& context) {
    const Cluster& cluster = context.cluster;
    const ResourceId id = found_resource(cluster, event.resource);
    const std::string node =
        event.node ? cluster.nodes[require_node(cluster, *event.node)].name : node_to_leave(cluster, event.resource, id);
    if (event.promoted && !cluster.resources[id].promotable) {
        tell_that_it_is_not_promotable(context, event.resource, "a ban of its promoted role has no effect");
    }
    ban(context, event.resource, node, event.promoted);
}

void happen(const ResourceCleared& event, const EventContext& context) {
    const Cluster& cluster = context.cluster;
    found_resource(cluster, event.resource);
    if (!event.node) {
        if (clear_everywhere(context, event.resource, true)) return;
        note(context, "nothing-to-clear", fmt::format("no move or ban of `{}` is in force; nothing changes", event.resource));
        return;
    }
    const std::string& node = cluster.nodes[require_node(cluster, *event.node)].name;
    if (clear(context, event.resource, node, true)) return;
    note(context, "nothing-to-clear",
         fmt::format("no move or ban of `{}` is in force on {}; nothing changes", event.resource, node));
}

} // namespace placement

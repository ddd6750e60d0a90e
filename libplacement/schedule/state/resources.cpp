#include "schedule/state/resources.h"

#include <algorithm>

#include "base/text.h"

namespace placement {

namespace {

/// Takes one more active node into account. (Pacemaker: pe__count_active_node)
void count_active(const WorkingState& state, ResourceId resource, NodeId node, Activity& so_far) {
    const auto clean = [&](NodeId which) { return state.nodes[which].online && !state.nodes[which].unclean; };
    ++so_far.all;
    if (clean(node)) ++so_far.clean;
    if (const NodeId source = state[resource].partial_migration_source) {
        if (node == source) so_far.node = node;
    } else if (state.resource(resource).requirement < Requires::Fencing) {
        if (clean(node) && (!so_far.node || !clean(so_far.node))) so_far.node = node;
    }
    if (!so_far.node) so_far.node = node;
}

Activity bundle_activity(const WorkingState& state, ResourceId bundle) {
    std::vector<ResourceId> active;
    for (const BundleReplica& replica : state.resource(bundle).bundle().replicas) {
        if (!state.resource(replica.container).active_nodes.empty()) active.push_back(replica.container);
    }
    if (active.size() == 1) return activity(state, active.front());
    Activity result;
    std::vector<NodeId> seen;
    for (const ResourceId container : active) {
        for (const NodeId node : state.resource(container).active_nodes) {
            if (std::find(seen.begin(), seen.end(), node) != seen.end()) continue;
            seen.push_back(node);
            count_active(state, bundle, node, result);
        }
    }
    return result;
}

void add_once(std::vector<NodeId>& nodes, NodeId node) {
    if (std::find(nodes.begin(), nodes.end(), node) == nodes.end()) nodes.push_back(node);
}

void collect_current(const WorkingState& state, ResourceId resource, std::vector<NodeId>& nodes) {
    if (state[resource].children.empty()) {
        for (const NodeId node : state.resource(resource).active_nodes) add_once(nodes, node);
        return;
    }
    for (const ResourceId child : state[resource].children) collect_current(state, child, nodes);
}

struct Assigned {
    NodeId node;
    Score score;
};

void collect_assigned(const WorkingState& state, ResourceId resource, std::vector<Assigned>& nodes) {
    if (state[resource].children.empty()) {
        const NodeId node = state[resource].assigned_node;
        const auto same = [node](const Assigned& each) { return each.node == node; };
        if (node && std::none_of(nodes.begin(), nodes.end(), same)) {
            nodes.push_back({node, state[resource].assigned_score});
        }
        return;
    }
    for (const ResourceId child : state[resource].children) collect_assigned(state, child, nodes);
}

template <typename RoleOf>
Role highest_role(const WorkingState& state, ResourceId resource, const RoleOf& role_of) {
    const Resource& configured = state.resource(resource);
    if (configured.is_bundle()) return Role::Unknown;
    if (configured.is_primitive()) return role_of(resource);
    Role highest = Role::Unknown;
    for (const ResourceId child : state[resource].children) {
        highest = std::max(highest, highest_role(state, child, role_of));
    }
    return highest;
}

template <typename Test>
bool any_part(const WorkingState& state, ResourceId resource, const Test& test) {
    if (test(resource)) return true;
    const auto& children = state[resource].children;
    return std::any_of(children.begin(), children.end(),
                       [&](ResourceId child) { return any_part(state, child, test); });
}

} // namespace

Activity activity(const WorkingState& state, ResourceId resource) {
    const Resource& configured = state.resource(resource);
    if (configured.is_bundle()) return bundle_activity(state, resource);
    Activity result;
    for (const NodeId node : configured.active_nodes) count_active(state, resource, node, result);
    return result;
}

NodeId current_node(const WorkingState& state, ResourceId resource) { return activity(state, resource).node; }

std::vector<NodeId> assigned_locations(const WorkingState& state, ResourceId resource) {
    std::vector<Assigned> found;
    collect_assigned(state, resource, found);
    std::vector<NodeId> nodes;
    for (const Assigned& each : found) nodes.push_back(each.node);
    return nodes;
}

NodeId assigned_location(const WorkingState& state, ResourceId resource, Score* score) {
    if (state.resource(resource).is_primitive()) {
        const ResourceState& now = state[resource];
        if (now.assigned_node && score != nullptr) *score = now.assigned_score;
        return now.assigned_node;
    }
    std::vector<Assigned> found;
    collect_assigned(state, resource, found);
    if (found.size() != 1) return NodeId::none();
    if (score != nullptr) *score = found.front().score;
    return found.front().node;
}

NodeId current_location(const WorkingState& state, ResourceId resource) {
    if (state.resource(resource).is_primitive()) {
        const std::vector<NodeId>& active = state.resource(resource).active_nodes;
        return active.size() == 1 ? active.front() : NodeId::none();
    }
    std::vector<NodeId> nodes;
    collect_current(state, resource, nodes);
    return nodes.size() == 1 ? nodes.front() : NodeId::none();
}

Role current_role(const WorkingState& state, ResourceId resource) {
    return highest_role(state, resource, [&](ResourceId id) { return state[id].role; });
}

Role next_role(const WorkingState& state, ResourceId resource) {
    return highest_role(state, resource, [&](ResourceId id) { return state[id].next_role; });
}

void set_next_role(WorkingState& state, ResourceId resource, Role role, std::string_view reason) {
    if (state[resource].next_role == role) return;
    state[resource].next_role = role;
    state[resource].next_role_reason = reason;
}

ResourceId guest_connection(const WorkingState& state, ResourceId container) {
    if (state.resource(container).remote_connection) return container;
    if (!state.cluster.have_remote_nodes) return ResourceId::none(); // a member has the guest's name
    for (const ResourceId launched : state.resource(container).launched) {
        if (state.resource(launched).remote_connection) return launched;
    }
    return ResourceId::none();
}

bool is_within(const WorkingState& state, ResourceId resource, ResourceId ancestor) {
    ResourceId parent = state.resource(resource).parent;
    while (parent && parent != ancestor) parent = state.resource(parent).parent;
    return parent.valid();
}

bool is_bundled(const WorkingState& state, ResourceId resource) {
    return state.resource(state.cluster.top(resource, true)).is_bundle();
}

bool is_blocked(const WorkingState& state, ResourceId resource) {
    return any_part(state, resource, [&](ResourceId id) { return state[id].blocked; });
}

bool has_failed(const WorkingState& state, ResourceId resource) {
    return any_part(state, resource, [&](ResourceId id) { return state[id].failed; });
}

ResourceId banned_with(const WorkingState& state, ResourceId resource) {
    if (state.resource(resource).unique) return resource;
    return state.cluster.top(resource, false);
}

std::vector<ResourceId> instances_of(const WorkingState& state, ResourceId collective) {
    const Resource& configured = state.resource(collective);
    if (!configured.is_bundle()) return state[collective].children;
    std::vector<ResourceId> containers;
    for (const BundleReplica& replica : configured.bundle().replicas) containers.push_back(replica.container);
    return containers;
}

std::int32_t most_per_node(const WorkingState& state, ResourceId resource) {
    const Resource& configured = state.resource(resource);
    if (configured.is_clone()) return configured.clone().clone_node_max;
    if (configured.is_bundle()) return configured.bundle().replicas_per_host;
    return 1;
}

std::string_view attribute_target(const Resource& resource) {
    const auto target = resource.meta.find("container-attribute-target");
    return target == resource.meta.end() ? std::string_view() : std::string_view(target->second);
}

const std::string* node_attribute(const WorkingState& state, NodeId node, std::string_view name,
                                  std::string_view attribute_target, bool assigned) {
    if (!node) return nullptr;
    NodeId where = node;
    if (state.node(node).is_guest() && equals_ignoring_case(attribute_target, "host")) {
        const ResourceId container = state.resource(state.node(node).connection).launcher;
        const auto& active = state.resource(container).active_nodes;
        where = assigned         ? state[container].assigned_node
                : active.empty() ? NodeId::none()
                                 : active.front();
        if (!where) return nullptr;
    }
    const AttributeTable& attributes = state.node(where).attributes;
    const auto found = attributes.find(name);
    return found == attributes.end() ? nullptr : &found->second;
}

std::int32_t effective_fail_count(const WorkingState& state, ResourceId resource, NodeId node) {
    const FailCount* own = state.cluster.fail_count(resource, node);
    Score count(own == nullptr ? 0 : own->effective);
    if (!is_bundled(state, resource)) {
        for (const ResourceId launched : state.resource(resource).launched) {
            const FailCount* theirs = state.cluster.fail_count(launched, node);
            if (theirs != nullptr) count += Score(theirs->effective);
        }
    }
    return count.value();
}

bool threshold_reached(const WorkingState& state, ResourceId resource, NodeId node) {
    const Resource& configured = state.resource(resource);
    if (configured.migration_threshold == 0 || configured.ignore_failure) return false;
    const std::int32_t failures = effective_fail_count(state, resource, node);
    return failures > 0 && failures >= configured.migration_threshold;
}

} // namespace placement

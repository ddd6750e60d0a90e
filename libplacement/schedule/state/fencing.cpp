#include "schedule/state/fencing.h"

#include <algorithm>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "schedule/state/actions.h"
#include "schedule/state/unfencing.h"

namespace placement {

namespace {

bool all_hosts_online(const WorkingState& state, ResourceId connection) {
    const NodeTable& hosts = state.scores[connection];
    for (const NodeId host : hosts.ids()) {
        if (hosts[host].listed && !state.nodes[host].online) return false;
    }
    return true;
}

/// The fake connection of a guest whose container is configured no more.
bool is_dangling_guest(const WorkingState& state, const Node& node) {
    if (!node.is_remote() || !node.connection) return false;
    const Resource& connection = state.resource(node.connection);
    return !connection.launcher && connection.removed_launched;
}

void fail(ResourceState& resource) {
    resource.failed = true;
    resource.stop_if_failed = true;
}

/// Gives the fencing of the partition's most important node an advantage: in seconds, 0 for all others.
/// (Pacemaker: node_priority_fencing_delay)
std::uint32_t priority_delay_of(const WorkingState& state, NodeId target) {
    if (state.node(target).is_remote() || state.nodes[target].online) return 0;
    std::size_t members = 0;
    std::size_t online = 0;
    std::int32_t top = 0;
    std::int32_t lowest = 0;
    for (const NodeId node : state.nodes.ids()) {
        if (state.node(node).is_remote()) continue;
        const std::int32_t priority = state.node(node).priority;
        top = members == 0 ? priority : std::max(top, priority);
        lowest = members == 0 ? priority : std::min(lowest, priority);
        ++members;
        if (state.nodes[node].online) ++online;
    }
    if (online > members / 2 || lowest == top || state.node(target).priority < top) return 0;
    return (state.cluster.options.priority_fencing_delay_ms + 500) / 1000;
}

/// A change of what unfences makes the action required.
ActionId make_fencing_action(WorkingState& state, NodeId node, std::string name, std::string_view operation,
                             bool& optional) {
    const ActionId id = named_action(state, std::move(name), task::fence, node, true);
    AttributeTable& meta = state.actions[id].meta.to_change();
    meta["on_node"] = state.node(node).name;
    meta["on_node_uuid"] = state.node(node).id;
    meta["stonith_action"] = operation;
    const bool compared = state.cluster.behavior.unfencing_compares_members || state.node(node).is_remote();
    if (state.cluster.unfencing_enabled && compared) {
        const Unfencing unfencing = compare_unfencing(state, node);
        meta["digests-all"] = unfencing.digests_all;
        meta["digests-secure"] = unfencing.digests_secure;
        if (unfencing.definition_changed) optional = false;
    }
    return id;
}

} // namespace

ActionId fencing_action(WorkingState& state, NodeId node, std::string_view operation, bool optional,
                        std::string_view reason, bool priority_delay) {
    constexpr std::string_view delay = "priority-fencing-delay";
    if (operation.empty()) operation = state.cluster.options.fencing_action;
    std::string name = fmt::format("{}-{}-{}", task::fence, state.node(node).name, operation);
    ActionId id = find_named_action(state, name);
    if (!id) id = make_fencing_action(state, node, std::move(name), operation, optional);

    Action& action = state.actions[id];
    if (state.cluster.options.priority_fencing_delay_ms > 0 && (priority_delay || action.meta->contains(delay))) {
        action.meta.to_change()[std::string(delay)] = std::to_string(priority_delay_of(state, node));
    }
    if (!optional && can_fence(state, node)) action.flags.clear(ActionFlag::Optional);
    if (!reason.empty()) set_reason(action, reason, false);
    return id;
}

void require_fencing(WorkingState& state, NodeId node, std::string_view reason, bool priority_delay) {
    const Node& configured = state.node(node);
    if (configured.is_guest()) {
        const ResourceId container = state.resource(configured.connection).launcher;
        if (state[container].failed || !state[container].managed) return;
        state.nodes[node].needs_reset = true;
        return fail(state[container]);
    }
    if (is_dangling_guest(state, configured)) return fail(state[configured.connection]);
    if (configured.is_remote()) {
        const bool unmanaged = configured.connection && !state[configured.connection].managed;
        if (!unmanaged) state.nodes[node].needs_reset = true;
        priority_delay = false;
    } else if (state.nodes[node].unclean) {
        return;
    }
    state.nodes[node].unclean = true;
    wish_fencing(state, node, reason, priority_delay);
}

void wish_fencing(WorkingState& state, NodeId node, std::string_view reason, bool priority_delay) {
    fencing_action(state, node, {}, true, reason, priority_delay);
}

bool can_fence(const WorkingState& state, NodeId node) {
    const Cluster& cluster = state.cluster;
    const Node& configured = state.node(node);
    if (configured.is_guest()) {
        const ResourceId container = state.resource(configured.connection).launcher;
        for (const NodeId host : state.resource(container).active_nodes) {
            if (!state.nodes[host].online && !can_fence(state, host)) return false;
        }
        return true;
    }
    if (!cluster.options.fencing_enabled || !cluster.have_fencing_devices) return false;
    if (cluster.have_quorum || cluster.options.no_quorum_policy == NoQuorumPolicy::Ignore) return true;
    if (!state.nodes[node].online) return false;
    return !configured.is_remote() || cluster.options.fence_remote_without_quorum ||
           all_hosts_online(state, configured.connection);
}

} // namespace placement

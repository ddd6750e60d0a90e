#include "schedule/actions/probes.h"

#include <algorithm>
#include <utility>
#include <string>

#include "base/operation_status.h"
#include "schedule/actions/fencing.h"
#include "schedule/state/actions.h"
#include "schedule/state/instances.h"
#include "schedule/state/orderings.h"
#include "schedule/state/resources.h"

namespace placement {

namespace {

constexpr ActionKey probe_key{task::monitor};

template <typename Range, typename Value>
bool contains(const Range& range, const Value& value) {
    return std::find(range.begin(), range.end(), value) != range.end();
}

bool create_probes(WorkingState& state, const std::vector<ResourceId>& resources, NodeId node) {
    bool any = false;
    for (const ResourceId resource : resources) {
        if (create_probe(state, resource, node)) any = true;
    }
    return any;
}

// ---- whether to ask -------------------------------------------------------------------------------------------

/// Remote nodes have neither fencing devices nor connections nor guests within guests.
bool suits_node(const WorkingState& state, ResourceId resource, NodeId node) {
    const Node& where = state.node(node);
    const Resource& what = state.resource(resource);
    if (!where.is_remote()) return true;
    if (what.fencing_device || what.remote_connection) return false;
    return !where.is_guest() || !guest_connection(state, resource);
}

bool is_discovered_exclusively(const WorkingState& state, ResourceId resource) {
    return state[resource].exclusive_discovery || state[state.cluster.top(resource)].exclusive_discovery;
}

bool may_be_discovered(const WorkingState& state, ResourceId resource, NodeId node) {
    const NodeEntry& entry = state.scores[resource][node];
    if (is_discovered_exclusively(state, resource)) return entry.listed && entry.probe_mode == ProbeMode::Exclusive;
    const ProbeMode mode = entry.listed ? entry.probe_mode : state.node(node).base_probe_mode;
    return mode != ProbeMode::Never;
}

bool is_question(const WorkingState& state, ResourceId resource, NodeId node) {
    const Resource& what = state.resource(resource);
    if (what.launcher && !what.remote_connection) return false;
    if (what.removed || contains(what.known_nodes, node)) return false;
    return may_be_discovered(state, resource, node);
}

/// (Pacemaker: guest_resource_will_stop)
bool will_stop(const WorkingState& state, NodeId guest, ResourceId container) {
    const ResourceState& now = state[container];
    if (state.nodes[guest].needs_reset || state.nodes[guest].unclean || now.failed) return true;
    if (now.next_role == Role::Stopped) return true;
    return now.role > Role::Stopped && now.assigned_node &&
           !contains(state.resource(container).active_nodes, now.assigned_node);
}

/// (Pacemaker: probe_then_start)
void order_start_after_probe(WorkingState& state, ResourceId container, ResourceId top) {
    const NodeId host = state[container].assigned_node;
    if (!host || contains(state.resource(container).known_nodes, host)) return;
    add_ordering(state, actions_of(container, probe_key), actions_of(top, task::start), RelationFlag::Ordered);
}

/// A guest that does not run, or will not, has nothing to tell; what is to start in it waits for the container.
bool guest_can_answer(WorkingState& state, NodeId node, ResourceId top) {
    const ResourceId container = state.resource(state.node(node).connection).launcher;
    if (state[container].role == Role::Stopped) {
        order_start_after_probe(state, container, top);
        return false;
    }
    if (will_stop(state, node, container)) {
        order_tasks(state, container, task::stop, top, task::start, RelationFlag::Ordered);
        return false;
    }
    return true;
}

// ---- primitives and groups ------------------------------------------------------------------------------------

void expect_known_state(const WorkingState& state, Action& probe) {
    if (!contains(state.resource(probe.resource).active_nodes, probe.node)) {
        probe.expected_exit_status = exit_status::not_running;
    } else if (state[probe.resource].role == Role::Promoted) {
        probe.expected_exit_status = exit_status::running_promoted;
    }
}

ActionId make_probe(WorkingState& state, ResourceId resource, NodeId node) {
    const ActionId probe = schedule_action(state, resource, probe_key, node, false);
    state.actions[probe].flags.clear(ActionFlag::Optional);
    order_after_unfencing(state, resource, node, probe, RelationFlag::Ordered);
    expect_known_state(state, state.actions[probe]);
    return probe;
}

void order_rest_after_probe(WorkingState& state, ResourceId resource, ActionId probe) {
    ResourceId top = state.cluster.top(resource);
    if (!state.resource(top).is_clone()) top = resource;
    RelationFlags flags = RelationFlag::Ordered;
    const ResourceId active = state.cluster.behavior.active_clones_start_without_probe ? top : resource;
    if (!state.actions[probe].runnable() && state.resource(active).active_nodes.empty()) {
        flags.set(RelationFlag::UnrunnableFirstBlocks);
    }
    add_ordering(state, one_action(state, probe), actions_of(top, task::start), flags);
    add_ordering(state, one_action(state, probe), actions_of(top, reload_task(state)), RelationFlag::Ordered);
}

/// (Pacemaker: pcmk__probe_rsc_on_node)
bool probe_on_node(WorkingState& state, ResourceId resource, NodeId node) {
    if (!state.cluster.options.startup_probes || !suits_node(state, resource, node)) return false;
    if (!state[resource].children.empty()) return create_probes(state, state[resource].children, node);
    if (!is_question(state, resource, node)) return false;
    if (state.node(node).is_guest() && !guest_can_answer(state, node, state.cluster.top(resource))) return false;
    order_rest_after_probe(state, resource, make_probe(state, resource, node));
    return true;
}

// ---- clones ---------------------------------------------------------------------------------------------------

bool is_known(const WorkingState& state, ResourceId resource, NodeId node) {
    const std::vector<ResourceId>& children = state[resource].children;
    if (children.empty()) return contains(state.resource(resource).known_nodes, node);
    return std::any_of(children.begin(), children.end(),
                       [&](ResourceId child) { return is_known(state, child, node); });
}

/// One instance answers for all: the one whose state is known on the node, the one that will be there, or the first.
/// (Pacemaker: probe_anonymous_clone)
ResourceId instance_to_ask(const WorkingState& state, ResourceId clone, NodeId node) {
    const std::vector<ResourceId>& instances = state[clone].children;
    for (const ResourceId instance : instances) {
        if (is_known(state, instance, node)) return instance;
    }
    for (const ResourceId instance : instances) {
        if (assigned_location(state, instance) == node) return instance;
    }
    return instances.empty() ? ResourceId::none() : instances.front();
}

bool probe_clone(WorkingState& state, ResourceId clone, NodeId node) {
    if (state[clone].exclusive_discovery) {
        NodeEntry& entry = state.scores[clone][node];
        entry.left_out = !entry.listed || entry.probe_mode != ProbeMode::Exclusive;
        if (entry.left_out) return false;
    }
    sort_by_instance_number(state, state[clone].children);
    if (state.resource(clone).unique) return create_probes(state, state[clone].children, node);
    const ResourceId instance = instance_to_ask(state, clone, node);
    return instance && create_probe(state, instance, node);
}

// ---- bundles --------------------------------------------------------------------------------------------------

/// Where a host has one container alone, no other starts before it is known whether this one is there. Said once, it concerns the
/// probes on all nodes.
void order_starts_after_probe_of(WorkingState& state, ResourceId bundle, ResourceId container) {
    if (std::exchange(state[container].other_starts_wait_for_probes, true)) return;
    for (const BundleReplica& other : state.resource(bundle).bundle().replicas) {
        if (other.container == container || !other.container) continue;
        add_ordering(state, actions_of(container, probe_key), actions_of(other.container, task::start),
                     RelationFlag::Ordered | RelationFlag::IfOnSameNode);
    }
}

bool probe_connection(WorkingState& state, const BundleReplica& replica, NodeId node) {
    if (!replica.remote || !create_probe(state, replica.remote, node)) return false;
    const ActionId probe = newest_action(state, replica.remote, probe_key, node);
    if (!probe) return false;
    add_ordering(state, actions_of(replica.container, task::start), one_action(state, probe),
                 RelationFlag::NestedRemoteProbe);
    return true;
}

/// (Pacemaker: create_replica_probes)
bool probe_replica(WorkingState& state, ResourceId bundle, const BundleReplica& replica, NodeId node) {
    bool any = replica.ip && create_probe(state, replica.ip, node);
    if (replica.child && replica.node == node && create_probe(state, replica.child, node)) any = true;
    if (create_probe(state, replica.container, node)) {
        any = true;
        if (most_per_node(state, bundle) == 1) order_starts_after_probe_of(state, bundle, replica.container);
    }
    if (probe_connection(state, replica, node)) any = true;
    return any;
}

bool probe_bundle(WorkingState& state, ResourceId bundle, NodeId node) {
    bool any = false;
    for (const BundleReplica& replica : state.resource(bundle).bundle().replicas) {
        if (probe_replica(state, bundle, replica, node)) any = true;
    }
    return any;
}

bool answers_probes(WorkingState& state, NodeId node) {
    if (!state.nodes[node].online) {
        if (is_failed_remote_node(state, node)) require_fencing(state, node, "the connection is unrecoverable");
        return false;
    }
    return !state.nodes[node].unclean && state.node(node).probes_allowed;
}

} // namespace

bool create_probe(WorkingState& state, ResourceId resource, NodeId node) {
    const Resource& what = state.resource(resource);
    if (what.is_clone()) return probe_clone(state, resource, node);
    if (what.is_bundle()) return probe_bundle(state, resource, node);
    return probe_on_node(state, resource, node);
}

void schedule_probes(WorkingState& state) {
    if (!state.cluster.options.startup_probes) return;
    for (const NodeId node : state.nodes.ids()) {
        if (answers_probes(state, node)) create_probes(state, state.assignment_order, node);
    }
}

} // namespace placement

#include <fmt/format.h>

#include "schedule/actions/fencing.h"
#include "schedule/ordering/built_in.h"
#include "schedule/state/actions.h"
#include "schedule/state/orderings.h"
#include "schedule/state/resources.h"

namespace placement {

namespace {

template <typename Visit>
void for_each_listed(const WorkingState& state, ResourceId resource, const Visit& visit) {
    for (const NodeId node : state.nodes.ids()) {
        if (state.scores[resource][node].listed) visit(node);
    }
}

/// A restart goes around a node's unfencing. (Pacemaker: pcmk__order_restart_vs_unfence)
void order_around_unfencing(WorkingState& state, ResourceId resource) {
    for_each_listed(state, resource, [&](NodeId node) {
        const ActionReference unfence = one_action(state, fencing_action(state, node, "on", true, {}, false));
        add_ordering(state, actions_of(resource, task::stop), unfence,
                     RelationFlag::Ordered | RelationFlag::IfOnSameNode);
        add_ordering(state, unfence, actions_of(resource, task::start),
                     RelationFlag::FirstImpliesSameNodeThen | RelationFlag::IfOnSameNode);
    });
}

ActionId load_stopped(WorkingState& state, NodeId node) {
    const ActionId id = named_pseudo_action(state, fmt::format("load_stopped_{}", state.node(node).name));
    Action& action = state.actions[id];
    if (!action.node) {
        action.node = node;
        action.flags.clear(ActionFlag::Optional);
    }
    return id;
}

/// Where capacity counts, a node frees what it stops before it takes anything more.
/// (Pacemaker: pcmk__create_utilization_constraints)
void free_capacity_first(WorkingState& state, ResourceId resource) {
    const RelationFlags flags = RelationFlag::IfOnSameNodeOrTarget;
    for (const NodeId node : state.resource(resource).active_nodes) {
        add_ordering(state, actions_of(resource, task::stop), one_action(state, load_stopped(state, node)), flags);
    }
    for_each_listed(state, resource, [&](NodeId node) {
        const ActionReference freed = one_action(state, load_stopped(state, node));
        add_ordering(state, freed, actions_of(resource, task::start), flags);
        add_ordering(state, freed, actions_of(resource, task::migrate_to), flags);
    });
}

void follow_launcher(WorkingState& state, ResourceId resource) {
    const Resource& configured = state.resource(resource);
    const ResourceId launcher = configured.launcher;
    if (configured.remote_connection) {
        order_tasks(state, launcher, task::monitor, resource, task::stop, RelationFlag::Ordered);
    } else if (guest_connection(state, launcher)) {
        return;
    }
    order_tasks(state, launcher, task::start, resource, task::start,
                RelationFlag::FirstImpliesThen | RelationFlag::UnrunnableFirstBlocks);
    order_tasks(state, resource, task::stop, launcher, task::stop, RelationFlag::ThenImpliesFirst);
}

} // namespace

/// (Pacemaker: pcmk__primitive_internal_constraints)
void order_primitive(WorkingState& state, ResourceId resource) {
    if (!state[resource].managed) return;
    const Resource& configured = state.resource(resource);
    const Cluster& cluster = state.cluster;

    order_tasks(state, resource, task::stop, resource, task::start,
                RelationFlag::Ordered | RelationFlag::FirstImpliesThen | RelationFlag::IntermediateStop);
    if (state.resource(cluster.top(resource)).promotable || state[resource].role > Role::Unpromoted) {
        order_tasks(state, resource, task::demote, resource, task::stop, RelationFlag::PromotedThenImpliesFirst);
        order_tasks(state, resource, task::start, resource, task::promote, RelationFlag::UnrunnableFirstBlocks);
    }
    order_tasks(state, resource, task::clear_history, resource, task::monitor,
                RelationFlag::IfOnSameNode | RelationFlag::ThenCancelsFirst);

    const bool needs_unfencing =
        !configured.fencing_device && cluster.unfencing_enabled && configured.requirement == Requires::Unfencing;
    if (needs_unfencing) order_around_unfencing(state, resource);
    if (!configured.utilization.empty() && cluster.options.placement_strategy != PlacementStrategy::Default) {
        free_capacity_first(state, resource);
    }
    if (configured.launcher) follow_launcher(state, resource);
}

} // namespace placement

#include <algorithm>

#include "schedule/ordering/built_in.h"
#include "schedule/ordering/instances.h"
#include "schedule/ordering/propagate.h"
#include "schedule/state/instances.h"
#include "schedule/state/orderings.h"

namespace placement {

namespace {

/// Its actions lie between those of the clone.
void order_with_clone(WorkingState& state, ResourceId clone, ResourceId instance) {
    order_tasks(state, clone, task::start, instance, task::start,
                RelationFlag::UnrunnableFirstBlocks | RelationFlag::ThenImpliesFirstGraphed);
    order_tasks(state, instance, task::start, clone, task::started, RelationFlag::FirstImpliesThenGraphed);
    order_tasks(state, clone, task::stop, instance, task::stop, RelationFlag::ThenImpliesFirstGraphed);
    order_tasks(state, instance, task::stop, clone, task::stopped, RelationFlag::FirstImpliesThenGraphed);
}

void order_promotion(WorkingState& state, ResourceId clone, ResourceId instance, ResourceId previous) {
    order_tasks(state, clone, task::promote, instance, task::promote, RelationFlag::Ordered);
    order_tasks(state, instance, task::promote, clone, task::promoted, RelationFlag::Ordered);
    if (previous) order_tasks(state, previous, task::promote, instance, task::promote, RelationFlag::Ordered);
}

void order_demotion(WorkingState& state, ResourceId clone, ResourceId instance, ResourceId previous) {
    order_tasks(state, clone, task::demote, instance, task::demote, RelationFlag::ThenImpliesFirstGraphed);
    order_tasks(state, instance, task::demote, clone, task::demoted, RelationFlag::FirstImpliesThenGraphed);
    if (previous) order_tasks(state, instance, task::demote, previous, task::demote, RelationFlag::Ordered);
}

/// (Pacemaker: pcmk__order_promotable_instances)
void order_role_changes(WorkingState& state, ResourceId clone) {
    const bool ordered = state.resource(clone).clone().ordered;
    order_promotable_restart(state, clone);
    ResourceId previous;
    for (const ResourceId instance : state[clone].children) {
        order_tasks(state, instance, task::demote, instance, task::promote, RelationFlag::Ordered);
        order_promotion(state, clone, instance, previous);
        order_demotion(state, clone, instance, previous);
        if (ordered) previous = instance;
    }
}

} // namespace

/// (Pacemaker: pcmk__clone_internal_constraints)
void order_clone(WorkingState& state, ResourceId clone) {
    const Resource& configured = state.resource(clone);
    order_tasks(state, clone, task::stopped, clone, task::start, RelationFlag::Ordered);
    order_tasks(state, clone, task::start, clone, task::started, RelationFlag::UnrunnableFirstBlocks);
    order_tasks(state, clone, task::stop, clone, task::stopped, RelationFlag::UnrunnableFirstBlocks);
    if (configured.promotable) {
        order_tasks(state, clone, task::demoted, clone, task::stop, RelationFlag::Ordered);
        order_tasks(state, clone, task::started, clone, task::promote, RelationFlag::UnrunnableFirstBlocks);
    }
    const bool ordered = configured.clone().ordered;
    std::vector<ResourceId>& instances = state[clone].children;
    if (ordered) sort_by_instance_number(state, instances);
    for (auto instance = instances.begin(); instance != instances.end(); ++instance) {
        order_resource(state, *instance);
        order_with_clone(state, clone, *instance);
        if (!ordered) continue;
        const auto end = state.cluster.behavior.instances_wait_for_all_before ? instances.end()
                                                                              : std::min(instance + 2, instances.end());
        for (auto later = instance + 1; later < end; ++later) {
            order_tasks(state, *instance, task::start, *later, task::start, RelationFlag::Ordered);
            order_tasks(state, *later, task::stop, *instance, task::stop, RelationFlag::Ordered);
        }
    }
    if (configured.promotable) order_role_changes(state, clone);
}

void order_promotable_restart(WorkingState& state, ResourceId resource) {
    const auto order = [&](std::string_view first, std::string_view then) {
        order_tasks(state, resource, first, resource, then, RelationFlag::Ordered);
    };
    order(task::stopped, task::start);
    order(task::stopped, task::promote);
    order(task::demoted, task::stop);
    order(task::demoted, task::start);
    order(task::demoted, task::promote);
    order(task::started, task::promote);
    order(task::demote, task::demoted);
}

/// (Pacemaker: pcmk__clone_action_flags)
ActionFlags clone_action_flags(WorkingState& state, ActionId action, NodeId node) {
    return collective_action_flags(state, action, state[state.actions[action].resource].children, node);
}

} // namespace placement

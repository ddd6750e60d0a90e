#include "schedule/actions/migration.h"

#include "schedule/state/actions.h"
#include "schedule/state/orderings.h"

namespace placement {

namespace {

void note_migration(WorkingState& state, ActionId action, NodeId source, NodeId target) {
    state.actions[action].meta.to_change()["migrate_source"] = state.node(source).name;
    state.actions[action].meta.to_change()["migrate_target"] = state.node(target).name;
}

} // namespace

bool can_migrate(const WorkingState& state, ResourceId resource, NodeId current) {
    const ResourceState& now = state[resource];
    const Resource& configured = state.resource(resource);
    if (!configured.migratable || !now.managed || now.failed || now.start_pending) return false;
    if (!current || state.nodes[current].unclean) return false;
    return now.assigned_node && !state.nodes[now.assigned_node].unclean;
}

void create_migration_actions(WorkingState& state, ResourceId resource, NodeId current) {
    const NodeId target = state[resource].assigned_node;
    const bool half_done = state[resource].partial_migration_target.valid();
    const ActionId start = schedule_action(state, resource, {task::start}, target, true);
    const ActionId stop = schedule_action(state, resource, {task::stop}, current, true);
    ActionId to;
    if (!half_done) to = schedule_action(state, resource, {task::migrate_to}, current, true);
    const ActionId from = schedule_action(state, resource, {task::migrate_from}, target, true);

    state.actions[start].flags.set(ActionFlag::Migratable | ActionFlag::Pseudo);
    state.actions[stop].flags.set(ActionFlag::Migratable);
    state.actions[from].flags.set(ActionFlag::Migratable);
    const RelationFlags then_needed = RelationFlag::Ordered | RelationFlag::UnmigratableThenBlocks;
    if (half_done) {
        state.actions[from].requirement = state.actions[start].requirement;
        order_tasks(state, resource, task::monitor, resource, task::migrate_from, RelationFlag::Ordered);
    } else {
        state.actions[to].flags.set(ActionFlag::Migratable);
        state.actions[to].requirement = state.actions[start].requirement;
        order_tasks(state, resource, task::monitor, resource, task::migrate_to, RelationFlag::Ordered);
        order_tasks(state, resource, task::migrate_to, resource, task::migrate_from, then_needed);
    }
    order_tasks(state, resource, task::migrate_from, resource, task::stop, then_needed);
    order_tasks(state, resource, task::migrate_from, resource, task::start, then_needed | RelationFlag::FirstElseThen);

    if (to) {
        note_migration(state, to, current, target);
        if (!state.resource(resource).remote_connection) state.actions[to].meta.to_change()["record-pending"] = "true";
    }
    note_migration(state, from, current, target);
}

} // namespace placement

#include "placement/schedule.h"

#include <utility>

#include "schedule/actions/clean_up.h"
#include "schedule/actions/configuration_changes.h"
#include "schedule/actions/create.h"
#include "schedule/actions/fencing.h"
#include "schedule/actions/probes.h"
#include "schedule/actions/remote.h"
#include "schedule/actions/unplaced.h"
#include "schedule/actions/wishes.h"
#include "schedule/assignment/assign.h"
#include "schedule/colocation/built_in.h"
#include "schedule/graph/attributes.h"
#include "schedule/graph/transition.h"
#include "schedule/location/criteria.h"
#include "schedule/ordering/apply.h"
#include "schedule/ordering/built_in.h"
#include "schedule/ordering/constraints.h"
#include "schedule/state/resources.h"
#include "schedule/state/working_state.h"

namespace placement {

namespace {

/// The pipeline. Each stage reads what the ones before it decided.
void run(WorkingState& state) {
    state.stage = Stage::Status;
    apply_wishes(state);
    schedule_wished_actions(state);
    state.notices.clear();
    state.stage = Stage::Location;
    apply_tickets(state);
    add_configured_orderings(state);
    apply_shutdown_locks(state);
    apply_locations(state);
    apply_stickiness(state);
    apply_node_limits(state);
    state.stage = Stage::Colocation;
    add_built_in_colocations(state);
    add_built_in_orderings(state);
    handle_configuration_changes(state);
    state.stage = Stage::Assignment;
    assign_all(state);

    check_waiting_parameters(state);
    schedule_probes(state);
    clear_fail_counts_of_removed(state);
    for (const ResourceId top : state.assignment_order) create_actions(state, top);
    order_remote_connection_actions(state);
    schedule_fencing_and_shutdowns(state);
    apply_orderings(state);
    place_unplaced_actions(state);
}

Role final_role(const ResourceState& state) {
    if (state.next_role != Role::Unknown) return state.next_role;
    return state.assigned_node ? Role::Started : Role::Stopped;
}

Placement placement_of(const WorkingState& state, ResourceId resource) {
    const ResourceState& decided = state[resource];
    Placement placement;
    placement.node = decided.assigned_node;
    placement.role = final_role(decided);
    placement.assigned_in_turn_of = decided.assigned_in_turn_of;
    placement.provisional = decided.unassigned;
    placement.promotion_score = decided.promotion_score;
    const ResourceId parent = state.resource(resource).parent;
    placement.promotion_considered = parent && state.resource(parent).promotable && state.resource(parent).is_clone();
    placement.managed = decided.managed;
    placement.blocked = decided.blocked;
    placement.role_reason = decided.next_role_reason;
    placement.role_before = decided.role;
    placement.next_role = decided.next_role;
    placement.node_before = current_node(state, resource);
    placement.failed = decided.failed;
    placement.reloading = decided.reloading;
    placement.stop_if_failed = decided.stop_if_failed;
    placement.stop_unexpected = decided.stop_unexpected;
    placement.children = decided.children;
    placement.actions = decided.actions;
    return placement;
}

/// Nodes that will be fenced, and those that should be.
std::vector<Schedule::Fencing> fencing_of(const WorkingState& state) {
    std::vector<Schedule::Fencing> result;
    for (const ActionId id : state.actions.ids()) {
        const Action& action = state.actions[id];
        if (action.task != task::fence || action.meta->at("stonith_action") == "on") continue;
        const bool possible = !action.optional();
        if (possible || state.nodes[action.node].unclean) result.push_back({action.node, action.reason, possible});
    }
    return result;
}

IdVector<NodeId, AllowedNode> final_scores(const NodeTable& table) {
    IdVector<NodeId, AllowedNode> scores(table.size());
    for (const NodeId node : table.ids()) {
        scores[node] = {table[node].score, table[node].probe_mode, table[node].listed};
    }
    return scores;
}

} // namespace

Schedule schedule(std::shared_ptr<const Cluster> cluster, const ScheduleOptions& options) {
    WorkingState state(*cluster, options);
    run(state);

    Schedule result;
    result.transition = make_transition(state);
    result.cluster = std::move(cluster);
    for (const ResourceId resource : state.resources.ids()) {
        result.placements.push_back(placement_of(state, resource));
        result.scores.push_back(final_scores(state.scores[resource]));
    }
    result.top_resources = state.assignment_order;
    result.fencing = fencing_of(state);
    result.actions = std::move(state.actions);
    give_attributes(result.transition, state, result.cluster, result.actions);
    result.reported_scores = std::move(state.report);
    result.reported_amounts = std::move(state.reported_amounts);
    result.diagnostics = std::move(state.diagnostics);
    result.notices = std::move(state.notices);
    if (options.with_ledger) result.ledger = std::move(state.ledger);
    result.choices = std::move(state.choices);
    return result;
}

std::vector<std::string> status_notices(const Cluster& cluster, bool sanitized) {
    if (!cluster.unfencing_enabled) return {};
    WorkingState state(cluster, {.sanitized = sanitized});
    schedule_wished_actions(state);
    return std::move(state.notices);
}

} // namespace placement

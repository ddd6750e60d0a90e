#include "schedule/location/criteria.h"

#include <algorithm>

#include "base/preparation.h"
#include "base/text.h"
#include "schedule/state/actions.h"
#include "schedule/state/fencing.h"
#include "schedule/state/resources.h"
#include "schedule/state/scores.h"

namespace placement {

namespace {

template <typename Rule>
void for_each_primitive(WorkingState& state, ResourceId resource, const Rule& rule) {
    if (state[resource].children.empty()) return rule(resource);
    // A rule may reorder nothing, but what it bans may be an ancestor: walk a copy.
    const std::vector<ResourceId> children = state[resource].children;
    for (const ResourceId child : children) for_each_primitive(state, child, rule);
}

void ban_everywhere(WorkingState& state, ResourceId resource, Cause cause) {
    add_score_recursively(state, resource, NodeId::none(), Score::minus_infinity(), cause);
}

// ---- tickets --------------------------------------------------------------------------------------------------

bool concerns_role(const WorkingState& state, const TicketConstraint& constraint, ResourceId resource) {
    return constraint.role == Role::Unknown || constraint.role == state[resource].role;
}

void lose_ticket(WorkingState& state, const TicketConstraint& constraint, ResourceId resource, Cause cause) {
    switch (constraint.loss_policy) {
    case TicketConstraint::LossPolicy::Stop: ban_everywhere(state, resource, cause); break;
    case TicketConstraint::LossPolicy::Demote:
        if (constraint.role != Role::Promoted) ban_everywhere(state, resource, cause);
        break;
    case TicketConstraint::LossPolicy::Fence:
        if (!concerns_role(state, constraint, resource)) break;
        ban_everywhere(state, resource, cause);
        for (const NodeId node : state.resource(resource).active_nodes) {
            require_fencing(state, node, "deadman ticket was lost");
        }
        break;
    case TicketConstraint::LossPolicy::Freeze:
        if (!concerns_role(state, constraint, resource)) break;
        state[resource].managed = false;
        state[resource].blocked = true;
        break;
    }
}

void apply_ticket(WorkingState& state, TicketConstraintId id, ResourceId resource) {
    const TicketConstraint& constraint = state.cluster.ticket_constraints[id];
    const Ticket& ticket = state.cluster.tickets[constraint.ticket];
    const Cause cause = because(CauseKind::Ticket, id);
    if (!ticket.granted && !state.resource(resource).active_nodes.empty()) {
        lose_ticket(state, constraint, resource, cause);
    } else if (constraint.role != Role::Promoted ||
               constraint.loss_policy == TicketConstraint::LossPolicy::Stop) {
        ban_everywhere(state, resource, cause);
    }
}

// ---- shutdown locks -------------------------------------------------------------------------------------------

std::int64_t shutdown_time(const WorkingState& state, NodeId node) {
    const std::string* requested = node_attribute(state, node, "shutdown", "", false);
    const std::int64_t time = requested == nullptr ? 0 : parse_integer(*requested).value_or(0);
    return time > 0 ? time : state.cluster.now.seconds;
}

void find_lock(WorkingState& state, ResourceId resource) {
    const auto& active = state.resource(resource).active_nodes;
    ResourceState& lock = state[resource];
    if (lock.lock_node) {
        if (active.empty()) return;
        // It was started elsewhere all the same: the lock is over.
        schedule_action(state, resource, {task::clear_history}, lock.lock_node, false);
        lock.lock_node = NodeId::none();
        lock.lock_time = 0;
    } else if (active.size() == 1) {
        const NodeState& node = state.nodes[active.front()];
        if (!node.shutdown || node.unclean) return;
        lock.lock_node = active.front();
        lock.lock_time = shutdown_time(state, active.front());
    }
}

void recheck_when_lock_expires(WorkingState& state, ResourceId resource) {
    const std::uint32_t limit_ms = state.cluster.options.shutdown_lock_limit_ms;
    if (limit_ms == 0) return;
    recheck_by(state, state[resource].lock_time + (std::int64_t{limit_ms} + 500) / 1000 + 1);
}

void lock_to_node(WorkingState& state, ResourceId resource) {
    const Resource& configured = state.resource(resource);
    if (configured.fencing_device || configured.remote_connection) return;
    find_lock(state, resource);
    if (!state[resource].lock_node) return;
    recheck_when_lock_expires(state, resource);
    for (const NodeId node : state.nodes.ids()) {
        if (node == state[resource].lock_node) continue;
        add_score_recursively(state, resource, node, Score::minus_infinity(), because(CauseKind::ShutdownLock));
    }
}

// ---- stickiness and limits ------------------------------------------------------------------------------------

void stick(WorkingState& state, ResourceId resource) {
    const Resource& configured = state.resource(resource);
    const bool counts = configured.stickiness > 0 ||
                        (configured.stickiness < 0 && state.cluster.behavior.negative_stickiness_counts);
    if (!state[resource].managed || !counts || configured.active_nodes.size() != 1) return;
    const NodeId node = configured.active_nodes.front();
    if (!state.cluster.options.symmetric_cluster && !state.scores[resource][node].listed) return;
    add_score_recursively(state, resource, node, Score(configured.stickiness), because(CauseKind::Stickiness));
}

bool will_be_cleared(const WorkingState& state, ResourceId resource, NodeId node) {
    return std::any_of(preparation_of(state.cluster).wishes.begin(), preparation_of(state.cluster).wishes.end(),
                       [&](const Wish& wish) {
                           return wish.kind == Wish::Kind::ClearFailCount && wish.resource == resource && wish.node == node;
                       });
}

void ban_after_failures(WorkingState& state, ResourceId resource, NodeId node) {
    if (!threshold_reached(state, resource, node) || will_be_cleared(state, resource, node)) return;
    add_score_recursively(state, banned_with(state, resource), node, Score::minus_infinity(),
                          because(CauseKind::MigrationThreshold, resource));
}

void ban_where_not_discovered(WorkingState& state, ResourceId resource, NodeId node) {
    if (!state[resource].exclusive_discovery && !state[state.cluster.top(resource)].exclusive_discovery) return;
    for (const ResourceId child : state[resource].children) ban_where_not_discovered(state, child, node);
    const NodeEntry& entry = state.scores[resource][node];
    if (!entry.listed || entry.probe_mode == ProbeMode::Exclusive) return;
    set_score(state, resource, node, Score::minus_infinity(), because(CauseKind::ExclusiveDiscovery));
}

} // namespace

void apply_wishes(WorkingState& state) {
    for (std::size_t index = 0; index < preparation_of(state.cluster).wishes.size(); ++index) {
        const Wish& wish = preparation_of(state.cluster).wishes[index];
        const Cause cause{.kind = CauseKind::Wish, .id = static_cast<std::uint32_t>(index), .via = {}};
        if (wish.kind == Wish::Kind::AddScore) {
            add_to_base_score(state, wish.resource, wish.node, wish.score, cause);
        }
    }
}

void apply_tickets(WorkingState& state) {
    for (const TicketConstraintId id : state.cluster.ticket_constraints.ids()) {
        const TicketConstraint& constraint = state.cluster.ticket_constraints[id];
        const Ticket& ticket = state.cluster.tickets[constraint.ticket];
        if (ticket.granted && !ticket.standby) continue;
        for_each_primitive(state, constraint.resource,
                           [&](ResourceId resource) { apply_ticket(state, id, resource); });
    }
}

void apply_shutdown_locks(WorkingState& state) {
    if (!state.cluster.options.shutdown_lock) return;
    for (const ResourceId top : state.cluster.top_resources) {
        const Resource& configured = state.resource(top);
        if (configured.is_primitive()) lock_to_node(state, top);
        if (!configured.is_group()) continue;
        for (const ResourceId member : state[top].children) lock_to_node(state, member);
    }
}

void apply_stickiness(WorkingState& state) {
    for (const ResourceId top : state.cluster.top_resources) {
        for_each_primitive(state, top, [&](ResourceId resource) { stick(state, resource); });
    }
}

void apply_node_limits(WorkingState& state) {
    for (const NodeId node : state.nodes.ids()) {
        for (const ResourceId top : state.cluster.top_resources) {
            for_each_primitive(state, top, [&](ResourceId resource) { ban_after_failures(state, resource, node); });
            ban_where_not_discovered(state, top, node);
        }
    }
}

} // namespace placement

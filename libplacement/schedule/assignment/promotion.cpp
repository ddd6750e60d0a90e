#include <algorithm>
#include <optional>
#include <string>

#include "base/merge_sort.h"
#include "base/text.h"
#include "schedule/assignment/assign.h"
#include "schedule/colocation/apply.h"
#include "schedule/colocation/effect.h"
#include "schedule/colocation/lists.h"
#include "schedule/colocation/preferences.h"
#include "schedule/state/nodes.h"
#include "schedule/state/report.h"
#include "schedule/state/resources.h"
#include "schedule/state/scores.h"

namespace placement {

namespace {

// ---- the promotion attribute ----------------------------------------------------------------------------------

bool contains(const std::vector<NodeId>& nodes, NodeId node) {
    return std::find(nodes.begin(), nodes.end(), node) != nodes.end();
}

/// Visits the primitives below that stand for the same configured primitive as `xml_id`.
template <typename Test>
bool any_with_xml_id(const WorkingState& state, ResourceId resource, const std::string& xml_id, const Test& test) {
    const Resource& configured = state.resource(resource);
    if (configured.is_primitive()) return configured.xml_id == xml_id && test(resource);
    const auto& children = state[resource].children;
    return std::any_of(children.begin(), children.end(),
                       [&](ResourceId child) { return any_with_xml_id(state, child, xml_id, test); });
}

/// The first instance of an anonymous clone's primitive that is active on the node.
ResourceId active_instance(const WorkingState& state, ResourceId clone, const std::string& xml_id, NodeId node) {
    ResourceId found;
    any_with_xml_id(state, clone, xml_id, [&](ResourceId instance) {
        if (!contains(state.resource(instance).active_nodes, node)) return false;
        found = instance;
        return true;
    });
    return found;
}

/// Whether the node's attribute speaks of this instance: it is active or known there, or no instance is and another
/// one has been looked for there. (Pacemaker: promotion_score_applies)
bool attribute_applies(const WorkingState& state, ResourceId instance, NodeId node) {
    const Resource& configured = state.resource(instance);
    const ResourceId clone = state.cluster.top(instance);
    if (!configured.unique) {
        const ResourceId active = active_instance(state, clone, configured.xml_id, node);
        if (active == instance) return is_allowed(state, instance, node);
        const auto known_there = [&](ResourceId other) {
            return contains(state.resource(other).known_nodes, node);
        };
        if (!active && any_with_xml_id(state, clone, configured.xml_id, known_there)) {
            return is_allowed(state, instance, node);
        }
    }
    const bool never_seen = state.cluster.behavior.unknown_instances_have_promotion_scores &&
                            configured.active_nodes.empty() && configured.known_nodes.empty();
    const bool known = contains(configured.known_nodes, node) || contains(configured.active_nodes, node);
    return (never_seen || known) && is_allowed(state, instance, node);
}

const std::string* attribute_value(const WorkingState& state, ResourceId instance, NodeId node,
                                   const std::string& name) {
    const bool assigned = !state[instance].unassigned && state.cluster.behavior.promotion_scores_follow_containers;
    return node_attribute(state, node, "master-" + name, attribute_target(state.resource(instance)), assigned);
}

/// The score that the agent gave the instance on the node; none where it gave none. A group has its members' sum.
/// (Pacemaker: promotion_score)
std::optional<std::int64_t> given_score(WorkingState& state, ResourceId instance, NodeId node) {
    if (!state[instance].children.empty()) {
        std::optional<std::int64_t> sum;
        for (const ResourceId member : state[instance].children) {
            if (const auto score = given_score(state, member, node)) sum = sum.value_or(0) + *score;
        }
        return sum;
    }
    if (!attribute_applies(state, instance, node)) return std::nullopt;
    const Resource& configured = state.resource(instance);
    const std::string* value =
        attribute_value(state, instance, node, configured.history_id.empty() ? configured.id : configured.history_id);
    const bool also_by_name = state.cluster.behavior.unknown_instances_have_promotion_scores && !configured.unique;
    if (value == nullptr && also_by_name && configured.id != configured.xml_id) {
        value = attribute_value(state, instance, node, configured.xml_id);
    }
    if (value == nullptr) return std::nullopt;
    const ParsedScore parsed = parse_score(*value);
    if (!parsed.valid) {
        state.diagnostics.push_back({Severity::Warning, "invalid-promotion-score",
                                     "the promotion score `" + *value + "` of `" + configured.id + "` on node `" +
                                         state.node(node).name + "` is not a score; 0 is used",
                                     state.node(node).position});
        return 0;
    }
    return parsed.score.value();
}

/// What the instance starts from where it might be promoted: -1 without a score.
std::int64_t score_or_minus_one(WorkingState& state, ResourceId instance, NodeId node) {
    const auto& members = state[instance].children;
    if (members.empty() || !state.cluster.behavior.missing_member_scores_count) {
        return given_score(state, instance, node).value_or(-1);
    }
    std::int64_t sum = -1;
    for (const ResourceId member : members) {
        const std::int64_t score = score_or_minus_one(state, member, node);
        sum = sum == -1 ? score : sum + score;
    }
    return sum;
}

// ---- the priority of each placed instance ---------------------------------------------------------------------

void make_unpromoted(WorkingState& state, ResourceId resource) {
    if (state[resource].role == Role::Started) state[resource].role = Role::Unpromoted;
    for (const ResourceId child : state[resource].children) make_unpromoted(state, child);
}

void add_promoted_locations(WorkingState& state, ResourceId instance, ResourceId holder, NodeId node) {
    for (const LocationId id : state[holder].locations) {
        const LocationConstraint& location = state.cluster.locations[id];
        if (location.role_filter != Role::Promoted) continue;
        for (const auto& [where, score] : location.nodes) {
            if (where != node) continue;
            add_to_priority(state, instance, score, because(CauseKind::Location, id));
            break;
        }
    }
}

void start_priority(WorkingState& state, ResourceId instance, NodeId node, Role role) {
    switch (role) {
    case Role::Unknown:
    case Role::Started:
        set_priority(state, instance, score_or_minus_one(state, instance, node), because(CauseKind::PromotionAttribute));
        break;
    case Role::Stopped:
    case Role::Unpromoted:
        set_priority(state, instance, Score::minus_infinity().value(), because(CauseKind::NotPromotable));
        break;
    case Role::Promoted: break;
    }
}

/// (Pacemaker: set_instance_priority)
void set_instance_priority(WorkingState& state, ResourceId clone, ResourceId instance) {
    if (current_role(state, instance) == Role::Started) make_unpromoted(state, instance);
    const std::vector<NodeId> nodes = assigned_locations(state, instance);
    if (nodes.size() > 1) {
        state.diagnostics.push_back({Severity::Error, "promoted-group-not-colocated",
                                     "`" + state.resource(instance).id +
                                         "` cannot be promoted, as its members are on different nodes",
                                     state.resource(instance).position});
    }
    if (nodes.size() != 1) return;
    const NodeId node = nodes.front();
    const Role role = next_role(state, instance);
    start_priority(state, instance, node, role);
    add_promoted_locations(state, instance, instance, node);
    add_promoted_locations(state, instance, clone, node);
    for (const ColocationId id : this_with(state, instance)) {
        apply_colocation(state, instance, state.colocations[id].primary, id);
    }
    set_promotion_score(state, instance, role == Role::Promoted ? Score::infinity() : Score(state[instance].priority),
                        because(role == Role::Promoted ? CauseKind::TargetRole : CauseKind::Copy, instance));
    if (role != Role::Promoted) state[instance].promotion_rank = state[instance].priority;
}

// ---- the order in which instances are promoted ----------------------------------------------------------------

void add_own_scores(WorkingState& state, ResourceId clone) {
    for (const ResourceId instance : state[clone].children) {
        const Score score = state[instance].promotion_score;
        const NodeId node = assigned_location(state, instance);
        if (score < Score() || !node || !state.scores[clone][node].listed) continue;
        add_score(state, clone, node, score, because(CauseKind::PromotionAttribute, instance));
    }
}

/// (Pacemaker 2.1: apply_coloc_to_dependent)
void add_primaries_of_promoted(WorkingState& state, ResourceId clone) {
    if (!state.cluster.behavior.promotion_follows_primaries) return;
    for (const ColocationId id : this_with(state, clone)) {
        const Colocation& colocation = state.colocations[id];
        if (colocation.dependent_role != Role::Promoted) continue;
        FlowOptions options;
        options.roll_back = !colocation.score.is_plus_infinity();
        merge_into(state, colocation.primary, clone, id, strength(colocation), options);
    }
}

void add_followers_of_promoted(WorkingState& state, ResourceId clone) {
    FlowOptions options;
    options.roll_back = true;
    options.only_nonnegative = true;
    for (const ColocationId id : with_this(state, clone)) {
        const Colocation& colocation = state.colocations[id];
        if (colocation.primary_role != Role::Promoted || !has_influence(state, colocation, colocation.primary)) {
            continue;
        }
        merge_into(state, colocation.dependent, clone, id, strength(colocation), options);
    }
}

void require_tickets(WorkingState& state, ResourceId clone) {
    for (const TicketConstraintId id : state.cluster.ticket_constraints.ids()) {
        const TicketConstraint& constraint = state.cluster.ticket_constraints[id];
        if (constraint.resource != clone || constraint.role != Role::Promoted) continue;
        const Ticket& ticket = state.cluster.tickets[constraint.ticket];
        if (ticket.granted && !ticket.standby) continue;
        add_score_recursively(state, clone, NodeId::none(), Score::minus_infinity(), because(CauseKind::Ticket, id));
    }
}

void settle_score(WorkingState& state, ResourceId clone, ResourceId instance) {
    const NodeId node = assigned_location(state, instance);
    if (!state[instance].managed && state[instance].next_role == Role::Promoted) {
        set_promotion_score(state, instance, Score::infinity(), because(CauseKind::PromotionBase));
    } else if (!node) {
        const bool has_score = state.cluster.behavior.unplaced_instances_have_promotion_score;
        set_promotion_score(state, instance, has_score ? Score() : Score::minus_infinity(),
                            because(CauseKind::NotPromotable));
    } else if (state[instance].promotion_score >= Score()) {
        set_promotion_score(state, instance, state.scores[clone][node].score,
                            because(CauseKind::PromotionBase, clone));
    }
}

int compare_for_promotion(WorkingState& state, ResourceId left, ResourceId right) {
    const std::int64_t left_rank = state[left].promotion_rank;
    const std::int64_t right_rank = state[right].promotion_rank;
    if (left_rank != right_rank) return left_rank > right_rank ? -1 : 1;
    const Role left_role = current_role(state, left);
    const Role right_role = current_role(state, right);
    if (left_role != right_role) return left_role > right_role ? -1 : 1;
    return compare_instances(state, left, right);
}

/// (Pacemaker: sort_promotable_instances)
void sort_for_promotion(WorkingState& state, ResourceId clone) {
    if (state[clone].instances_sorted_for_promotion) return;
    state[clone].instances_sorted_for_promotion = true;
    state[clone].merging_scores = true;
    add_own_scores(state, clone);
    add_primaries_of_promoted(state, clone);
    add_followers_of_promoted(state, clone);
    require_tickets(state, clone);
    std::vector<ResourceId> instances = state[clone].children;
    for (const ResourceId instance : instances) settle_score(state, clone, instance);
    merge_sort(instances,
               [&](ResourceId left, ResourceId right) { return compare_for_promotion(state, left, right); });
    state[clone].children = std::move(instances);
    state[clone].merging_scores = false;
}

// ---- the choice -----------------------------------------------------------------------------------------------

/// The node where the instance can be promoted, or none. (Pacemaker: node_to_be_promoted_on)
NodeId promotable_on(const WorkingState& state, ResourceId instance) {
    for (const ResourceId member : state[instance].children) {
        if (!promotable_on(state, member)) return NodeId::none();
    }
    const NodeId node = assigned_location(state, instance);
    if (!node) return NodeId::none();
    const bool managed = state[instance].managed;
    if (!managed) {
        if (current_role(state, instance) != Role::Promoted) return NodeId::none();
    } else if (state[instance].priority < 0 || !can_run_resources(state, node) ||
               !guest_will_run(state, node)) {
        return NodeId::none();
    }
    const ResourceId clone = state.cluster.top(instance);
    const NodeEntry& entry = state.scores[clone][node];
    if (!entry.listed) return NodeId::none();
    if (managed && entry.instances >= state.resource(clone).clone().promoted_node_max) return NodeId::none();
    return node;
}

void leave_unpromoted(WorkingState& state, ResourceId resource) {
    if (assigned_locations(state, resource).empty()) {
        set_next_role(state, resource, Role::Stopped, "stopped instance");
    } else {
        set_next_role(state, resource, Role::Unpromoted, "unpromoted instance");
    }
    for (const ResourceId child : state[resource].children) leave_unpromoted(state, child);
}

void promote(WorkingState& state, ResourceId resource) {
    if (state[resource].next_role == Role::Unknown) {
        set_next_role(state, resource, Role::Promoted, "promoted instance");
    }
    for (const ResourceId child : state[resource].children) promote(state, child);
}

bool frozen(const WorkingState& state, ResourceId instance) {
    return state[instance].role < Role::Promoted && frozen_without_quorum(state);
}

} // namespace

void add_promotion_scores(WorkingState& state, ResourceId clone) {
    if (state[clone].promotion_scores_added) return;
    state[clone].promotion_scores_added = true;
    for (const ResourceId instance : state[clone].children) {
        for (const NodeId node : state.nodes.ids()) {
            if (!state.scores[instance][node].listed || !can_run_resources(state, node)) continue;
            const std::int64_t score = given_score(state, instance, node).value_or(0);
            if (score > 0) add_score(state, instance, node, Score(score), because(CauseKind::PromotionAttribute));
            if (score > state[instance].priority) {
                set_priority(state, instance, score, because(CauseKind::PromotionAttribute));
            }
        }
    }
}

void choose_promoted(WorkingState& state, ResourceId clone) {
    for (NodeEntry& entry : state.scores[clone]) entry.instances = 0;
    const std::vector<ResourceId> unsorted = state[clone].children;
    for (const ResourceId instance : unsorted) set_instance_priority(state, clone, instance);
    sort_for_promotion(state, clone);

    const ResourceId top = state.cluster.top(clone);
    const std::int32_t most = state.resource(top).clone().promoted_max;
    std::int32_t promoted = 0;
    const std::vector<ResourceId> sorted = state[clone].children;
    for (const ResourceId instance : sorted) {
        report_promotion_score(state, instance);
        NodeId node;
        if (state[instance].promotion_score >= Score() && (promoted < most || !state[top].managed)) {
            node = promotable_on(state, instance);
        }
        if (!node || frozen(state, instance)) {
            leave_unpromoted(state, instance);
            continue;
        }
        ++state.scores[top][node].instances;
        promote(state, instance);
        ++promoted;
    }
}

} // namespace placement

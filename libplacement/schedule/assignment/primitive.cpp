#include <algorithm>

#include "schedule/assignment/assign.h"
#include "schedule/colocation/apply.h"
#include "schedule/colocation/lists.h"
#include "schedule/colocation/preferences.h"
#include "schedule/state/assignment.h"
#include "schedule/state/chain.h"
#include "schedule/state/nodes.h"
#include "schedule/state/report.h"
#include "schedule/state/resources.h"
#include "schedule/state/scores.h"

namespace placement {

namespace {

enum class Strength : bool { Mandatory, Optional };

bool has_strength(const WorkingState& state, ColocationId id, Strength strength_wanted) {
    return state.colocations[id].score.is_infinite() == (strength_wanted == Strength::Mandatory);
}

/// Follows a primary, which is placed first. What would leave no node is taken back where the constraint allows it.
void follow_primary(WorkingState& state, ResourceId dependent, ColocationId id) {
    const Colocation colocation = state.colocations[id];
    const bool may_take_back =
        colocation.dependent_role >= Role::Promoted || (colocation.score < Score() && !colocation.score.is_infinite());
    const NodeTable before = may_take_back ? state.scores[dependent] : NodeTable();
    const bool anew = state.cluster.behavior.bundles_are_assigned_anew && state.resource(colocation.primary).is_bundle();
    if (state[colocation.primary].unassigned || anew) assign(state, colocation.primary, NodeId::none(), true);
    apply_colocation(state, dependent, colocation.primary, id);
    if (may_take_back && !any_available(state, state.scores[dependent])) {
        replace_scores(state, dependent, before, because(CauseKind::Restore, id, colocation.primary));
    }
}

/// Mandatory colocations first, then the optional ones; of each, what the resource follows before what follows it.
void apply_colocations(WorkingState& state, ResourceId primitive) {
    const std::vector<ColocationId> followed = this_with(state, primitive);
    const std::vector<ColocationId> following = with_this(state, primitive);
    if (!state.cluster.behavior.mandatory_colocations_first) {
        for (const ColocationId id : followed) follow_primary(state, primitive, id);
        for (const ColocationId id : following) add_dependent_preferences(state, id, primitive);
        return;
    }
    for (const Strength each : {Strength::Mandatory, Strength::Optional}) {
        for (const ColocationId id : followed) {
            if (has_strength(state, id, each)) follow_primary(state, primitive, id);
        }
        for (const ColocationId id : following) {
            if (has_strength(state, id, each)) add_dependent_preferences(state, id, primitive);
        }
    }
}

void heed_target_role(WorkingState& state, ResourceId primitive) {
    if (state[primitive].next_role == Role::Stopped) {
        add_score_recursively(state, primitive, NodeId::none(), Score::minus_infinity(),
                              because(CauseKind::TargetRole));
    } else if (state[primitive].next_role > state[primitive].role && frozen_without_quorum(state)) {
        set_next_role(state, primitive, state[primitive].role, "no-quorum-policy=freeze");
    }
}

/// Whether the preferred node is as good as the best one and can be used.
bool is_good_enough(const WorkingState& state, const NodeTable& table, NodeId preferred, NodeId best) {
    if (!preferred || !is_available(state, table, preferred)) return false;
    return table[preferred].score >= table[best].score || !state.cluster.behavior.kept_only_on_best_node;
}

/// Among nodes that share the best score, the one where it runs already.
NodeId best_or_current(const WorkingState& state, ResourceId primitive, const std::vector<NodeId>& nodes) {
    const NodeTable& table = state.scores[primitive];
    const NodeId best = nodes.front();
    const ResourceId parent = state.resource(primitive).parent;
    const bool instance_of_unique_clone =
        parent && state.resource(parent).is_clone() && state.resource(parent).unique;
    const bool prefers_current = !instance_of_unique_clone || state.cluster.behavior.unique_instances_prefer_current_node;
    if (!prefers_current || table[best].score <= Score() || !can_run_resources(state, best)) return best;
    const NodeId running = current_node(state, primitive);
    if (!running || !is_available_by_itself(state, running)) return best;
    for (const NodeId node : nodes) {
        if (table[node].score != table[best].score) break;
        if (node == running) return node;
    }
    return best;
}

/// What decided against a node that could have been the choice instead.
Criterion criterion_against(const WorkingState& state, const NodeTable& table, NodeId current, NodeId pick, NodeId best,
                            bool wanted, NodeId node) {
    if (!can_run_resources(state, node)) return Criterion::CannotRun;
    const NodeComparison comparison = compare_nodes(state, table, current, pick, node);
    if (comparison.order < 0) return comparison.criterion;
    if (wanted) return Criterion::Wanted;
    return pick == best ? comparison.criterion : Criterion::CurrentNode;
}

void record_choice(WorkingState& state, ResourceId primitive, const std::vector<NodeId>& nodes, NodeId pick,
                   bool wanted) {
    if (!state.options.with_ledger) return;
    const NodeTable& table = state.scores[primitive];
    const NodeId current = current_node(state, primitive);
    NodeChoice choice;
    choice.resource = primitive;
    choice.best = pick;
    for (const NodeId node : nodes) {
        choice.candidates.push_back(
            {.node = node,
             .can_run = can_run_resources(state, node),
             .score = table[node].score,
             .load = state.nodes[node].assigned_resources,
             .against = criterion_against(state, table, current, pick, nodes.front(), wanted, node)});
    }
    state.choices.push_back(std::move(choice));
}

void record_choice(WorkingState& state, ResourceId primitive, NodeChoice::Way way) {
    if (!state.options.with_ledger) return;
    const NodeId node = state[primitive].assigned_node;
    state.choices.push_back({.resource = primitive, .way = way, .best = node, .chosen = node, .candidates = {}});
}

bool choose_node(WorkingState& state, ResourceId primitive, NodeId preferred, bool stop_if_none) {
    const NodeId roomiest = ban_insufficient_capacity(state, primitive);
    if (!preferred) preferred = roomiest;
    if (!state[primitive].unassigned) return state[primitive].assigned_node.valid();

    const std::vector<NodeId> nodes =
        nodes_by_preference(state, state.scores[primitive], current_node(state, primitive));
    NodeId chosen;
    if (!nodes.empty()) {
        const bool wanted = is_good_enough(state, state.scores[primitive], preferred, nodes.front());
        chosen = wanted ? preferred : best_or_current(state, primitive, nodes);
        record_choice(state, primitive, nodes, chosen, wanted);
    }
    assign_to(state, primitive, chosen, false, stop_if_none);
    if (state.options.with_ledger && !nodes.empty()) state.choices.back().chosen = state[primitive].assigned_node;
    return state[primitive].assigned_node.valid();
}

/// A remote node lives where its connection will run. (Pacemaker: remote_connection_assigned)
void update_remote_node(WorkingState& state, ResourceId connection) {
    const NodeId remote = state.resource(connection).remote_node;
    if (!remote) return;
    if (state[connection].assigned_node && state[connection].next_role != Role::Stopped) {
        state.nodes[remote].online = true;
        if (!state.node(remote).seen) state.nodes[remote].unclean = false;
    } else {
        state.nodes[remote].shutdown = true;
    }
}

void place(WorkingState& state, ResourceId primitive, NodeId preferred, bool stop_if_none) {
    const Options& options = state.cluster.options;
    if (options.fencing_enabled && !state.cluster.have_fencing_devices) state[primitive].managed = false;
    if (!state[primitive].managed) {
        set_next_role(state, primitive, state[primitive].role, "unmanaged");
        assign_to(state, primitive, current_node(state, primitive), true, stop_if_none);
        record_choice(state, primitive, NodeChoice::Way::Unmanaged);
    } else if (options.stop_all_resources) {
        assign_to(state, primitive, NodeId::none(), true, stop_if_none);
        record_choice(state, primitive, NodeChoice::Way::StopAll);
    } else {
        choose_node(state, primitive, preferred, stop_if_none);
    }
}

} // namespace

/// (Pacemaker: pcmk__primitive_assign)
NodeId assign_primitive(WorkingState& state, ResourceId primitive, NodeId preferred, bool stop_if_none) {
    const ResourceId parent = state.resource(primitive).parent;
    if (parent && !state[parent].assigning) assign(state, parent, preferred, stop_if_none);
    if (!state[primitive].unassigned) return state[primitive].assigned_node;
    if (state[primitive].assigning) return NodeId::none();

    const Chain chain(state, Chain::Along::Colocations);
    state[primitive].assigning = true;
    apply_colocations(state, primitive);
    heed_target_role(state, primitive);
    report_scores(state, primitive, ReportedScore::By::Primitive);
    place(state, primitive, preferred, stop_if_none);
    state[primitive].assigning = false;
    if (state.resource(primitive).remote_connection) update_remote_node(state, primitive);
    return state[primitive].assigned_node;
}

} // namespace placement

#include "schedule/state/scores.h"

#include <utility>

namespace placement {

namespace {

void record(WorkingState& state, ResourceId resource, NodeId node, std::optional<Score> before,
            std::optional<Score> after, std::optional<Score> change, Cause cause) {
    if (!state.options.with_ledger) return;
    state.ledger.push_back({.table = LedgerEntry::Table::Node,
                            .stage = state.stage,
                            .resource = resource,
                            .node = node,
                            .before = before,
                            .after = after,
                            .change = change,
                            .cause = cause});
}

void record_promotion(WorkingState& state, ResourceId resource, Score before, Score after,
                      std::optional<Score> change, Cause cause) {
    if (!state.options.with_ledger) return;
    state.ledger.push_back({.table = LedgerEntry::Table::Promotion,
                            .stage = Stage::Promotion,
                            .resource = resource,
                            .node = state[resource].assigned_node,
                            .before = before,
                            .after = after,
                            .change = change,
                            .cause = cause});
}

void record_priority(WorkingState& state, ResourceId resource, Score after, std::optional<Score> change, Cause cause) {
    // Once the promotion score is settled the priority is no part of it any more.
    if (state[resource].promotion_score_settled) return;
    record_promotion(state, resource, Score(state[resource].priority), after, change, cause);
}

std::optional<Score> listed_score(const NodeEntry& entry) {
    return entry.listed ? std::optional(entry.score) : std::nullopt;
}

} // namespace

void add_score(WorkingState& state, ResourceId resource, NodeId node, Score score, Cause cause) {
    NodeEntry& entry = state.scores[resource][node];
    const auto before = listed_score(entry);
    if (!entry.listed) entry.probe_mode = state.cluster.nodes[node].base_probe_mode;
    entry.score = entry.listed ? entry.score + score : score;
    entry.listed = true;
    record(state, resource, node, before, entry.score, score, cause);
}

void add_to_base_score(WorkingState& state, ResourceId resource, NodeId node, Score score, Cause cause) {
    NodeEntry& entry = state.scores[resource][node];
    if (!entry.listed) {
        add_score(state, resource, node, state.cluster.nodes[node].base_score, because(CauseKind::Start));
    }
    add_score(state, resource, node, score, cause);
}

void set_score(WorkingState& state, ResourceId resource, NodeId node, Score score, Cause cause) {
    NodeEntry& entry = state.scores[resource][node];
    const auto before = listed_score(entry);
    entry.score = score;
    record(state, resource, node, before, score, std::nullopt, cause);
}

void replace_scores(WorkingState& state, ResourceId resource, NodeTable table, Cause cause) {
    if (state.options.with_ledger) {
        for (const NodeId node : table.ids()) {
            const auto before = listed_score(state.scores[resource][node]);
            const auto after = listed_score(table[node]);
            if (before != after) record(state, resource, node, before, after, std::nullopt, cause);
        }
    }
    state.scores[resource] = std::move(table);
}

void add_score_recursively(WorkingState& state, ResourceId resource, NodeId node, Score score, Cause cause) {
    if (node) {
        for (const ResourceId child : state[resource].children) {
            add_score_recursively(state, child, node, score, cause);
        }
        add_to_base_score(state, resource, node, score, cause);
        return;
    }
    for (const NodeId each : state.nodes.ids()) add_score_recursively(state, resource, each, score, cause);
    if (score.is_minus_infinity()) state[resource].assigned_node = NodeId::none();
}

void set_priority(WorkingState& state, ResourceId resource, std::int64_t priority, Cause cause) {
    record_priority(state, resource, Score(priority), std::nullopt, cause);
    state[resource].priority = priority;
}

void add_to_priority(WorkingState& state, ResourceId resource, Score change, Cause cause) {
    const Score priority = Score(state[resource].priority) + change;
    record_priority(state, resource, priority, change, cause);
    state[resource].priority = priority.value();
}

void set_promotion_score(WorkingState& state, ResourceId resource, Score score, Cause cause) {
    const ResourceState& before = state[resource];
    record_promotion(state, resource, before.promotion_score_settled ? before.promotion_score : Score(before.priority), score,
                     std::nullopt, cause);
    state[resource].promotion_score = score;
    state[resource].promotion_rank = score.value();
    state[resource].promotion_score_settled = true;
}

} // namespace placement

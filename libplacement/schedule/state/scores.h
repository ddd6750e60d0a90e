#pragma once

#include <optional>

#include "schedule/state/working_state.h"

/// The doors through which scores change. Each takes the cause, which the ledger keeps when it is on.
namespace placement {

template <typename Id>
Cause because(CauseKind kind, Id id, ResourceId via = {}) {
    return {.kind = kind, .id = static_cast<std::uint32_t>(id.index()), .via = via};
}
inline Cause because(CauseKind kind, ResourceId via = {}) { return {.kind = kind, .id = 0, .via = via}; }

/// Adds to the resource's score on the node; a node that is not listed yet is listed with the score.
void add_score(WorkingState& state, ResourceId resource, NodeId node, Score score, Cause cause);
/// add_score, but a node that is not listed yet begins with what the node itself starts from.
void add_to_base_score(WorkingState& state, ResourceId resource, NodeId node, Score score, Cause cause);
/// Sets the score of a listed node.
void set_score(WorkingState& state, ResourceId resource, NodeId node, Score score, Cause cause);
/// Replaces the whole table, as when a trial is undone.
void replace_scores(WorkingState& state, ResourceId resource, NodeTable table, Cause cause);
/// add_to_base_score for the resource and all its descendants, on the node or, where that is none, on all nodes. A ban
/// from all nodes also takes back an assignment. (Pacemaker: resource_location)
void add_score_recursively(WorkingState& state, ResourceId resource, NodeId node, Score score, Cause cause);

/// Sets an instance's promotion score in the making, which no score bounds.
void set_priority(WorkingState& state, ResourceId resource, std::int64_t priority, Cause cause);
/// Adds to it, within the bounds of a score.
void add_to_priority(WorkingState& state, ResourceId resource, Score change, Cause cause);
/// Settles the promotion score itself; the score in the making stays what it was.
void set_promotion_score(WorkingState& state, ResourceId resource, Score score, Cause cause);

} // namespace placement

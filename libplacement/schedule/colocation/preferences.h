#pragma once

#include <optional>
#include <vector>

#include "schedule/state/working_state.h"

/// How the preferences of what is colocated flow into a resource's scores, and on through chains of colocations.
namespace placement {

/// A table in the making, and the ledger entries that made it.
struct Preferences {
    NodeTable table;
    Ledger changes;
};

struct FlowOptions {
    bool along_dependents = false; ///< follow "this with" onward instead of "with this"
    bool only_nonnegative = false; ///< a node at 0 or above is not brought below 0
    bool roll_back = false;        ///< give up what has been merged when no node is left
};

/// Adds the source's preferences, times the factor, to the target's, and then those of what is colocated with the
/// source. Without a table so far, the source's own scores begin it. (Pacemaker: add_colocated_node_scores)
void merge_preferences(WorkingState& state, ResourceId source, ResourceId target,
                       std::optional<Preferences>& preferences, ColocationId colocation, float factor,
                       FlowOptions options);

/// Lets the colocation's dependent be heard in its primary's scores. (Pacemaker: pcmk__add_dependent_scores)
void add_dependent_preferences(WorkingState& state, ColocationId colocation, ResourceId primary);

/// merge_preferences into the scores of `resource` itself, as one change.
void merge_into(WorkingState& state, ResourceId source, ResourceId resource, ColocationId colocation, float factor,
                FlowOptions options);

/// A colocation's score as a share of INFINITY.
float strength(const Colocation& colocation);

} // namespace placement

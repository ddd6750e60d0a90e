#pragma once

#include <vector>

#include "schedule/state/working_state.h"

/// Which nodes can run resources, and which of them comes first.
namespace placement {

/// Online, clean, not leaving, not in standby or maintenance. (Pacemaker: pcmk__node_available)
bool can_run_resources(const WorkingState& state, NodeId node);
/// can_run_resources, and the node does not start from a negative score, as a bundle's nodes do for all but its content.
bool is_available_by_itself(const WorkingState& state, NodeId node);
/// can_run_resources, and the table lists the node with a score of at least 0.
bool is_available(const WorkingState& state, const NodeTable& table, NodeId node);
/// The resource's table lists the node with a score of at least 0, whatever the node's state.
bool is_allowed(const WorkingState& state, ResourceId resource, NodeId node);
bool any_available(const WorkingState& state, const NodeTable& table);

/// Without quorum, no-quorum-policy="freeze" lets nothing become more than it is.
bool frozen_without_quorum(const WorkingState& state);

/// A guest node whose container is not going to run cannot run anything itself.
bool guest_will_run(const WorkingState& state, NodeId node);
/// Whether the node is inside a bundle's container.
bool is_bundle_node(const WorkingState& state, NodeId node);

/// The listed nodes in the order in which Pacemaker walks a resource's table of them. Of several nodes with as much
/// capacity as each other the first is taken, so that this order shows; it is that of a table filled in the nodes' order.
std::vector<NodeId> in_table_order(const WorkingState& state, const NodeTable& table);

/// Negative where `left` is the better one, and what decided.
struct NodeComparison {
    int order = 0;
    Criterion criterion = Criterion::Name;
};
/// By what sort_by_preference sorts.
NodeComparison compare_nodes(const WorkingState& state, const NodeTable& table, NodeId preferred, NodeId left,
                             NodeId right);

/// The nodes, best first: score (nodes that cannot run resources count as -INFINITY), what the placement
/// strategy says of free capacity, fewest assigned resources, the preferred node, name. (Pacemaker: pcmk__sort_nodes)
void sort_by_preference(const WorkingState& state, const NodeTable& table, NodeId preferred, std::vector<NodeId>& nodes);
/// The listed nodes of the table, sorted so.
std::vector<NodeId> nodes_by_preference(const WorkingState& state, const NodeTable& table, NodeId preferred);

/// Negative where `left` has more capacity left: the number of attributes in which it is ahead, less those in which it
/// is behind, negated. (Pacemaker: pcmk__compare_node_capacities)
int compare_capacity(const WorkingState& state, NodeId left, NodeId right);

} // namespace placement

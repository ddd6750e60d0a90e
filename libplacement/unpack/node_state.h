#pragma once

#include "placement/cluster.h"
#include "unpack/status_context.h"

namespace placement {

/// The node that a <node_state> is about, or none. (Pacemaker: pe_find_node_any)
NodeId find_node_of_state(const Cluster& cluster, const StateElement& node_state);

/// What the cluster's members know of a node before any history is read: its transient attributes, and for a cluster node
/// whether it is online, pending, leaving, in standby or in need of fencing. (Pacemaker: unpack_node_state)
void apply_node_state(StatusContext& context, const StateElement& node_state);

/// Whether a remote or guest node is online, which its connection decides.
/// (Pacemaker: determine_remote_online_status)
void apply_connection_state(Cluster& cluster, NodeId node);
/// The transient attributes of a remote or guest node, once its connection is known.
/// (Pacemaker: unpack_handle_remote_attrs)
void apply_remote_attributes(StatusContext& context, NodeId node, const StateElement& node_state);

} // namespace placement

#pragma once

#include <cstdint>
#include <optional>

#include "cib/document.h"
#include "placement/cluster.h"
#include "unpack/status_context.h"

namespace placement {

/// The role that the configuration allows at most; none where it allows any. (Pacemaker: get_target_role)
std::optional<Role> target_role(const Cluster& cluster, ResourceId resource);

/// Reads what a node did with each resource: whose history it is, what each entry says, and what follows. The histories of
/// the part are the Cluster's from `first` on. (Pacemaker: unpack_node_lrm)
void apply_resource_histories(StatusContext& context, NodeId node, const StateElement& node_state, std::uint32_t first);

} // namespace placement

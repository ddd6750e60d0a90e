#pragma once

#include <string_view>

#include "schedule/state/working_state.h"

namespace placement {

/// Marks a node as to be fenced. A guest is fenced by recovering its container, a remote node also when it is marked
/// already. (Pacemaker: pe_fence_node)
void require_fencing(WorkingState& state, NodeId node, std::string_view reason, bool priority_delay = false);
/// An optional fencing action for a node that is marked already; something may require it later.
void wish_fencing(WorkingState& state, NodeId node, std::string_view reason, bool priority_delay);

/// The node's fencing with this operation ("reboot", "off", "on"; none: stonith-action). Required unless `optional`, where
/// somebody can do it. (Pacemaker: pe_fence_op)
ActionId fencing_action(WorkingState& state, NodeId node, std::string_view operation, bool optional,
                        std::string_view reason, bool priority_delay);

/// Whether somebody could fence the node at all: fencing is enabled, there is a device, and quorum or the policy allows
/// it. (Pacemaker: pe_can_fence)
bool can_fence(const WorkingState& state, NodeId node);

} // namespace placement

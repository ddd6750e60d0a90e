#pragma once

#include <string>
#include <string_view>

#include "base/preparation.h"
#include "placement/cluster.h"
#include "unpack/status_context.h"

/// What reading the status does to the model: marks are set at once, and what Pacemaker does as a score or an action is
/// recorded as a wish.
namespace placement {

/// Whether the cluster could fence the node now. (Pacemaker: pe_can_fence)
bool can_fence(const Cluster& cluster, NodeId node);
/// Marks the node as in need of fencing; a guest is fenced by recovering its container, which is then marked as failed.
/// (Pacemaker: pe_fence_node)
void fence_node(StatusContext& context, NodeId node, std::string reason, bool priority_delay = false);
/// What an unusable connection means for fencing a remote node: an action that may come to be required later.
void wish_fencing_action(StatusContext& context, NodeId node, std::string reason, bool priority_delay);

/// Adds to the score of the resource and the descendants that it has so far on the node; on every node that there is so
/// far where the node is none. (Pacemaker: resource_location)
void add_score(StatusContext& context, ResourceId resource, NodeId node, Score score, std::string_view reason);
/// -INFINITY on every node that there is so far, for the resource itself only.
void ban_everywhere(StatusContext& context, ResourceId resource, std::string_view reason);

/// A stop is required; one that an offline node cannot run makes the node unclean.
/// (Pacemaker: stop_action, update_resource_action_runnable)
void require_stop(StatusContext& context, ResourceId resource, NodeId node);
void require_demote(StatusContext& context, ResourceId resource, NodeId node);
/// An action for the resource on the node; an optional one where the resource is unmanaged.
/// (Pacemaker: custom_action, update_action_optional)
Wish& wish_action(StatusContext& context, Wish::Kind kind, ResourceId resource, NodeId node);
/// Stops that were required so far are not required any more.
void relax_stop(StatusContext& context, ResourceId resource, NodeId node);

/// (Pacemaker: pe__set_next_role)
void set_next_role(Resource& resource, Role role, std::string_view reason);
/// Active, in the role in which a resource is while nothing says that it is promoted. (Pacemaker: set_active)
void set_active(Cluster& cluster, ResourceId resource);
/// The resource has failed, and is stopped before it is recovered.
void mark_failed(Resource& resource);
/// The resource is left alone until somebody cleans up.
void block(Resource& resource);

} // namespace placement

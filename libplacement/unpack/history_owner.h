#pragma once

#include <memory>
#include <string_view>

#include "placement/cluster.h"
#include "unpack/status_context.h"

namespace placement {

/// The resource that a node's history means by an id. Instances of an anonymous clone are handed out node by node, and
/// when none is left one more is made, which counts as removed. None for what is configured no more, or no longer as a
/// primitive. (Pacemaker: unpack_find_resource, find_anonymous_clone)
ResourceId find_history_owner(StatusContext& context, NodeId node, const HashedName& history);

/// The resources that the cluster has.
std::shared_ptr<const ResourcesById> names_of(const Cluster& cluster);
/// Makes a resource that is new in the cluster known by its id.
void index_resource(StatusContext& context, ResourceId resource);

/// By full id or by what a history called it. (Pacemaker: pe_find_resource)
ResourceId find_resource_by_any_id(const StatusContext& context, std::string_view id);

} // namespace placement

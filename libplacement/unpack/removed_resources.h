#pragma once

#include <string_view>

#include "placement/cluster.h"
#include "unpack/status_context.h"

/// Resources that the status knows and the configuration does not, any more.
namespace placement {

/// The resource for a history that is nobody's; it must be stopped, or is left alone where the cluster does not stop
/// removed resources. None where the history does not say what it was. (Pacemaker: process_removed_resource)
ResourceId add_removed_resource_of(StatusContext& context, NodeId node, std::string_view id, const StateElement& lrm_resource);

/// Gives a removed resource the container that its history names, once both are known.
/// (Pacemaker: handle_removed_launched_resources)
void reconnect_with_launcher(StatusContext& context, const StateElement& lrm_resource);

} // namespace placement

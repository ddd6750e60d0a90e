#pragma once

#include <string_view>

#include "schedule/state/working_state.h"

namespace placement {

/// A bundle's connection without an address of its own is made to the host of its container.
/// (Pacemaker: pe__bundle_needs_remote_name)
bool needs_host_address(const WorkingState& state, ResourceId resource);

/// The name of that host, where the container will be or else is; empty where there is none, and for all other
/// resources. (Pacemaker: pe__add_bundle_remote_name)
std::string_view host_address(const WorkingState& state, ResourceId resource);

} // namespace placement

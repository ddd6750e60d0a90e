#pragma once

#include <vector>

#include "schedule/state/working_state.h"

namespace placement {

/// The number at the end of an instance's id ("db:1", "httpd-bundle-docker-1"). (Pacemaker: pcmk__cmp_instance_number)
long instance_number(const WorkingState& state, ResourceId instance);
void sort_by_instance_number(const WorkingState& state, std::vector<ResourceId>& instances);

} // namespace placement

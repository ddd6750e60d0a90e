#include "schedule/state/locations.h"

namespace placement {

bool applies(const WorkingState& state, const LocationConstraint& location, ResourceId resource) {
    return location.role_filter == Role::Unknown || location.role_filter == state[resource].next_role;
}

} // namespace placement

#pragma once

#include <optional>
#include <string_view>

#include "schedule/state/working_state.h"

namespace placement {

/// Which instance of a collective resource belongs to another resource.
struct Compatibility {
    Role role = Role::Unknown;            ///< the instance's; Unknown: any
    bool current = false;                 ///< where it is now, instead of where it is assigned
    const Colocation* by_attribute = nullptr; ///< on a node with the same value of its attribute, not on the same node
};

/// Whether an instance counts for what is colocated with its collective resource: a blocked one does not.
bool counts_as_primary(const WorkingState& state, ResourceId instance);

/// Whether the instance is (in the role) on the node. (Pacemaker: pcmk__instance_matches)
bool is_on(const WorkingState& state, ResourceId instance, NodeId node, const Compatibility& how);

/// The instance where `resource` is, or where it could best be while it has no node yet; none if there is none.
/// (Pacemaker: pcmk__find_compatible_instance)
ResourceId compatible_instance(const WorkingState& state, ResourceId resource, ResourceId collective,
                               const Compatibility& how);

} // namespace placement

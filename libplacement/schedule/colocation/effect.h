#pragma once

#include <cstdint>
#include <string>

#include "schedule/state/working_state.h"

namespace placement {

enum class ColocationEffect : std::uint8_t { Nothing, Location, Role };

/// What the colocation means for the dependent at this moment: where it may run, who is promoted, or nothing (yet).
/// `preview`: as if nothing were assigned yet. (Pacemaker: pcmk__colocation_affects)
ColocationEffect effect_of(const WorkingState& state, ResourceId dependent, ResourceId primary,
                           const Colocation& colocation, bool preview);

/// Whether the dependent's preferences count for the primary (`influence`); those of a resource that is down always
/// do. `primary`: the colocation's own, or an instance of it. (Pacemaker: pcmk__colocation_has_influence)
bool has_influence(const WorkingState& state, const Colocation& colocation, ResourceId primary);

/// The resource's next role; a bundle's container has that of what it contains.
Role role_of_holder(const WorkingState& state, ResourceId resource);

/// The node attribute by which the resource is colocated, as it sees the node; null where there is none.
/// (Pacemaker: pcmk__colocation_node_attr)
const std::string* colocation_value(const WorkingState& state, NodeId node, const Colocation& colocation,
                                    ResourceId resource);
/// Two missing values are equal; letters count without case.
bool same_value(const std::string* left, const std::string* right);

} // namespace placement

#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "schedule/state/working_state.h"

/// Questions about a resource that several stages ask.
namespace placement {

/// The node that counts as the one where the resource is now: of several, the migration's source or the first clean
/// one. None where it is inactive. `all` and `clean` count the nodes where it is active. (Pacemaker: active_node)
struct Activity {
    NodeId node;
    unsigned all = 0;
    unsigned clean = 0;
};
Activity activity(const WorkingState& state, ResourceId resource);
NodeId current_node(const WorkingState& state, ResourceId resource);

/// The nodes to which the resource or its descendants are assigned, each once. (Pacemaker: native_location)
std::vector<NodeId> assigned_locations(const WorkingState& state, ResourceId resource);
/// The one node that all assigned primitives below share, or none. `score` gets the score at its assignment.
NodeId assigned_location(const WorkingState& state, ResourceId resource, Score* score = nullptr);
/// The node where all of its active primitives are, if there is exactly one entry. (Pacemaker: native_location)
NodeId current_location(const WorkingState& state, ResourceId resource);

/// The highest role among the resource's primitives. Bundles have none. (Pacemaker: rsc->fns->state)
Role current_role(const WorkingState& state, ResourceId resource);
Role next_role(const WorkingState& state, ResourceId resource);
/// A collective resource's parts are not touched.
void set_next_role(WorkingState& state, ResourceId resource, Role role, std::string_view reason);

/// The remote connection by which a container's guest is reached, or none. (Pacemaker: pe__resource_contains_guest_node)
ResourceId guest_connection(const WorkingState& state, ResourceId container);

/// Whether `ancestor` is above the resource. (Pacemaker: is_parent)
bool is_within(const WorkingState& state, ResourceId resource, ResourceId ancestor);

bool is_bundled(const WorkingState& state, ResourceId resource);
/// Blocked itself, or any part of it.
bool is_blocked(const WorkingState& state, ResourceId resource);
bool has_failed(const WorkingState& state, ResourceId resource);
/// Of an anonymous clone's primitive the clone, else the resource itself: whom failures ban. Stops below a bundle.
ResourceId banned_with(const WorkingState& state, ResourceId resource);

/// The instances of a clone, or a bundle's containers.
std::vector<ResourceId> instances_of(const WorkingState& state, ResourceId collective);
std::int32_t most_per_node(const WorkingState& state, ResourceId resource);

/// Whose attributes the resource asks for: the value of container-attribute-target, or nothing.
std::string_view attribute_target(const Resource& resource);
/// A node's attribute as the resource sees it, or null: with container-attribute-target="host", and for what a bundle
/// contains, that of the container's host. `assigned`: the host it will be on, else the one it is on.
/// (Pacemaker: pcmk__node_attr)
const std::string* node_attribute(const WorkingState& state, NodeId node, std::string_view name,
                                  std::string_view attribute_target, bool assigned);

/// Fail count with expired failures left out, and those of what the resource launches added.
std::int32_t effective_fail_count(const WorkingState& state, ResourceId resource, NodeId node);
/// Whether failures have reached migration-threshold. (Pacemaker: pcmk__threshold_reached)
bool threshold_reached(const WorkingState& state, ResourceId resource, NodeId node);

} // namespace placement

#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "placement/schedule.h"

/// What a schedule changes, in the words of Pacemaker's transition summary, whatever the form it is written in.
namespace placement {

/// A node is fenced or shut down.
struct NodeChange {
    std::string task; ///< "Fence (reboot)", "Shutdown"
    std::string node; ///< a guest's with its resource: "guest1 (resource: vm1)"
    std::string reason;
};
/// Newest action first; those without a reason only if asked for. (Pacemaker: pcmk__output_actions)
std::vector<NodeChange> node_changes(const Schedule& schedule, bool with_unexplained = false);

struct ResourceChange {
    std::string_view change; ///< "Start", "Stop", "Move", "Migrate", "Restart", "Recover", "Promote", …
    ResourceId resource;
    Role role = Role::Unknown;      ///< before
    Role next_role = Role::Unknown; ///< after
    NodeId origin;                  ///< none: it is not active, or only the destination matters
    NodeId destination;             ///< none: it stops
    std::string reason;             ///< empty: none is given
    bool blocked = false;           ///< it cannot be done

    bool shows_roles() const { return role > Role::Started || next_role > Role::Unpromoted; }
    bool same_role() const { return role == next_role; }
    bool same_host() const { return origin == destination; }
};
/// In the order in which the resources were placed. (Pacemaker: pcmk__output_resource_actions, rsc_action_default)
std::vector<ResourceChange> resource_changes(const Schedule& schedule);

} // namespace placement

#pragma once

#include <string>
#include <string_view>

#include "placement/cluster.h"
#include "placement/wording.h"
#include "render/shown_state.h"

/// The single lines of a cluster's status, as Pacemaker's tools word them.
namespace placement {

/// "Node n1: standby (health is RED)"
std::string node_line(const Cluster& cluster, const Node& node, const Wording& words);
/// A node's name in a list of nodes.
std::string node_label(const Cluster& cluster, const Node& node, const Wording& words);

struct PrimitiveLine {
    std::string_view name;
    NodeId node;
    bool pending = false; ///< show operations that are under way
};
/// "db\t(ocf:heartbeat:pgsql):\t FAILED n1 (blocked)" (Pacemaker: pcmk__native_output_string)
std::string primitive_line(const Cluster& cluster, ResourceId resource, const PrimitiveLine& line, const Wording& words);

/// "Resource Group: web (disabled, unmanaged)"
std::string group_heading(const Cluster& cluster, ResourceId group, const Wording& words);
/// "Clone Set: db-clone [db] (promotable)"
std::string clone_heading(const Cluster& cluster, ResourceId clone, const Wording& words);
/// "Container bundle set: httpd [pcmk:http] (unique) (maintenance)"
std::string bundle_heading(const Resource& bundle, const Wording& words);

/// The attribute's name, value, and what a connectivity attribute lacks.
std::string attribute_line(const Cluster& cluster, const Node& node, std::string_view name);
/// "db: migration-threshold=1000000 fail-count=2 last-failure='Mon Jan 31 12:30:00 2000'"
std::string fail_count_line(const Cluster& cluster, const ShownFailCount& failures, std::string_view last_failure);
/// A failed operation; `when` is empty where that is not known. (Pacemaker: failed_action_technical)
std::string failure_line(const OperationHistory& operation, std::string_view node, std::string_view when, const Wording& words);

} // namespace placement

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "placement/cluster.h"
#include "placement/wording.h"

/// What a cluster's status shows of its nodes and resources, whatever the form it is written in.
namespace placement {

// ---- nodes ----------------------------------------------------------------------------------------------------

enum class Health : std::uint8_t { Red, Yellow, Green };
/// The worst of the node's health attributes. (Pacemaker: pe__node_health)
Health shown_health(const Cluster& cluster, const Node& node);

/// "online", "UNCLEAN (offline)", "standby (with active resources)", … (Pacemaker: node_text_status)
std::string_view shown_state(const Node& node, bool tells_resources = true);

/// The names of the attributes that are worth showing, sorted: fail counts, standby and what belongs to the cluster
/// itself are left out. (Pacemaker: filter_attr_list)
std::vector<std::string_view> shown_attributes(const Node& node);

/// What a connectivity attribute would be with every host reached, if a ping resource that is active on the node sets
/// the attribute. (Pacemaker: add_extra_info)
std::optional<std::int32_t> expected_connectivity(const Cluster& cluster, const Node& node,
                                                  std::string_view attribute);

/// The feature set of an active cluster node; empty for others. (Pacemaker: get_node_feature_set)
std::string_view shown_feature_set(const Node& node);

// ---- resources ------------------------------------------------------------------------------------------------

/// The id without an instance's number, unless the instances differ. (Pacemaker: rsc_printable_id)
const std::string& shown_id(const Resource& resource);

/// "ocf:heartbeat:IPaddr2", "systemd:cups".
std::string shown_agent(const Resource& resource, std::string_view before_provider = ":");

/// An instance of a promotable clone that is started is unpromoted. (Pacemaker: native_displayable_role)
Role shown_role(const Cluster& cluster, ResourceId resource);

/// "Starting", "Stopping", … while such an operation is under way; else empty. (Pacemaker: native_pending_state)
std::string_view pending_state(const Resource& resource);
/// "Monitoring" while a recurring monitor is under way; else empty. (Pacemaker: native_pending_action)
std::string_view pending_monitor(const Resource& resource);

/// Active at all, or (`all`) active in all of its parts. (Pacemaker: rsc->fns->active)
bool is_active(const Cluster& cluster, ResourceId resource, bool all, bool unmanaged_offline = true);

/// Its target-role keeps it down, or unpromoted. (Pacemaker: pe__resource_is_disabled)
bool is_disabled(const Cluster& cluster, ResourceId resource);

/// Made by the library for a guest's connection, and not in the configuration.
bool is_internal(const Resource& resource);

/// The role that a target-role names; Unknown for what is none. (Pacemaker: pcmk_parse_role)
Role role_named(std::string_view text);
/// The target-role as written, or null.
const std::string* target_role(const Resource& resource);
/// The target-role of a clone, or else of its first instance, or null. (Pacemaker: configured_role_str)
const std::string* clone_target_role(const Cluster& cluster, const Resource& clone);

/// The node that counts as the one where the resource is; of several, the migration's source, or the first clean one
/// where the resource needs no fencing. (Pacemaker: pcmk__current_node)
NodeId shown_node(const Cluster& cluster, const Resource& resource);
/// The one node on which all of its active primitives are; none if there are several. (Pacemaker: native_location)
NodeId common_node(const Cluster& cluster, ResourceId resource);
/// The highest role among its primitives. (Pacemaker: rsc->fns->state)
Role highest_role(const Cluster& cluster, ResourceId resource);

/// The exit status of a probe on the node (of any node, if it is none) that failed because the agent cannot run there;
/// for an instance, any of its clone's. (Pacemaker: pe__failed_probe_for_rsc)
std::optional<std::int32_t> failed_probe(const Cluster& cluster, ResourceId resource, NodeId node);

/// The same, where the release shows it.
std::optional<std::int32_t> shown_failed_probe(const Cluster& cluster, ResourceId resource, NodeId node, const Wording& words);

/// How many primitives there are, not counting removed ones that are stopped, and what is wrong with them.
/// (Pacemaker: pe__count_common)
struct ResourceCounts {
    std::int32_t instances = 0;
    std::int32_t disabled = 0;
    std::int32_t blocked = 0;
};
ResourceCounts count_resources(const Cluster& cluster);

// ---- operations -----------------------------------------------------------------------------------------------

/// An agent's answer in words: "Not running". (Pacemaker: crm_exit_str)
std::string_view exit_status_text(std::int32_t status);
/// The same in the words of a release, "not running" in some. (Pacemaker: services_ocf_exitcode_str)
std::string_view exit_status_text(std::int32_t status, const Wording& words);
/// What became of an operation in words: "Timed out". (Pacemaker: pcmk_exec_status_str)
std::string_view execution_status_text(std::int32_t status);

/// The resource in an operation's key, "db" of "db_monitor_10000"; none where it is no key. (Pacemaker: parse_op_key)
std::optional<std::string_view> resource_of_key(std::string_view key);

/// The failed operations that are shown, in order: not probes that only say that an agent cannot run, nor what has no
/// proper key. (Pacemaker: failed_action_list)
std::vector<OperationReference> shown_failures(const Cluster& cluster);

/// The resource that a history's id stands for: the first one that is called so, or none. (Pacemaker: pe_find_resource)
ResourceId shown_under(const Cluster& cluster, std::string_view history_id);

/// A node's resources that have failed there. (Pacemaker: node_history_list)
struct ShownFailCount {
    std::string id; ///< as the history has it
    ResourceId resource;
    std::int32_t count = 0;
    std::int64_t last_failure = 0; ///< 0: not known
};
struct NodeFailures {
    NodeId node;
    std::vector<ShownFailCount> fail_counts;
};
/// The online nodes in the status's order, each with its fail counts. (Pacemaker: node_summary)
std::vector<NodeFailures> shown_fail_counts(const Cluster& cluster);

} // namespace placement

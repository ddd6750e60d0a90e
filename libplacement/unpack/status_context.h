#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/hashed_name.h"
#include "placement/cluster.h"
#include "rules/operation_digest.h"
#include "unpack/unpack.h"

namespace placement {

using ResourcesByName = std::unordered_map<std::string, ResourceId, NameHash, NameEqual>;

/// What the parts of reading the status share.
struct StatusContext {
    UnpackContext& unpacking;
    Cluster& cluster;

    /// Cluster::histories by node and resource, both as the status names them. Made when it is first asked for.
    using HistoryIndex = std::map<std::pair<std::string_view, std::string_view>, std::vector<std::uint32_t>>;
    mutable std::optional<HistoryIndex> histories = std::nullopt;
    /// Resources that the status added, by id, and the anonymous instances by the names that histories gave them.
    ResourcesByName added_resources = {};
    ResourcesByName renamed_resources = {};
    /// Containers that must be stopped once all histories are read.
    std::vector<ResourceId> containers_to_stop = {};
    OperationDigests digests = {};
    /// Failures in Cluster::failed_operations, by their keys.
    std::set<std::pair<NodeId, std::string_view>> shown_failures = {};
    /// Stops that have been required so far.
    std::set<std::pair<ResourceId, NodeId>> required_stops = {};
};

/// The histories that the status has of a resource's id on a node's name; both are taken exactly.
const std::vector<std::uint32_t>& histories_of(const StatusContext& context, std::string_view node_name,
                                               std::string_view resource_id);

/// By id if one fits, else by name; both without case. (Pacemaker: pe_find_node_any)
NodeId find_node_by_id_or_name(const Cluster& cluster, std::string_view id, std::string_view name);

/// Whether the resource's outermost ancestor is a bundle. (Pacemaker: pcmk__is_bundled)
bool is_bundled(const Cluster& cluster, ResourceId resource);
/// A clone whose instances are all alike. (Pacemaker: pcmk__is_anonymous_clone)
bool is_anonymous_clone(const Cluster& cluster, ResourceId resource);
/// Whether fencing must make a node safe before the resource is recovered from it.
bool needs_fencing(const Resource& resource);
/// The id without an instance's number: "db" of "db:12" and of "db". (Pacemaker: clone_strip)
std::string_view without_instance_number(std::string_view id);

/// Whole seconds, rounded as Pacemaker rounds timeouts: to the nearest, and something is never nothing.
/// (Pacemaker: pcmk__timeout_ms2s)
std::int64_t seconds_of(std::uint32_t milliseconds);

} // namespace placement

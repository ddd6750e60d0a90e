#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "placement/lint.h"

/// What the rules share: how to say what was found, and how to walk through the configuration.
namespace placement {

/// Adds a finding of the rule that is running.
inline Finding& tell(Findings& findings, Position where, std::string message, std::vector<RelatedPlace> related = {}) {
    findings.push_back({{}, Severity::Warning, std::move(message), where, {}, std::move(related), {}});
    return findings.back();
}

/// "a", "a and b", "a, b and c"; each in backquotes.
std::string listed(const std::vector<std::string>& names);
/// The same of the first three, "… and 4 more".
std::string first_listed(std::vector<std::string> names);

/// "; did you mean `x`?", or nothing.
std::string perhaps_meant(std::string_view name, const std::vector<std::string>& candidates);

// ---- the XML --------------------------------------------------------------------------------------------------

/// All elements of this name under `top`, in the order of the text.
std::vector<const Element*> elements_named(const Element& top, std::string_view name);
/// The elements that are resources or templates, collective ones before what is in them.
std::vector<const Element*> resource_elements(const Element& configuration);
/// The children of <constraints>.
std::vector<const Element*> constraint_elements(const Element& configuration);
/// The <nvpair>s of the sets named `set` right under the element.
std::vector<const Element*> pairs_in(const Element& element, std::string_view set);

// ---- the model ------------------------------------------------------------------------------------------------

/// One resource for each element of the configuration: of instances the first. Without what is implied or removed.
std::vector<ResourceId> configured_resources(const Cluster& cluster);
/// Those of them that are primitives.
std::vector<ResourceId> configured_primitives(const Cluster& cluster);
/// Whether the resource is, or is in, a promotable clone or bundle.
bool can_be_promoted(const Cluster& cluster, ResourceId resource);
/// Whether `inner` is `outer` or in it.
bool is_within(const Cluster& cluster, ResourceId inner, ResourceId outer);
/// Whether the resource is in a bundle.
bool is_in_bundle(const Cluster& cluster, ResourceId resource);
/// Whether anybody starts and stops it for a user: no fencing device, no connection to a remote or guest node.
bool is_service(const Resource& resource);
/// The closest group, clone or bundle around it that is a group; none.
ResourceId group_around(const Cluster& cluster, ResourceId resource);
/// Where the parameter is written first; null where it is not.
const NameValuePair* find_parameter(const Resource& resource, std::string_view name);
/// The meta attribute; empty where it is not set.
const std::string& meta(const Resource& resource, std::string_view name);
/// It is to be stopped (target-role).
bool is_kept_stopped(const Cluster& cluster, ResourceId resource);
/// Cluster nodes: without remote and guest nodes.
std::vector<NodeId> cluster_nodes(const Cluster& cluster);
/// The cluster goes in a circle in which something is stopped and started, whether elsewhere or where it was. Where nothing can
/// be done, or a failure is on record that nothing in the CIB takes away, a cluster rests.
bool goes_round(const SettledCluster& settled);
/// "ocf:heartbeat:IPaddr2".
std::string agent_name(const Resource& resource);

} // namespace placement

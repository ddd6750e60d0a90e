#pragma once

#include <set>
#include <string>
#include <vector>

#include "placement/lint.h"

/// On which nodes a resource may run, as far as the configuration alone can tell.
namespace placement {

/// Location constraints whose rule asks for more than the node's name, kind or permanent attributes: they hold at one time and
/// not at another. By the id that the model has for them (the constraint's or the rule's).
std::set<std::string> conditional_locations(const LintSubject& subject);

/// Whether a node of this kind can run the resource: nothing but what is in a bundle runs on the bundle's nodes, and what
/// brings nodes up, or fences them, runs on cluster nodes (and bundles' containers and guests on remote ones).
bool kind_fits(const Cluster& cluster, ResourceId resource, NodeId node);

/// Which nodes location constraints leave to a resource, and by what it lost the others.
struct Places {
    std::set<NodeId> left;
    std::vector<const LocationConstraint*> bans;
    /// A constraint that may hold later, or held when the rule was judged, has a say.
    bool conditional = false;
};

Places places_of(const LintSubject& subject, ResourceId resource);

} // namespace placement

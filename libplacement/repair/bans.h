#pragma once

#include <set>

#include "cib/edit.h"
#include "placement/cluster.h"

namespace placement {

/// Which location constraints keep a resource off a node for good, so that to take them away is to take away a protection.
class Bans {
public:
    Bans(const Cluster& cluster, const CibEdit& edit);

    /// Whether the constraint (each of its rules stands for all of it) is such a one. None is what a command left behind; what says
    /// where a fencing device is used, which runs nothing itself; and what leaves a resource no node at all, together with the others.
    bool protects(const LocationConstraint& location) const;

private:
    void find_homeless();
    bool is_ban(const LocationConstraint& location) const;

    const Cluster& cluster_;
    const CibEdit& edit_;
    std::set<ResourceId> homeless_; ///< what is banned from every node, and what that must be with; as groups, clones or bundles
};

} // namespace placement

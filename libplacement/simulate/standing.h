#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "placement/cluster.h"
#include "placement/ids.h"
#include "placement/scenario.h"
#include "simulate/events/dead_process.h"

namespace placement {

/// Calls `visit` for each primitive in the resource that stands for a service: not for a bundle's own machinery, unless
/// the bundle has nothing else inside.
template <typename Visit>
void each_primitive(const Cluster& cluster, ResourceId id, const Visit& visit) {
    const Resource& resource = cluster.resources[id];
    if (resource.is_primitive()) {
        visit(id);
    } else if (resource.is_bundle()) {
        for (const BundleReplica& replica : resource.bundle().replicas) {
            const ResourceId inside = replica.child ? replica.child : replica.container;
            if (inside) each_primitive(cluster, inside, visit);
        }
    } else {
        for (const ResourceId child : resource.children) each_primitive(cluster, child, visit);
    }
}

/// The role of an active primitive as it is told: an instance of a promotable clone that is not promoted is Unpromoted.
Role told_role(const Cluster& cluster, ResourceId primitive);

/// Its last operation there failed, and the cluster does nothing about that (on-fail=ignore).
bool has_ignored_failure(const Cluster& cluster, ResourceId primitive, NodeId node);

/// Whether what was active on the node may or may not run there: the node is unclean, or a guest whose container is on one
/// that is.
bool is_uncertain(const Cluster& cluster, NodeId node);

/// Whether the primitive has failed there. Pacemaker keeps one failure for all nodes that it is active on; what their histories
/// say tells them apart.
bool has_failed_on(const Cluster& cluster, ResourceId primitive, NodeId node);

/// Where the cluster has the primitives in these resources, sorted by node, and how each stands there.
std::vector<RunningOn> standing(const Cluster& cluster, const std::vector<ResourceId>& resources,
                                const std::vector<DeadProcess>& dead);

/// Whether the cluster starts and stops none of the primitives in these resources: unmanaged, in maintenance, or blocked.
bool is_left_alone(const Cluster& cluster, const std::vector<ResourceId>& resources);

/// How a resource that was so before stands with what is left of it.
ServiceState state_of(const std::vector<RunningOn>& before, const std::vector<RunningOn>& after);

/// What became of it. `ran`: it ran before the events, or at rest between them.
Fate fate_of(bool ran, ServiceState state);

std::size_t count_promoted(const std::vector<RunningOn>& running);

/// The resources with an id in the configuration: one, or every instance.
class ResourcesByElement {
public:
    explicit ResourcesByElement(const Cluster& cluster) {
        for (const ResourceId id : cluster.resources.ids()) resources_[cluster.resources[id].xml_id].push_back(id);
    }

    const std::vector<ResourceId>& operator[](std::string_view xml_id) const {
        const auto found = resources_.find(xml_id);
        return found == resources_.end() ? none_ : found->second;
    }

private:
    std::unordered_map<std::string_view, std::vector<ResourceId>> resources_;
    std::vector<ResourceId> none_;
};

} // namespace placement

#include "simulate/events/dead_process.h"

#include <fmt/format.h>

#include "simulate/events/events.h"

namespace placement {

const std::string& process_name(const Resource& resource) { return resource.unique ? resource.id : resource.xml_id; }

DeadProcess dying_process(const Cluster& cluster, const ResourceFails& event, Diagnostics& notes) {
    const ResourceId instance = failing_instance(cluster, event);
    const NodeId node = require_node(cluster, event.node);
    const Resource& resource = cluster.resources[instance];
    const std::string& name = cluster.nodes[node].name;
    const bool detected = watching_interval_ms(cluster, instance, node) > 0;
    if (!detected) {
        notes.push_back({Severity::Warning, "no-recurring-monitor",
                         fmt::format("no recurring monitor watches `{}` on {}: the cluster does not notice that it failed",
                                     resource.id, name),
                         resource.position});
    }
    return {process_name(resource), resource.xml_id, name, detected};
}

} // namespace placement

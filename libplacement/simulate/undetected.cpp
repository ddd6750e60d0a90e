#include "simulate/undetected.h"

#include <fmt/format.h>

#include "simulate/events.h"

namespace placement {

std::optional<DeadProcess> missed_failure(const Cluster& cluster, const ResourceFails& event, Diagnostics& notes) {
    const ResourceId instance = failing_instance(cluster, event);
    const NodeId node = require_node(cluster, event.node);
    if (watching_interval_ms(cluster, instance, node) > 0) return std::nullopt;
    const Resource& resource = cluster.resources[instance];
    Diagnostic note;
    note.severity = Severity::Warning;
    note.code = "no-recurring-monitor";
    note.message = fmt::format("no recurring monitor watches `{}` on {}: the cluster does not notice that it failed", resource.id,
                               cluster.nodes[node].name);
    note.position = resource.position;
    notes.push_back(std::move(note));
    return DeadProcess{process_name(resource), cluster.nodes[node].name, false};
}

} // namespace placement

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "base/text.h"
#include "lint/rules.h"
#include "lint/tell.h"

namespace placement {

namespace {

void utilization_ignored(const LintSubject& subject, Findings& findings) {
    const Cluster& cluster = subject.cluster();
    if (cluster.options.placement_strategy != PlacementStrategy::Default) return;
    for (const ResourceId id : configured_primitives(cluster)) {
        const Resource& resource = cluster.resources[id];
        if (resource.utilization.empty()) continue;
        tell(findings, resource.position,
             fmt::format("`{}` says what it needs ({}), but with placement-strategy=default that does not count", resource.xml_id,
                         resource.utilization.begin()->first));
        return;
    }
}

void no_capacity(const LintSubject& subject, Findings& findings) {
    const Cluster& cluster = subject.cluster();
    if (cluster.options.placement_strategy == PlacementStrategy::Default) return;
    for (const ResourceId id : configured_primitives(cluster)) {
        const Resource& resource = cluster.resources[id];
        for (const auto& [name, value] : resource.utilization) {
            const std::int64_t needed = parse_integer(value).value_or(0);
            std::int64_t most = 0;
            for (const Node& node : cluster.nodes) {
                const auto capacity = node.utilization.find(name);
                if (capacity != node.utilization.end()) most = std::max(most, parse_integer(capacity->second).value_or(0));
            }
            if (needed <= most) continue;
            tell(findings, resource.position, fmt::format("`{}` needs {} {}, and no node has more than {}", resource.xml_id, needed, name,
                                                          most));
        }
    }
}

} // namespace

void add_utilization_rules(LintRules& rules) {
    rules.push_back({"utilization-ignored", "utilization", Severity::Warning, "needs that do not count",
                     "Utilization attributes count only with a `placement-strategy` other than `default`. Until then a node may get more "
                     "than it can carry.",
                     "Set `placement-strategy` to `utilization`, `balanced` or `minimal`, or take the attributes away.",
                     utilization_ignored});
    rules.push_back({"no-capacity", "utilization", Severity::Error, "a resource that is too large for every node",
                     "It needs more of a capacity than any node has, so that it can never run. A capacity that no node has is 0; a "
                     "misspelled name is such a one.",
                     "Correct the need, the nodes' capacities, or the name.", no_capacity});
}

} // namespace placement

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
             fmt::format("`{}` has utilization attributes ({}), but placement-strategy=default ignores them", resource.xml_id,
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
            tell(findings, resource.position, fmt::format("`{}` needs {} {}, but no node has more than {}", resource.xml_id, needed, name,
                                                          most));
        }
    }
}

} // namespace

void add_utilization_rules(LintRules& rules) {
    rules.push_back({"utilization-ignored", "utilization", Severity::Warning, "utilization attributes that have no effect",
                     "Pacemaker considers utilization attributes only if `placement-strategy` is not `default`. Until then, it "
                     "may place more on a node than the node's capacity allows.",
                     "Set `placement-strategy` to `utilization`, `balanced` or `minimal`, or remove the attributes.",
                     utilization_ignored});
    rules.push_back({"no-capacity", "utilization", Severity::Error, "a resource that is too large for every node",
                     "The resource can never run, because it needs more of a capacity than any node has. If no node defines a "
                     "capacity, for example because its name is misspelled, it is 0.",
                     "Correct what the resource needs, the nodes' capacities, or the name.", no_capacity});
}

} // namespace placement

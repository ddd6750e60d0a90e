#include <fmt/format.h>

#include "base/text.h"
#include "unpack/known_names.h"
#include "unpack/resource_building.h"

namespace placement {

namespace {

/// (Pacemaker: pe__sum_node_health_scores)
Score node_health(UnpackContext& context, const Node& node) {
    const Options& options = context.cluster.options;
    Score sum = options.health_strategy == HealthStrategy::Progressive ? options.health_base : Score();
    for (auto entry = node.attributes.lower_bound("#health"); entry != node.attributes.end(); ++entry) {
        const auto& [name, value] = *entry;
        if (!name.starts_with("#health")) break;
        const ParsedScore score = parse_score(value, Score(), context.health_scores());
        if (score.valid) {
            sum = score.score + sum;
        } else {
            context.warn("invalid-node-health", node.position,
                         fmt::format("`{}` of node `{}` is `{}`, which is neither a colour nor a score, and is ignored",
                                     name, node.name, value));
        }
    }
    return sum;
}

bool ignores_health(const Cluster& cluster, const Resource& resource) {
    if (!is_known(NameKind::MetaAttribute, "allow-unhealthy-nodes", cluster)) return false;
    const std::string* allow = find_meta(resource, "allow-unhealthy-nodes");
    return allow != nullptr && is_true(*allow);
}

} // namespace

void unpack_node_health(UnpackContext& context) {
    Cluster& cluster = context.cluster;
    if (cluster.options.health_strategy == HealthStrategy::None) return;
    for (const NodeId node : cluster.nodes.ids()) {
        const Score health = node_health(context, cluster.nodes[node]);
        if (health == Score()) continue;
        for (const ResourceId resource : cluster.top_resources) {
            if (health < Score() && ignores_health(cluster, cluster.resources[resource])) continue;
            LocationConstraint location;
            location.id = cluster.options.values.at("node-health-strategy");
            location.node_health = true;
            location.resource = resource;
            location.nodes = {{node, health}};
            location.position = cluster.nodes[node].position;
            cluster.locations.push_back(std::move(location));
        }
    }
}

} // namespace placement

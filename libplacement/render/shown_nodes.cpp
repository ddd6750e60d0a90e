#include <algorithm>
#include <array>
#include <limits>

#include "base/text.h"
#include "render/shown_state.h"
#include "rules/parameters.h"

namespace placement {

namespace {

std::string_view state_of_unclean(const Node& node) {
    if (node.online) return "UNCLEAN (online)";
    return node.pending ? "UNCLEAN (pending)" : "UNCLEAN (offline)";
}

std::string_view state_in_standby(const Node& node, bool tells_resources) {
    if (!node.online) return "OFFLINE (standby)";
    return node.active_resources.empty() || !tells_resources ? "standby" : "standby (with active resources)";
}

bool belongs_to_the_cluster(std::string_view attribute) {
    constexpr std::array<std::string_view, 6> prefixes{"fail-count", "last-failure", "shutdown",
                                                       "terminate",  "standby",      "#"};
    return std::ranges::any_of(prefixes, [&](std::string_view prefix) { return attribute.starts_with(prefix); });
}

std::string_view value_of(const AttributeTable& table, std::string_view name, std::string_view otherwise = "") {
    const auto found = table.find(name);
    return found == table.end() ? otherwise : std::string_view(found->second);
}

/// The number of parts that the hosts have when they are cut at every blank.
std::int32_t count_hosts(std::string_view hosts) {
    if (hosts.empty()) return 0;
    return static_cast<std::int32_t>(std::ranges::count(hosts, ' ')) + 1;
}

std::int32_t connectivity_with_every_host(const AttributeTable& parameters) {
    constexpr auto lowest = std::numeric_limits<std::int32_t>::min();
    const std::string_view multiplier = value_of(parameters, "multiplier", "1");
    const std::int64_t each = parse_integer(multiplier) ? parse_integer_from(multiplier, lowest) : 1;
    return static_cast<std::int32_t>(each * count_hosts(value_of(parameters, "host_list")));
}

std::optional<std::int32_t> expected_from(const Cluster& cluster, const Node& node, ResourceId id,
                                          std::string_view attribute) {
    const Resource& resource = cluster.resources[id];
    for (const ResourceId child : resource.children) {
        if (const auto expected = expected_from(cluster, node, child, attribute)) return expected;
    }
    const std::string_view type = value_of(resource.meta, "type");
    if (!equals_ignoring_case(type, "ping") && !equals_ignoring_case(type, "pingd")) return std::nullopt;
    const AttributeTable parameters = parameters_on(cluster, id, &node.attributes);
    if (!equals_ignoring_case(value_of(parameters, "name", "pingd"), attribute)) return std::nullopt;
    return connectivity_with_every_host(parameters);
}

} // namespace

Health shown_health(const Cluster& cluster, const Node& node) {
    const Options& options = cluster.options;
    if (options.health_strategy == HealthStrategy::None) return Health::Green;
    const HealthScores words{options.health_red, options.health_yellow, options.health_green};
    Health worst = Health::Green;
    for (auto each = node.attributes.lower_bound("#health");
         each != node.attributes.end() && each->first.starts_with("#health"); ++each) {
        if (equals_ignoring_case(each->second, "red")) return Health::Red;
        if (equals_ignoring_case(each->second, "yellow")) {
            worst = Health::Yellow;
            continue;
        }
        const ParsedScore parsed = parse_score(each->second, Score(), words);
        if (!parsed.valid) continue;
        if (parsed.score <= words.red) return Health::Red;
        if (parsed.score <= words.yellow && words.yellow != words.green) worst = Health::Yellow;
    }
    return worst;
}

std::string_view shown_state(const Node& node, bool tells_resources) {
    if (node.unclean) return state_of_unclean(node);
    if (node.pending) return "pending";
    if (node.standby_on_failure && node.online) return "standby (on-fail)";
    if (node.standby) return state_in_standby(node, tells_resources);
    if (node.maintenance) return node.online ? "maintenance" : "OFFLINE (maintenance)";
    return node.online ? "online" : "OFFLINE";
}

std::vector<std::string_view> shown_attributes(const Node& node) {
    std::vector<std::string_view> names;
    for (const auto& [name, value] : node.attributes) {
        if (!belongs_to_the_cluster(name)) names.push_back(name);
    }
    return names;
}

std::optional<std::int32_t> expected_connectivity(const Cluster& cluster, const Node& node,
                                                  std::string_view attribute) {
    for (const ResourceId resource : node.active_resources) {
        if (const auto expected = expected_from(cluster, node, resource, attribute)) return expected;
    }
    return std::nullopt;
}

std::string_view shown_feature_set(const Node& node) {
    if (!node.online || !node.expected_up || node.is_remote()) return {};
    return value_of(node.attributes, "#feature-set", "<3.15.1");
}

std::vector<NodeFailures> shown_fail_counts(const Cluster& cluster) {
    std::vector<NodeFailures> nodes;
    for (const ResourceHistory& history : cluster.histories) {
        if (!history.node || !cluster.nodes[history.node].online || history.xml_id.empty()) continue;
        const ResourceId resource = shown_under(cluster, history.xml_id);
        const FailCount* failures = resource ? cluster.fail_count(resource, history.node) : nullptr;
        if (failures == nullptr || failures->count <= 0) continue;
        if (nodes.empty() || nodes.back().node != history.node) nodes.push_back({history.node, {}});
        nodes.back().fail_counts.push_back({std::string(history.xml_id), resource, failures->count, failures->last_failure});
    }
    return nodes;
}

} // namespace placement

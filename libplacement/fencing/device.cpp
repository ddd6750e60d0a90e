#include "fencing/device.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/text.h"
#include "fencing/host_list.h"
#include "rules/parameters.h"

namespace placement {

namespace {

std::string with_line(const std::string& id, Position position) {
    return position.known() ? fmt::format("{} (line {})", id, position.line) : id;
}

const NameValuePair* parameter_of(const Resource& device, std::string_view name) {
    for (const AttributeSet& set : device.parameters) {
        const auto found = std::ranges::find(set.pairs, name, &NameValuePair::name);
        if (found != set.pairs.end()) return &*found;
    }
    return nullptr;
}

/// The sum of the location constraints on one resource, and the one that bans it most.
struct Standing {
    Score score;
    bool listed = false;
    bool exclusive = false;       ///< some constraint lets it be only where such constraints name it
    bool exclusively_here = false;
    const LocationConstraint* ban = nullptr;
};

Standing standing_of(const Cluster& cluster, ResourceId resource, NodeId node) {
    Standing standing;
    for (const LocationConstraint& location : cluster.locations) {
        if (location.resource != resource || location.node_health || location.role_filter > Role::Started) continue;
        const bool exclusive = location.probe_mode == ProbeMode::Exclusive;
        for (const auto& [where, score] : location.nodes) {
            standing.exclusive = standing.exclusive || exclusive;
            if (where != node) continue;
            standing.listed = true;
            standing.exclusively_here = standing.exclusively_here || exclusive;
            standing.score += score;
            if (score < Score() && (standing.ban == nullptr || score.is_minus_infinity())) standing.ban = &location;
        }
    }
    return standing;
}

/// Of a colocated group, the first member alone has the scores of the group.
bool has_scores_of(const Cluster& cluster, ResourceId child, ResourceId parent) {
    const Resource& around = cluster.resources[parent];
    return !around.is_group() || !around.group().colocated || around.children.front() == child;
}

FencingObstacle location_obstacle(const Cluster& cluster, ResourceId device, NodeId node, const Standing& standing) {
    const Resource& resource = cluster.resources[device];
    const std::string& name = cluster.nodes[node].name;
    FencingObstacle obstacle{"location", resource.xml_id, {}, resource.position};
    if (standing.ban != nullptr) {
        obstacle.position = standing.ban->position;
        obstacle.text = fmt::format("{} cannot be used from {} (location constraint {})", device_place(resource), name,
                                    standing.ban->position.known()
                                        ? fmt::format("{}, line {}", standing.ban->id, standing.ban->position.line)
                                        : standing.ban->id);
    } else {
        obstacle.text = fmt::format("{} cannot be used from {}, which no location constraint allows", device_place(resource), name);
    }
    return obstacle;
}

} // namespace

std::vector<ResourceId> fencing_devices(const Cluster& cluster) {
    std::vector<ResourceId> devices;
    std::set<std::string_view> seen;
    for (const ResourceId id : cluster.resources.ids()) {
        const Resource& resource = cluster.resources[id];
        if (!resource.is_primitive() || !resource.fencing_device || resource.removed) continue;
        if (seen.insert(resource.xml_id).second) devices.push_back(id);
    }
    return devices;
}

std::string device_place(const Resource& device) { return with_line(device.xml_id, device.position); }

bool is_disabled_device(const Cluster& cluster, ResourceId device) {
    const auto found = cluster.resources[device].meta.find("target-role");
    if (found == cluster.resources[device].meta.end()) return false;
    if (equals_ignoring_case(found->second, "stopped")) return true;
    const Resource& top = cluster.resources[cluster.top(device)];
    const bool promotable = top.is_clone() && top.clone().promotable;
    return promotable && (equals_ignoring_case(found->second, "unpromoted") || equals_ignoring_case(found->second, "slave"));
}

std::optional<FencingObstacle> ban_on(const Cluster& cluster, ResourceId device, NodeId node) {
    const ResourceId group = cluster.resources[device].parent;
    if (group && cluster.resources[group].is_group()) {
        const Standing of_group = standing_of(cluster, group, node);
        if (of_group.score < Score()) return location_obstacle(cluster, device, node, of_group);
    }
    Standing standing;
    bool counts = true;
    for (ResourceId at = device; at; at = cluster.resources[at].parent) {
        const Standing own = standing_of(cluster, at, node);
        if (counts) {
            standing.score += own.score;
            if (own.ban != nullptr) standing.ban = own.ban;
        }
        standing.listed = standing.listed || own.listed;
        standing.exclusive = standing.exclusive || own.exclusive;
        standing.exclusively_here = standing.exclusively_here || own.exclusively_here;
        const ResourceId parent = cluster.resources[at].parent;
        counts = counts && (!parent || has_scores_of(cluster, at, parent));
    }
    const bool left_out = (!standing.listed && !cluster.options.symmetric_cluster) ||
                          (standing.exclusive && !standing.exclusively_here);
    if (left_out) return location_obstacle(cluster, device, node, {});
    if (standing.score < Score()) return location_obstacle(cluster, device, node, standing);
    return std::nullopt;
}

std::optional<FencingObstacle> host_obstacle(const Cluster& cluster, ResourceId id, const Node& target,
                                             bool& names_hosts_itself) {
    const Resource& device = cluster.resources[id];
    const AttributeTable parameters = parameters_on(cluster, id, nullptr);
    switch (host_check(parameters)) {
    case HostCheck::Anybody: return std::nullopt;
    case HostCheck::AtRunTime: names_hosts_itself = true; return std::nullopt;
    case HostCheck::Invalid: {
        const NameValuePair* const check = parameter_of(device, "pcmk_host_check");
        const Position position = check != nullptr ? check->position : device.position;
        return FencingObstacle{"host-check", device.xml_id,
                               fmt::format("{} has the pcmk_host_check `{}`, which is not valid", device_place(device),
                                           parameters.at("pcmk_host_check")),
                               position};
    }
    case HostCheck::StaticList: break;
    }
    if (names_host(parameters, target.name)) return std::nullopt;
    for (const char* const name : {"pcmk_host_list", "pcmk_host_map"}) {
        const NameValuePair* const pair = parameter_of(device, name);
        if (pair == nullptr) continue;
        return FencingObstacle{"host-list", device.xml_id,
                               fmt::format("{} names `{}` ({}{})", device.xml_id, pair->value, name,
                                           pair->position.known() ? fmt::format(", line {}", pair->position.line) : ""),
                               pair->position};
    }
    return FencingObstacle{"host-list", device.xml_id,
                           fmt::format("{} has pcmk_host_check=static-list and no pcmk_host_list", device_place(device)),
                           device.position};
}

bool runs_on(const Cluster& cluster, ResourceId device, NodeId node) {
    const std::string& xml_id = cluster.resources[device].xml_id;
    return std::ranges::any_of(cluster.nodes[node].active_resources,
                               [&](ResourceId active) {
                                   const Resource& resource = cluster.resources[active];
                                   return resource.xml_id == xml_id && !resource.failed;
                               });
}

} // namespace placement

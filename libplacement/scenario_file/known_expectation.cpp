#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "placement/agents.h"
#include "placement/error.h"
#include "placement/expectation.h"
#include "placement/names.h"

// What kinds of expectations there are, and whether the cluster has what one names.
namespace placement {

namespace {

bool instance_will_do(Expectation::Kind kind) {
    return kind == Expectation::Kind::Score || kind == Expectation::Kind::PromotionScore;
}

void require_configured(const Cluster& cluster, const std::string& name) {
    std::vector<std::string> names;
    for (const Resource& resource : cluster.resources) {
        if (resource.xml_id == name) return;
        if (std::ranges::find(names, resource.xml_id) == names.end()) names.push_back(resource.xml_id);
    }
    throw UnknownName("resource", name, nearest_names(name, names));
}

const Resource& configured(const Cluster& cluster, const std::string& name) {
    require_configured(cluster, name);
    return *std::ranges::find(cluster.resources, name, &Resource::xml_id);
}

bool holds_group(const Cluster& cluster, const Resource& resource) {
    return std::ranges::any_of(resource.children, [&](ResourceId child) { return cluster.resources[child].is_group(); });
}

/// What counts in its place is named. (ResourceOutcome::service says what a service is.)
void require_service(const Cluster& cluster, const std::string& name) {
    const Resource& resource = configured(cluster, name);
    if (resource.is_group() || holds_group(cluster, resource)) {
        throw InvalidArgument(fmt::format("`{}` is no service: what is in its group counts, each by itself", name));
    }
    if (resource.fencing_device) throw InvalidArgument(fmt::format("`{}` is a fencing device, and no service", name));
    if (!resource.parent || cluster.resources[resource.parent].is_group()) return;
    throw InvalidArgument(fmt::format("`{}` is no service: `{}` counts in its place", name,
                                      cluster.resources[cluster.top(resource.parent, true)].xml_id));
}

bool has_promotable(const Cluster& cluster, const Resource& resource) {
    if (resource.is_clone() && resource.clone().promotable) return true;
    return std::ranges::any_of(resource.children,
                               [&](ResourceId child) { return has_promotable(cluster, cluster.resources[child]); });
}

/// It, what is in it, or what it is in.
void require_promotable(const Cluster& cluster, const std::string& name) {
    const Resource& resource = configured(cluster, name);
    if (has_promotable(cluster, resource)) return;
    for (ResourceId around = resource.parent; around; around = cluster.resources[around].parent) {
        if (cluster.resources[around].is_clone() && cluster.resources[around].clone().promotable) return;
    }
    throw InvalidArgument(fmt::format("`{}` is in no promotable clone or bundle, and so is never promoted", name));
}

} // namespace

std::string_view text(Expectation::Kind kind) {
    switch (kind) {
    case Expectation::Kind::Promoted: return "promoted";
    case Expectation::Kind::Running: return "running";
    case Expectation::Kind::NotOn: return "not-on";
    case Expectation::Kind::Stopped: return "stopped";
    case Expectation::Kind::Moves: return "moves";
    case Expectation::Kind::Interruptions: return "interruptions";
    case Expectation::Kind::State: return "state";
    case Expectation::Kind::Score: return "score";
    case Expectation::Kind::PromotionScore: return "promotion-score";
    case Expectation::Kind::Margin: return "margin";
    case Expectation::Kind::Lost: return "lost";
    case Expectation::Kind::Settles: return "settles";
    case Expectation::Kind::Loops: return "loops";
    case Expectation::Kind::Holds: return "holds";
    }
    return "";
}

bool is_of_each_moment(Expectation::Kind kind) {
    using Kind = Expectation::Kind;
    return kind == Kind::Promoted || kind == Kind::Running || kind == Kind::NotOn || kind == Kind::Stopped || kind == Kind::State;
}

void require_known(const Expectation& expectation, const Cluster& cluster) {
    if (!expectation.resource.empty()) {
        if (instance_will_do(expectation.kind)) {
            require_resources(cluster, expectation.resource);
        } else {
            require_configured(cluster, expectation.resource);
        }
    }
    for (const std::string& node : expectation.nodes) require_node(cluster, node);
    for (const std::string& service : expectation.services) require_service(cluster, service);
    if (expectation.kind == Expectation::Kind::Promoted) require_promotable(cluster, expectation.resource);
}

} // namespace placement

#include <algorithm>

#include "base/text.h"
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
    for (const std::string& service : expectation.services) require_configured(cluster, service);
}

} // namespace placement

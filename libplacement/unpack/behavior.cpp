#include "placement/behavior.h"

#include <algorithm>
#include <array>
#include <stdexcept>

#include <fmt/format.h>

#include "placement/cluster.h"

namespace placement {

namespace {

struct NamedRelease {
    Release release;
    std::string_view name;
};

constexpr std::array names{
    NamedRelease{Release::v1_1_10, "1.1.10"}, NamedRelease{Release::v1_1_11, "1.1.11"},
    NamedRelease{Release::v2_0_5, "2.0.5"},   NamedRelease{Release::v2_1_5, "2.1.5"},
    NamedRelease{Release::v3_0_2, "3.0.2"},
};

constexpr std::array releases{Release::v1_1_10, Release::v1_1_11, Release::v2_0_5, Release::v2_1_5, Release::v3_0_2};

bool any_resource(const Cluster& cluster, bool (*is)(const Resource&)) {
    return std::any_of(cluster.resources.begin(), cluster.resources.end(), is);
}

} // namespace

std::span<const Release> offered_releases() { return releases; }

std::string_view text(Release release) {
    const auto found = std::ranges::find(names, release, &NamedRelease::release);
    return found == names.end() ? "" : found->name;
}

Release parse_release(std::string_view text) {
    const auto found = std::ranges::find(names, text, &NamedRelease::name);
    if (found != names.end()) return found->release;
    std::string offered;
    for (const NamedRelease& each : names) offered += fmt::format("{}{}", offered.empty() ? "" : ", ", each.name);
    throw std::invalid_argument(
        fmt::format("the rules of Pacemaker `{}` are not known; those of {} are", text, offered));
}

Behavior behavior_of(Release release) {
    Behavior behavior;
    behavior.restores_scores_after_failed_trial = release >= Release::v1_1_11;
    behavior.retries_failed_trials = release >= Release::v3_0_2;
    behavior.stickiness_property_reaches_clones = release >= Release::v2_0_5;
    behavior.scaling = release <= Release::v1_1_11 ? Scaling::TowardZero : Scaling::NeverZero;
    behavior.unknown_instances_have_promotion_scores = release >= Release::v2_0_5;
    behavior.plain_fail_counts_count = release <= Release::v2_1_5;
    return behavior;
}

std::vector<std::string> unchecked_kinds(const Cluster& cluster) {
    std::vector<std::string> kinds;
    if (cluster.release == default_release) return kinds;
    const auto add_if = [&](bool there, const char* kind) {
        if (there) kinds.emplace_back(kind);
    };
    add_if(any_resource(cluster, [](const Resource& each) { return each.is_bundle(); }), "bundles");
    add_if(std::any_of(cluster.nodes.begin(), cluster.nodes.end(), [](const Node& node) { return node.is_remote(); }),
           "remote and guest nodes");
    add_if(!cluster.ticket_constraints.empty(), "tickets");
    add_if(cluster.options.placement_strategy != PlacementStrategy::Default, "utilization");
    return kinds;
}

} // namespace placement

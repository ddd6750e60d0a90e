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

constexpr std::array release_names{
    NamedRelease{Release::v1_1_10, "1.1.10"}, NamedRelease{Release::v1_1_11, "1.1.11"},
    NamedRelease{Release::v2_0_5, "2.0.5"},   NamedRelease{Release::v2_1_5, "2.1.5"},
    NamedRelease{Release::v3_0_2, "3.0.2"},
};

constexpr std::array releases{Release::v1_1_10, Release::v1_1_11, Release::v2_0_5, Release::v2_1_5, Release::v3_0_2};

template <bool (*is)(const Resource&)>
bool any_resource(const Cluster& cluster) {
    return std::any_of(cluster.resources.begin(), cluster.resources.end(), is);
}

bool is_group(const Resource& resource) { return resource.is_group(); }
bool is_plain_clone(const Resource& resource) { return resource.is_clone() && !resource.clone().promotable; }
bool is_bundle(const Resource& resource) { return resource.is_bundle(); }

bool has_remote_nodes(const Cluster& cluster) {
    return std::any_of(cluster.nodes.begin(), cluster.nodes.end(), [](const Node& node) { return node.is_remote(); });
}

bool uses_utilization(const Cluster& cluster) {
    return cluster.options.placement_strategy != PlacementStrategy::Default;
}

/// What a cluster may have, and the older releases whose own scheduler it was compared with (docs/releases.md). Primitives
/// and promotable clones were compared with all of them.
struct ComparedFeature {
    const char* words;
    bool (*is_in)(const Cluster&);
    std::span<const Release> checked_for = {};
};

constexpr std::array compared_with_regression_inputs{Release::v1_1_10, Release::v2_1_5};

constexpr std::array kinds{
    ComparedFeature{"groups", any_resource<is_group>, compared_with_regression_inputs},
    ComparedFeature{"clones that are not promotable", any_resource<is_plain_clone>, compared_with_regression_inputs},
    ComparedFeature{"bundles", any_resource<is_bundle>},
    ComparedFeature{"remote and guest nodes", has_remote_nodes},
    ComparedFeature{"tickets", [](const Cluster& cluster) { return !cluster.ticket_constraints.empty(); }},
    ComparedFeature{"utilization", uses_utilization},
};

} // namespace

std::span<const Release> offered_releases() { return releases; }

std::string_view text(Release release) {
    const auto found = std::ranges::find(release_names, release, &NamedRelease::release);
    return found == release_names.end() ? "" : found->name;
}

Release parse_release(std::string_view text) {
    const auto found = std::ranges::find(release_names, text, &NamedRelease::name);
    if (found != release_names.end()) return found->release;
    std::string offered;
    for (const NamedRelease& each : release_names) offered += fmt::format("{}{}", offered.empty() ? "" : ", ", each.name);
    throw std::invalid_argument(
        fmt::format("the rules of Pacemaker `{}` are not known; those of {} are", text, offered));
}

Behavior behavior_of(Release release) {
    const bool since_1_1_11 = release >= Release::v1_1_11;
    const bool since_2_0_5 = release >= Release::v2_0_5;
    const bool since_2_1_5 = release >= Release::v2_1_5;
    const bool since_3_0_2 = release >= Release::v3_0_2;

    Behavior behavior;
    behavior.instance_attributes_are_meta = !since_2_0_5;
    behavior.many_per_node_are_unique = since_3_0_2;
    behavior.standard_limits_uniqueness = since_2_0_5;
    behavior.stickiness_property_reaches_clones = since_2_0_5;
    behavior.negative_stickiness_counts = !since_2_1_5;
    behavior.fail_count_names = since_3_0_2   ? FailCountNames::OfOperation
                                : since_2_0_5 ? FailCountNames::ByFeatureSet
                                              : FailCountNames::OfResource;
    behavior.configured_block_keeps_failures = !since_2_0_5;

    behavior.restores_scores_after_failed_attempt = since_1_1_11;
    behavior.repeats_failed_attempts = since_3_0_2;
    behavior.keeps_instances_node_by_node = !since_2_0_5;
    behavior.kept_only_on_best_node = since_2_0_5;
    behavior.unique_instances_prefer_current_node = !since_2_0_5;
    behavior.instance_ids_are_text = !since_2_1_5;
    behavior.worse_disfavored_node_first = !since_2_1_5;

    behavior.inheritance = since_3_0_2   ? Inheritance::Asked
                           : since_2_1_5 ? Inheritance::HandedDownSorted
                                         : Inheritance::HandedDownInFront;
    behavior.full_clones_heed_optional_colocations = since_3_0_2;
    behavior.mandatory_colocations_first = since_3_0_2;
    behavior.negative_colocations_mean_other_roles = !since_3_0_2;
    behavior.blocked_instances_count = !since_1_1_11;
    behavior.influence_counts = since_2_1_5;
    behavior.scaling = since_2_0_5 ? Scaling::NeverZero : Scaling::TowardZero;
    behavior.chained_strengths_multiply = since_3_0_2;
    behavior.chains_leave_a_node = since_2_0_5;
    behavior.double_negatives_count = since_3_0_2;
    behavior.group_preferences = since_3_0_2    ? GroupPreferences::FirstMemberThroughout
                                 : since_2_0_5  ? GroupPreferences::FirstMember
                                 : since_1_1_11 ? GroupPreferences::MembersButLast
                                                : GroupPreferences::Group;
    behavior.group_followers_count_in_full = !since_2_1_5;
    behavior.later_members_have_locations = since_3_0_2;

    behavior.unknown_instances_have_promotion_scores = since_2_0_5;
    behavior.missing_member_scores_count = !since_2_1_5;
    behavior.promotion_follows_primaries = !since_3_0_2;
    behavior.promoted_pairs_share_attribute = since_3_0_2;
    behavior.mandatory_primary = since_3_0_2   ? MandatoryPrimary::Required
                                 : since_2_0_5 ? MandatoryPrimary::WhereItIsPlaced
                                               : MandatoryPrimary::Ignored;
    behavior.unplaced_instances_have_promotion_score = !since_3_0_2;
    return behavior;
}

std::vector<std::string> unchecked_kinds(const Cluster& cluster) {
    std::vector<std::string> unchecked;
    if (cluster.release == default_release) return unchecked;
    for (const ComparedFeature& kind : kinds) {
        const bool checked = std::ranges::find(kind.checked_for, cluster.release) != kind.checked_for.end();
        if (!checked && kind.is_in(cluster)) unchecked.emplace_back(kind.words);
    }
    return unchecked;
}

} // namespace placement

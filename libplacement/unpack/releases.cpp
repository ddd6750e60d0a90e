// What a release is: its names, and what it decides differently from the next one.
#include "unpack/releases.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "placement/error.h"
#include "placement/releases.h"

namespace placement {

namespace {

constexpr std::array rows{
    ReleaseRow{Release::v1_1_10, "1.1.10", "3.0.7", "1.2", "", ""},
    ReleaseRow{Release::v1_1_11, "1.1.11", "3.0.8", "1.3", "1.1.11", "3.0.8"},
    ReleaseRow{Release::v2_0_5, "2.0.5", "3.6.1", "3.5", "1.1.17", "3.0.13"},
    ReleaseRow{Release::v2_1_2, "2.1.2", "3.11.0", "3.7", "2.1.0", "3.7.0"},
    ReleaseRow{Release::v2_1_5, "2.1.5", "3.16.1", "3.9", "2.1.3", "3.12.0"},
    ReleaseRow{Release::v2_1_6, "2.1.6", "3.17.4", "3.9", "2.1.6", "3.17.0"},
    ReleaseRow{Release::v2_1_7, "2.1.7", "3.19.0", "3.9", "2.1.7", "3.18.0"},
    ReleaseRow{Release::v2_1_8, "2.1.8", "3.19.5", "3.10", "2.1.8", "3.19.1"},
    ReleaseRow{Release::v2_1_9, "2.1.9", "3.19.6", "3.10", "2.1.9", "3.19.6"},
    ReleaseRow{Release::v2_1_10, "2.1.10", "3.19.6", "3.10", "2.1.10", "3.19.6"},
    ReleaseRow{Release::v3_0_0, "3.0.0", "3.20.0", "4.0", "3.0.0", "3.19.7"},
    ReleaseRow{Release::v3_0_1, "3.0.1", "3.20.1", "4.0", "3.0.1", "3.20.1"},
    ReleaseRow{Release::v3_0_2, "3.0.2", "3.20.5", "4.0", "3.0.2", "3.20.2"},
};

constexpr std::array offered = [] {
    std::array<Release, rows.size()> all{};
    std::ranges::transform(rows, all.begin(), &ReleaseRow::release);
    return all;
}();

/// Which release a distribution ships; docs/releases.md has the sources.
constexpr std::array distributions{
    Distribution{"centos-10", Release::v3_0_1},    Distribution{"debian-11", Release::v2_0_5},
    Distribution{"debian-12", Release::v2_1_5},    Distribution{"debian-13", Release::v3_0_0},
    Distribution{"rhel-8.10", Release::v2_1_7},    Distribution{"rhel-9.4", Release::v2_1_7},
    Distribution{"rhel-10", Release::v3_0_1},      Distribution{"sles-15.3", Release::v2_0_5},
    Distribution{"sles-15.4", Release::v2_1_2},    Distribution{"sles-15.6", Release::v2_1_7},
    Distribution{"sles-15.7", Release::v2_1_10},   Distribution{"ubuntu-22.04", Release::v2_1_2},
    Distribution{"ubuntu-24.04", Release::v2_1_6},
};

/// Gives a field of Behavior the value that it has in older releases.
template <auto field, auto value>
void put_back(Behavior& behavior) {
    behavior.*field = value;
}

/// Newest first. Each says what all releases before `from` do; of two about one field, the later one counts for what is older.
constexpr std::array changes{
    BehaviorChange{Release::v3_0_2, "promoted_pairs_share_attribute", "b5c2ab8736",
                   put_back<&Behavior::promoted_pairs_share_attribute, false>},
    BehaviorChange{Release::v3_0_2, "resource_references", "the sources of 3.0.1 and 3.0.2",
                   put_back<&Behavior::resource_references, ResourceReferences::WithoutTemplate>},
    BehaviorChange{Release::v3_0_1, "unmanaged_count_for_parents_offline", "e1e330d6db, dbe473ec05 (2.1.10)",
                   put_back<&Behavior::unmanaged_count_for_parents_offline, false>},
    BehaviorChange{Release::v3_0_1, "remote_fencing", "0912256460, b0e6544bbf",
                   put_back<&Behavior::remote_fencing, RemoteFencing::Always>},

    BehaviorChange{Release::v3_0_0, "many_per_node_are_unique", "41a363d980",
                   put_back<&Behavior::many_per_node_are_unique, false>},
    BehaviorChange{Release::v3_0_0, "fail_count_names", "4dcb43bdc7",
                   put_back<&Behavior::fail_count_names, FailCountNames::ByFeatureSet>},

    BehaviorChange{Release::v3_0_0, "concurrent_fencing_by_default", "8f235efd8e, 43883cfda1",
                   put_back<&Behavior::concurrent_fencing_by_default, false>},
    BehaviorChange{Release::v3_0_0, "fencing_has_node_attributes", "the sources of 2.1.10 and 3.0.0",
                   put_back<&Behavior::fencing_has_node_attributes, true>},
    // 2.1.10 is younger than 3.0.0, and has these already.
    BehaviorChange{Release::v3_0_0, "unmanaged_count_for_parents_offline", "dbe473ec05",
                   put_back<&Behavior::unmanaged_count_for_parents_offline, true>},
    BehaviorChange{Release::v3_0_0, "remote_fencing", "ffe528e69a, f342b77561",
                   put_back<&Behavior::remote_fencing, RemoteFencing::UnlessDisabled>},
    BehaviorChange{Release::v3_0_0, "restart_type_counts", "db0f9017d5", put_back<&Behavior::restart_type_counts, true>},
    BehaviorChange{Release::v3_0_0, "unreadable_results", "f6ea329ee3",
                   put_back<&Behavior::unreadable_results, UnreadableResults::Failures>},
    BehaviorChange{Release::v3_0_0, "remove_after_stop_counts", "cbff483c58",
                   put_back<&Behavior::remove_after_stop_counts, true>},
    BehaviorChange{Release::v3_0_0, "missing_score_attributes_ban", "9731c83407",
                   put_back<&Behavior::missing_score_attributes_ban, true>},
    BehaviorChange{Release::v3_0_0, "nameless_histories_are_of_one_node", "f95fcbd50e, 7bf5031650",
                   put_back<&Behavior::nameless_histories_are_of_one_node, true>},

    BehaviorChange{Release::v2_1_10, "unmanaged_count_for_parents_offline", "dbe473ec05",
                   put_back<&Behavior::unmanaged_count_for_parents_offline, false>},
    BehaviorChange{Release::v2_1_10, "remote_fencing", "ffe528e69a, f342b77561",
                   put_back<&Behavior::remote_fencing, RemoteFencing::Always>},
    BehaviorChange{Release::v2_1_10, "simulated_failures_are_final", "the sources of 2.1.9 and 2.1.10",
                   put_back<&Behavior::simulated_failures_are_final, false>},

    BehaviorChange{Release::v2_1_8, "resource_references", "the sources of 2.1.7 and 2.1.8",
                   put_back<&Behavior::resource_references, ResourceReferences::Anywhere>},
    BehaviorChange{Release::v2_1_8, "mandatory_primary", "456c46ba74",
                   put_back<&Behavior::mandatory_primary, MandatoryPrimary::WhereItIsPlaced>},
    BehaviorChange{Release::v2_1_8, "groups_take_promotion_priority", "e1d0562875",
                   put_back<&Behavior::groups_take_promotion_priority, false>},
    BehaviorChange{Release::v2_1_8, "later_members_have_locations", "cf7cb041f8",
                   put_back<&Behavior::later_members_have_locations, false>},
    BehaviorChange{Release::v2_1_8, "promotion_follows_primaries", "456c46ba74",
                   put_back<&Behavior::promotion_follows_primaries, true>},
    BehaviorChange{Release::v2_1_8, "unplaced_instances_have_promotion_score", "d79acb9b5e",
                   put_back<&Behavior::unplaced_instances_have_promotion_score, true>},
    BehaviorChange{Release::v2_1_8, "any_of_rules_add_base_scores", "the sources of 2.1.7 and 2.1.8",
                   put_back<&Behavior::any_of_rules_add_base_scores, true>},

    BehaviorChange{Release::v2_1_7, "instances_wait_for_all_before", "596a3ae779",
                   put_back<&Behavior::instances_wait_for_all_before, false>},
    BehaviorChange{Release::v2_1_7, "promotion_scores_follow_containers", "870e74dbfb",
                   put_back<&Behavior::promotion_scores_follow_containers, false>},
    BehaviorChange{Release::v2_1_7, "contained_resources_have_attributes_of_host", "d7649873a3",
                   put_back<&Behavior::contained_resources_have_attributes_of_host, false>},
    BehaviorChange{Release::v2_1_7, "containers_have_roles", "d774d070fa", put_back<&Behavior::containers_have_roles, false>},
    BehaviorChange{Release::v2_1_7, "unknown_nodes_of_primary_are_listed", "ae19119ab5",
                   put_back<&Behavior::unknown_nodes_of_primary_are_listed, true>},
    BehaviorChange{Release::v2_1_7, "repeats_failed_attempts", "512556ebd8", put_back<&Behavior::repeats_failed_attempts, false>},
    BehaviorChange{Release::v2_1_7, "inheritance", "2984222d46, 126930b03e",
                   put_back<&Behavior::inheritance, Inheritance::AskedUpwards>},
    BehaviorChange{Release::v2_1_7, "full_clones_heed_optional_colocations", "2984222d46",
                   put_back<&Behavior::full_clones_heed_optional_colocations, false>},
    BehaviorChange{Release::v2_1_7, "negative_colocations_mean_other_roles", "1560e47524",
                   put_back<&Behavior::negative_colocations_mean_other_roles, true>},
    BehaviorChange{Release::v2_1_7, "double_negatives_count", "d712190228", put_back<&Behavior::double_negatives_count, false>},
    BehaviorChange{Release::v2_1_7, "nameless_node_states_count", "00dd1989fd",
                   put_back<&Behavior::nameless_node_states_count, false>},
    BehaviorChange{Release::v2_1_7, "node_states_have_times", "1950cab269", put_back<&Behavior::node_states_have_times, false>},

    BehaviorChange{Release::v2_1_6, "inheritance", "7bcbbe9f6b and later",
                   put_back<&Behavior::inheritance, Inheritance::HandedDownSorted>},
    BehaviorChange{Release::v2_1_6, "group_preferences", "5337009184",
                   put_back<&Behavior::group_preferences, GroupPreferences::FirstMember>},
    BehaviorChange{Release::v2_1_6, "added_members_wait_for_stops", "b4c558e538",
                   put_back<&Behavior::added_members_wait_for_stops, false>},
    BehaviorChange{Release::v2_1_6, "bundles_are_assigned_anew", "a707e0d318",
                   put_back<&Behavior::bundles_are_assigned_anew, true>},
    BehaviorChange{Release::v2_1_7, "on_fail_stays_as_configured", "the sources of 2.1.6 and 2.1.7",
                   put_back<&Behavior::on_fail_stays_as_configured, true>},
    BehaviorChange{Release::v2_1_6, "stops_precede_notifications", "the sources of 2.1.5 and 2.1.6",
                   put_back<&Behavior::stops_precede_notifications, false>},
    BehaviorChange{Release::v2_1_6, "active_clones_start_without_probe", "1d28036392",
                   put_back<&Behavior::active_clones_start_without_probe, false>},
    BehaviorChange{Release::v2_1_6, "transient_utilization_counts", "f79a84d99a",
                   put_back<&Behavior::transient_utilization_counts, false>},
    BehaviorChange{Release::v2_1_6, "expired_failures_change_state", "27361e775c",
                   put_back<&Behavior::expired_failures_change_state, true>},
    BehaviorChange{Release::v2_1_6, "unreadable_results", "2274a92ed7",
                   put_back<&Behavior::unreadable_results, UnreadableResults::AsRecorded>},
    BehaviorChange{Release::v2_1_6, "failed_operations_stay_pending", "5e59653bfb",
                   put_back<&Behavior::failed_operations_stay_pending, true>},
    BehaviorChange{Release::v2_1_6, "replicas_are_ordered_by_content", "c5f310b55f, a74bd21a9f",
                   put_back<&Behavior::replicas_are_ordered_by_content, false>},
    BehaviorChange{Release::v2_1_6, "mandatory_colocations_first", "0eae7d53b4",
                   put_back<&Behavior::mandatory_colocations_first, false>},
    BehaviorChange{Release::v2_1_6, "chained_strengths_multiply", "f3feb5b274",
                   put_back<&Behavior::chained_strengths_multiply, false>},
    BehaviorChange{Release::v2_1_6, "degraded_results_are_successes", "21f3f62bff",
                   put_back<&Behavior::degraded_results_are_successes, false>},

    BehaviorChange{Release::v2_1_5, "expired_failures_change_state", "the sources of 2.1.2 and 2.1.5",
                   put_back<&Behavior::expired_failures_change_state, false>},
    BehaviorChange{Release::v2_1_5, "unfencing_compares_members", "the sources of 2.1.2 and 2.1.5",
                   put_back<&Behavior::unfencing_compares_members, false>},
    BehaviorChange{Release::v2_1_5, "bundles_have_utilization", "99f4b271d4 (2.1.3)",
                   put_back<&Behavior::bundles_have_utilization, false>},
    BehaviorChange{Release::v2_1_5, "operation_parameters_force_restart", "783ab4f8a0",
                   put_back<&Behavior::operation_parameters_force_restart, false>},
    BehaviorChange{Release::v2_1_5, "newer_states_end_migrations", "2a1d446ddf to 353310bd92 (2.1.3)",
                   put_back<&Behavior::newer_states_end_migrations, false>},
    BehaviorChange{Release::v2_1_5, "inheritance", "the sources of 2.0.5 and 2.1.5",
                   put_back<&Behavior::inheritance, Inheritance::HandedDownInFront>},
    BehaviorChange{Release::v2_1_5, "worse_disfavored_node_first", "a0feb2e25d",
                   put_back<&Behavior::worse_disfavored_node_first, true>},
    BehaviorChange{Release::v2_1_5, "instance_ids_are_text", "4a59702123", put_back<&Behavior::instance_ids_are_text, true>},
    BehaviorChange{Release::v2_1_5, "group_followers_count_in_full", "60343e7cc7",
                   put_back<&Behavior::group_followers_count_in_full, true>},
    BehaviorChange{Release::v2_1_5, "negative_stickiness_counts", "the sources of 2.0.5 and 2.1.5",
                   put_back<&Behavior::negative_stickiness_counts, true>},
    BehaviorChange{Release::v2_1_5, "missing_member_scores_count", "the sources of 2.0.5 and 2.1.5",
                   put_back<&Behavior::missing_member_scores_count, true>},
    BehaviorChange{Release::v2_1_5, "active_containers_follow_connections", "4829164716 (2.1.3)",
                   put_back<&Behavior::active_containers_follow_connections, true>},
    BehaviorChange{Release::v2_1_5, "sanitized_digests_cover_operations", "6b57583df1",
                   put_back<&Behavior::sanitized_digests_cover_operations, false>},
    BehaviorChange{Release::v2_1_5, "failed_probes_are_masked", "fef2c61ef4 (2.1.3)",
                   put_back<&Behavior::failed_probes_are_masked, false>},

    BehaviorChange{Release::v2_1_2, "rules_compare_with_parameters", "397ad868d4 (2.1.0)",
                   put_back<&Behavior::rules_compare_with_parameters, false>},
    BehaviorChange{Release::v2_1_2, "remote_shutdowns_outlast_histories", "588a7c6bcd (2.1.0)",
                   put_back<&Behavior::remote_shutdowns_outlast_histories, false>},
    BehaviorChange{Release::v2_1_2, "agents_have_reload_agent", "34cbe57566 (2.1.0)",
                   put_back<&Behavior::agents_have_reload_agent, false>},
    BehaviorChange{Release::v2_1_2, "sanitized_digests_leave_out_meta", "683062145f, c396a66016 (2.1.0)",
                   put_back<&Behavior::sanitized_digests_leave_out_meta, false>},
    BehaviorChange{Release::v2_1_2, "unmanaged_actions_depend_on_nodes", "b0347f7b8e (2.1.1)",
                   put_back<&Behavior::unmanaged_actions_depend_on_nodes, false>},
    BehaviorChange{Release::v2_1_2, "cancellations_go_through_former_host", "8f5b73c07a (2.1.0)",
                   put_back<&Behavior::cancellations_go_through_former_host, false>},
    BehaviorChange{Release::v2_1_2, "influence_counts", "ChangeLog of 2.1.0", put_back<&Behavior::influence_counts, false>},
    BehaviorChange{Release::v2_1_2, "members_follow_past_unmanaged", "5c3bbf61ee (2.1.1)",
                   put_back<&Behavior::members_follow_past_unmanaged, false>},

    BehaviorChange{Release::v2_0_5, "instance_attributes_are_meta", "a286fc6cf4 (2.0.0)",
                   put_back<&Behavior::instance_attributes_are_meta, true>},
    BehaviorChange{Release::v2_0_5, "standard_limits_uniqueness", "7a5c2ccfb1 (2.0.1)",
                   put_back<&Behavior::standard_limits_uniqueness, false>},
    BehaviorChange{Release::v2_0_5, "stickiness_property_reaches_clones", "the upgrade of the property to rsc_defaults (2.0.0)",
                   put_back<&Behavior::stickiness_property_reaches_clones, false>},
    BehaviorChange{Release::v2_0_5, "fail_count_names", "1.1.17 introduced the names of operations",
                   put_back<&Behavior::fail_count_names, FailCountNames::OfResource>},
    BehaviorChange{Release::v2_0_5, "configured_block_keeps_failures", "the sources of 1.1.11 and 2.0.5",
                   put_back<&Behavior::configured_block_keeps_failures, true>},
    BehaviorChange{Release::v2_0_5, "keeps_instances_node_by_node", "the sources of 1.1.11 and 2.0.5",
                   put_back<&Behavior::keeps_instances_node_by_node, true>},
    BehaviorChange{Release::v2_0_5, "kept_only_on_best_node", "the sources of 1.1.11 and 2.0.5",
                   put_back<&Behavior::kept_only_on_best_node, false>},
    BehaviorChange{Release::v2_0_5, "unique_instances_prefer_current_node", "the sources of 1.1.11 and 2.0.5",
                   put_back<&Behavior::unique_instances_prefer_current_node, true>},
    BehaviorChange{Release::v2_0_5, "scaling", "the sources of 1.1.10 and 2.0.5",
                   put_back<&Behavior::scaling, Scaling::TowardZero>},
    BehaviorChange{Release::v2_0_5, "chains_leave_a_node", "the sources of 1.1.11 and 2.0.5",
                   put_back<&Behavior::chains_leave_a_node, false>},
    BehaviorChange{Release::v2_0_5, "group_preferences", "the sources of 1.1.11 and 2.0.5",
                   put_back<&Behavior::group_preferences, GroupPreferences::MembersButLast>},
    BehaviorChange{Release::v2_0_5, "unknown_instances_have_promotion_scores", "the sources of 1.1.11 and 2.0.5 (1.1.18)",
                   put_back<&Behavior::unknown_instances_have_promotion_scores, false>},
    BehaviorChange{Release::v2_0_5, "mandatory_primary", "the sources of 1.1.11 and 2.0.5",
                   put_back<&Behavior::mandatory_primary, MandatoryPrimary::Ignored>},

    BehaviorChange{Release::v1_1_11, "restores_scores_after_failed_attempt", "1c057f8808 (cl#5171)",
                   put_back<&Behavior::restores_scores_after_failed_attempt, false>},
    BehaviorChange{Release::v1_1_11, "blocked_instances_count", "the sources of 1.1.10 and 1.1.11",
                   put_back<&Behavior::blocked_instances_count, true>},
    BehaviorChange{Release::v1_1_11, "group_preferences", "the sources of 1.1.10 and 1.1.11",
                   put_back<&Behavior::group_preferences, GroupPreferences::Group>},
};

} // namespace

std::span<const ReleaseRow> release_table() { return rows; }

const ReleaseRow& row_of(Release release) { return *std::ranges::find(rows, release, &ReleaseRow::release); }

std::span<const Release> offered_releases() { return offered; }

std::span<const Distribution> known_distributions() { return distributions; }

std::span<const BehaviorChange> behavior_changes() { return changes; }

std::string_view text(Release release) { return row_of(release).name; }

Release parse_release(std::string_view text) {
    if (const auto found = std::ranges::find(rows, text, &ReleaseRow::name); found != rows.end()) return found->release;
    const auto shipped = std::ranges::find(distributions, text, &Distribution::name);
    if (shipped != distributions.end()) return shipped->release;
    std::string known;
    for (const ReleaseRow& row : rows) known += fmt::format("{}{}", known.empty() ? "" : ", ", row.name);
    for (const Distribution& each : distributions) known += fmt::format(", {}", each.name);
    throw InvalidArgument(fmt::format("the rules of Pacemaker `{}` are not known; those of {} are", text, known));
}

Behavior behavior_of(Release release) { return behavior_of(release, {}, release); }

Behavior behavior_of(Release release, const std::vector<std::string_view>& fields, Release fields_of) {
    Behavior behavior;
    for (const BehaviorChange& change : changes) {
        const bool of_other = std::ranges::find(fields, change.field) != fields.end();
        if ((of_other ? fields_of : release) < change.from) change.take_back(behavior);
    }
    return behavior;
}

} // namespace placement

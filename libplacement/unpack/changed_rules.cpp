#include "placement/releases.h"

#include <algorithm>
#include <array>
#include <set>

#include "unpack/releases.h"

namespace placement {

namespace {

/// What a field of Behavior is about, for people: a clause that says what changed in it.
struct RuleWords {
    std::string_view field;
    std::string_view words;
};

constexpr std::array rule_words{
    RuleWords{"instance_attributes_are_meta", "instance attributes no longer count as meta attributes"},
    RuleWords{"many_per_node_are_unique", "a clone with clone-node-max above 1 is globally unique by default"},
    RuleWords{"standard_limits_uniqueness", "clones of LSB and systemd services cannot be globally unique"},
    RuleWords{"stickiness_property_reaches_clones",
              "default-resource-stickiness counts for clones, too; they had a stickiness of 1 by default"},
    RuleWords{"negative_stickiness_counts", "a negative stickiness no longer drives a resource away"},
    RuleWords{"resource_references", "where an id-ref within a resource may find the set, the rule or the pair that it means"},
    RuleWords{"fail_count_names", "which fail counts count: one for each resource, or one for each operation"},
    RuleWords{"configured_block_keeps_failures", "failures expire even if another operation of the resource has on-fail=block"},
    RuleWords{"concurrent_fencing_by_default", "nodes are fenced at the same time, not one after the other, by default"},
    RuleWords{"remote_fencing", "whether a partition without quorum fences the remote nodes among its members"},
    RuleWords{"restart_type_counts", "restart-type no longer has a meaning"},
    RuleWords{"remove_after_stop_counts", "remove-after-stop no longer has a meaning"},
    RuleWords{"unmanaged_count_for_parents_offline",
              "what contains an unmanaged resource is active on its node even while that is offline"},
    RuleWords{"nameless_node_states_count", "a node's state counts even if it does not have the node's name"},
    RuleWords{"node_states_have_times", "a node's state may say since when the node is a member"},
    RuleWords{"transient_utilization_counts", "utilization among a node's transient attributes is capacity, too"},
    RuleWords{"failed_operations_stay_pending", "an operation whose failure is recorded is no longer pending"},
    RuleWords{"unreadable_results", "what becomes of an operation that is recorded with an rc-code that is no exit status"},
    RuleWords{"expired_failures_change_state", "a failure that has expired no longer changes a resource's role or blocks it"},
    RuleWords{"failed_probes_are_masked", "a probe that finds no agent, or parameters that it refuses, is no failure any more"},
    RuleWords{"degraded_results_are_successes", "a degraded result is a success of any operation, no longer of a monitor only"},
    RuleWords{"restores_scores_after_failed_attempt", "what a failed attempt to keep an instance left in its scores is undone"},
    RuleWords{"repeats_failed_attempts", "after a failed attempt to keep an instance where it runs there is another one"},
    RuleWords{"keeps_instances_node_by_node", "instances are kept where they run one by one, no longer node by node"},
    RuleWords{"kept_only_on_best_node",
              "an instance is kept where it runs only if that node's score is the best; any of 0 or more was enough"},
    RuleWords{"unique_instances_prefer_current_node",
              "among the best nodes, instances of a unique clone no longer prefer the one where they run"},
    RuleWords{"bundles_are_assigned_anew", "a bundle that has its nodes is not assigned again"},
    RuleWords{"instance_ids_are_text", "instances are ordered by number; instance 10 came before instance 2"},
    RuleWords{"worse_disfavored_node_first",
              "of two instances on nodes that colocations disfavor, the one on the better node comes first"},
    RuleWords{"inheritance", "how instances and members get the colocations of the clone or group that they are in"},
    RuleWords{"full_clones_heed_optional_colocations", "optional colocations count even if every node has an instance"},
    RuleWords{"mandatory_colocations_first", "a primitive's mandatory colocations come before the optional ones"},
    RuleWords{"negative_colocations_mean_other_roles",
              "\"not with the promoted instance\" no longer applies to instances that are not promoted"},
    RuleWords{"blocked_instances_count", "blocked instances no longer count for what is colocated with their clone"},
    RuleWords{"influence_counts", "influence=false and critical=false have an effect on colocations"},
    RuleWords{"active_containers_follow_connections",
              "a bundle's container that is active no longer moves for the sake of its replica's connection"},
    RuleWords{"members_follow_past_unmanaged",
              "a group's member behind one that is not managed follows what the group must be with"},
    RuleWords{"scaling", "how a colocation's strength times a score is rounded: toward zero, or to the nearest, but not to 0"},
    RuleWords{"chained_strengths_multiply", "along a chain of colocations their strengths multiply"},
    RuleWords{"chains_leave_a_node", "preferences along a chain of colocations that would leave no node are ignored"},
    RuleWords{"double_negatives_count",
              "a negative preference through a negative colocation counts for a dependent with one node left"},
    RuleWords{"group_preferences", "whose preferences represent a group that is colocated with something"},
    RuleWords{"group_followers_count_in_full",
              "what depends on a group that itself depends on something no longer counts there in full"},
    RuleWords{"unknown_nodes_of_primary_are_listed",
              "nodes that a resource does not know no longer get -INFINITY from its clone or bundle"},
    RuleWords{"contained_resources_have_attributes_of_host",
              "what is in a container is colocated by the attributes of the container's host"},
    RuleWords{"containers_have_roles", "colocations by role apply to bundles"},
    RuleWords{"later_members_have_locations",
              "a later member of a group that is colocated by itself has the group's location constraints"},
    RuleWords{"unknown_instances_have_promotion_scores",
              "an instance without history has the promotion score of the node's attribute; it was -1"},
    RuleWords{"missing_member_scores_count", "a group member without a promotion score no longer counts as -1"},
    RuleWords{"promotion_follows_primaries",
              "preferences of what promoted instances should be with no longer count a second time"},
    RuleWords{"promoted_pairs_share_attribute",
              "colocated promoted instances share the colocation's node attribute; they had to be on the same node"},
    RuleWords{"mandatory_primary", "whether an instance may be promoted apart from what promoted instances must be with"},
    RuleWords{"promotion_scores_follow_containers",
              "what is in a bundle has the promotion score of the node that its container is assigned to"},
    RuleWords{"groups_take_promotion_priority",
              "what a colocation adds to the promotion priority of a group's member counts for the group"},
    RuleWords{"unplaced_instances_have_promotion_score", "an instance without a node has no promotion score; it was 0"},
    RuleWords{"instances_wait_for_all_before",
              "an instance of an ordered clone waits for all before it, not only for its neighbor"},
    RuleWords{"replicas_are_ordered_by_content",
              "of bundles that are ordered pairwise, what is inside waits, not the containers"},
    RuleWords{"added_members_wait_for_stops",
              "a member that is added to a running group waits until the later members have stopped"},
    RuleWords{"stops_precede_notifications", "a clone's stops are numbered before the notifications of its starts"},
    RuleWords{"on_fail_stays_as_configured", "an on-fail that is not allowed is no longer in the transition"},
    RuleWords{"unfencing_compares_members", "members are unfenced anew where a device is not what they recorded"},
    RuleWords{"fencing_has_node_attributes", "fencing is no longer given the attributes of the node as meta attributes"},
    RuleWords{"active_clones_start_without_probe", "a clone with an active instance starts where a probe cannot be done"},
    RuleWords{"nameless_histories_are_of_one_node",
              "operations that name their node and others of the same history that do not are ordered by time, not by call ids"},
    RuleWords{"simulated_failures_are_final", "starts and stops that crm_simulate lets fail count as INFINITY failures"},
    RuleWords{"rules_compare_with_parameters",
              "value-source counts in all location rules, no longer only in constraints for a pattern"},
    RuleWords{"any_of_rules_add_base_scores", "a location rule with boolean-op=or no longer includes that a node is offline"},
    RuleWords{"missing_score_attributes_ban", "a location rule no longer bans from nodes that lack its score-attribute"},
    RuleWords{"bundles_have_utilization",
              "the utilization of what a bundle contains counts for its containers and what must be with the bundle"},
    RuleWords{"newer_states_end_migrations",
              "anything newer in a node's history ends what a migration's history says of the node, no longer only a stop"},
    RuleWords{"remote_shutdowns_outlast_histories",
              "a shutdown of a remote node stops its connection, even if a probe found none there"},
    RuleWords{"agents_have_reload_agent", "changed parameters are reloaded by the action reload-agent, no longer by reload"},
    RuleWords{"operation_parameters_force_restart",
              "changed parameters restart a resource if its start has parameters of its own"},
    RuleWords{"sanitized_digests_leave_out_meta",
              "configurations without their secrets are compared without what is for Pacemaker itself, such as timeouts"},
    RuleWords{"sanitized_digests_cover_operations",
              "without their secrets, configurations are compared with the parameters of the operation, too"},
    RuleWords{"unmanaged_actions_depend_on_nodes", "what is not managed is no longer probed on pending or offline nodes"},
    RuleWords{"cancellations_go_through_former_host",
              "a recurring operation behind a connection that moves is cancelled through the node where the connection was"},
};

std::string_view words_for(std::string_view field) {
    const auto found = std::ranges::find(rule_words, field, &RuleWords::field);
    return found == rule_words.end() ? field : found->words;
}

/// The changes of a field between the two that matter to the newer one, oldest first.
std::vector<BehaviorChange> steps(std::string_view field, Release older, Release newer) {
    std::vector<BehaviorChange> found;
    for (const BehaviorChange& change : behavior_changes()) {
        if (change.field == field && older < change.from && change.from <= newer) found.push_back(change);
    }
    std::ranges::reverse(found);
    return found;
}

} // namespace

std::vector<ReleaseDescription> release_descriptions() {
    std::vector<ReleaseDescription> described;
    for (const ReleaseRow& row : release_table()) {
        ReleaseDescription& each = described.emplace_back(ReleaseDescription{row.release, row.feature_set, row.schema, {}});
        for (const Distribution& distribution : known_distributions()) {
            if (distribution.release == row.release) each.distributions.push_back(distribution.name);
        }
    }
    return described;
}

std::vector<ChangedRule> changed_rules(Release one, Release other) {
    const Release older = std::min(one, other);
    const Release newer = std::max(one, other);
    std::vector<ChangedRule> changed;
    std::set<std::string_view> seen;
    for (const BehaviorChange& change : behavior_changes()) {
        if (!seen.insert(change.field).second) continue;
        if (behavior_of(newer, {change.field}, older) == behavior_of(newer)) continue;
        changed.push_back({change.field, words_for(change.field), steps(change.field, older, newer)});
    }
    std::ranges::stable_sort(changed, std::ranges::greater{}, [](const ChangedRule& each) { return each.changes.back().from; });
    return changed;
}

} // namespace placement

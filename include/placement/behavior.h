#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// What Pacemaker releases decide differently.
namespace [[gnu::visibility("default")]] placement {

class Cib;

/// The releases whose rules are known, oldest first. The rules of 1.1.10 also apply to the snapshot 42f2063.
enum class Release : std::uint8_t {
    v1_1_10,
    v1_1_11,
    v2_0_5,
    v2_1_2,
    v2_1_5,
    v2_1_6,
    v2_1_7,
    v2_1_8,
    v2_1_9,
    v2_1_10,
    v3_0_0,
    v3_0_1,
    v3_0_2,
};

/// The release that applies if neither the question nor the CIB names one.
inline constexpr Release default_release = Release::v3_0_2;

/// All of them, oldest first.
std::span<const Release> offered_releases();
/// "1.1.10".
std::string_view text(Release release);
/// The release of that name ("2.1.7"), or the one that a distribution of that name ships ("rhel-9.4"). Throws
/// InvalidArgument with a message that lists the known names.
Release parse_release(std::string_view text);

/// A distribution, and the release that it ships.
struct Distribution {
    std::string_view name; ///< "rhel-9.4"
    Release release;
};
/// By name.
std::span<const Distribution> known_distributions();

/// The release whose rules apply to a cluster, and the version that it is only the nearest to.
struct ClusterRelease {
    Release release = default_release;
    /// "2.1.4", or "feature set 3.15.0"; empty if the rules are that release's own.
    std::string nearest_to = {};
    friend bool operator==(const ClusterRelease&, const ClusterRelease&) = default;
};
/// The release that the cluster runs: from its dc-version, or else from its crm_feature_set. None if the CIB has neither, or if
/// they cannot be read.
std::optional<ClusterRelease> cluster_release(const Cib& cib);
/// The release whose rules are nearest to those of a version ("2.1.4", "1.1.18-11.el7-2b07d5c5a9"); docs/releases.md describes
/// how. None for a text that does not begin with a version.
std::optional<ClusterRelease> nearest_release(std::string_view version);
/// `wanted`, or else the cluster's own release, or else the default.
ClusterRelease release_for(const Cib& cib, std::optional<Release> wanted);

/// How a colocation's strength times a node's score, which is a fraction, becomes an integer.
enum class Scaling : std::uint8_t {
    TowardZero, ///< truncated: -1000 and 100 make 0 (to 1.1.17)
    Nearest,    ///< rounded, halves away from zero (1.1.18 to 1.1.22, 2.0.0 to 2.0.3)
    NeverZero,  ///< rounded, but at least 1 point if neither of the two is 0 (1.1.23, 2.0.4 and later)
};

/// How instances and members get the colocations of the clone or group that they are in.
enum class Inheritance : std::uint8_t {
    HandedDownInFront, ///< they get copies in front of their own, again with every attempt to place them (to 2.1.x)
    HandedDownSorted,  ///< the same, but each copy is sorted into their own (2.1.x to 2.1.5)
    AskedUpwards,      ///< they look them up when they need them (2.1.6)
    Asked,             ///< and a group, or the member that speaks for it, those of its other members as well (2.1.7)
};

/// Whose preferences represent those of a group that is colocated with something.
enum class GroupPreferences : std::uint8_t {
    Group,                ///< the group's own scores, without its members', if something follows the group; otherwise the first
                          ///< member's (1.1.10)
    MembersButLast,       ///< there, each member's except the last one's (1.1.11)
    FirstMember,          ///< the first member's, including the others'; then those of what follows the last member (1.1.13)
    FirstMemberThroughout ///< the first member's, also for those that follow the group (2.1.6)
};

/// Whether an instance may be promoted apart from what promoted instances must be with.
enum class MandatoryPrimary : std::uint8_t {
    Ignored,         ///< it may (1.1.x)
    WhereItIsPlaced, ///< only on the node where that is placed, if it has one, in any role (to 2.1.7)
    Required,        ///< only if that has a node; but a primary in another role than the colocation's does not count (2.1.8)
};

/// Which fail counts count.
enum class FailCountNames : std::uint8_t {
    OfResource,    ///< one for each resource, `fail-count-db`; for an anonymous clone, any that begins so (to 1.1.16)
    ByFeatureSet,  ///< as OfOperation, but as OfResource for a CIB written by a cluster older than 1.1.17 (to 2.1.x)
    OfOperation,   ///< one for each operation, `fail-count-db#monitor_10000` (3.0.0)
};

/// Where an id-ref within a resource may find what it means.
enum class ResourceReferences : std::uint8_t {
    Anywhere,        ///< in the whole CIB (to 2.1.7)
    WithoutTemplate, ///< in the whole CIB; for a resource with a template, only in these two (2.1.8)
    Within,          ///< sets and rules only in the resource and its template; single pairs in the whole CIB (3.0.2)
};

/// Whether a partition without quorum fences remote nodes that are among its members.
enum class RemoteFencing : std::uint8_t {
    Always,         ///< it does (to 2.1.9, and 3.0.0)
    UnlessDisabled, ///< unless fence-remote-without-quorum=false, and the connection could run in another partition (2.1.10)
    IfEnabled,      ///< the same, but the property is false by default (3.0.1)
};

/// What an operation means that is recorded without an exit status from 0 to 255.
enum class UnreadableResults : std::uint8_t {
    AsRecorded, ///< one that is missing means success (to 2.1.5)
    Failures,   ///< it failed (2.1.6)
    Ignored,    ///< nothing (3.0.0)
};

/// Each difference, by its meaning. The defaults are those of the default release. docs/releases.md lists the sources.
struct Behavior {
    // ---- the configuration ----

    /// Instance attributes of a resource count as meta attributes if it does not have that meta attribute itself.
    bool instance_attributes_are_meta = false;
    /// A clone of which several instances may run on a node has unique instances unless it says otherwise.
    bool many_per_node_are_unique = true;
    /// Only agents of the standards that support unique instances can have them.
    bool standard_limits_uniqueness = true;
    /// The property default-resource-stickiness is a default for all resources, including clones; otherwise, the default for
    /// clones is 1.
    bool stickiness_property_reaches_clones = true;
    /// A negative stickiness drives a resource away from where it runs.
    bool negative_stickiness_counts = false;
    ResourceReferences resource_references = ResourceReferences::Within;
    FailCountNames fail_count_names = FailCountNames::OfOperation;
    /// A resource's failures never expire if any of its operations has on-fail=block, whether or not that operation failed.
    bool configured_block_keeps_failures = false;
    /// The default of the property concurrent-fencing. Before 3.0.0 whoever built Pacemaker could choose; this is what
    /// counted if nobody did.
    bool concurrent_fencing_by_default = true;
    RemoteFencing remote_fencing = RemoteFencing::IfEnabled;
    /// restart-type=restart of a resource makes optional orderings after others mandatory.
    bool restart_type_counts = false;
    /// The property remove-after-stop has the history of what was stopped deleted.
    bool remove_after_stop_counts = false;
    /// value-source in a location rule compares with a parameter or meta attribute; otherwise only where the constraint is for a
    /// pattern.
    bool rules_compare_with_parameters = true;
    /// A location rule that any of its conditions fulfils adds its score to what the node itself counts, which is -INFINITY while
    /// it is offline.
    bool any_of_rules_add_base_scores = false;
    /// A location rule bans from nodes that lack its score-attribute; a value that is no score counts as 0. Otherwise, it does
    /// not count there.
    bool missing_score_attributes_ban = false;
    /// What a container needs is what is configured for what it contains, and counts for what must be with its bundle.
    bool bundles_have_utilization = true;

    // ---- the state ----

    /// What a migration's history says of a node counts as far as the node's history has nothing newer; otherwise, as far as no
    /// stop succeeded there later.
    bool newer_states_end_migrations = true;
    /// The shutdown of a remote node stops its connection, even if the connection's history follows in the CIB.
    bool remote_shutdowns_outlast_histories = true;
    /// What contains a resource that is not managed is active on that resource's node, even if the node is offline.
    bool unmanaged_count_for_parents_offline = true;
    /// The state of a node is found by its id where it has no name.
    bool nameless_node_states_count = true;
    /// A node's state may say since when the node is a member and has a controller; otherwise, only that it does.
    bool node_states_have_times = true;
    /// Utilization in the transient attributes of a node's state is that node's capacity, too.
    bool transient_utilization_counts = true;
    /// An operation that is recorded as pending is, even if its failure is recorded, too, and is not older.
    bool failed_operations_stay_pending = false;
    /// What an operation means that is recorded without an exit status that can be one (rc-code).
    UnreadableResults unreadable_results = UnreadableResults::Ignored;
    /// A failure that has expired can still change the resource's role, or block it.
    bool expired_failures_change_state = false;
    /// A probe that finds no agent, or parameters that the agent refuses, only bans the resource from the node; otherwise it is a
    /// failure like others.
    bool failed_probes_are_masked = true;
    /// A degraded result is a success of any operation; otherwise of a monitor only.
    bool degraded_results_are_successes = true;

    // ---- instances of clones ----

    /// What a failed attempt to keep an instance where it runs left in its scores is undone.
    bool restores_scores_after_failed_attempt = true;
    /// After a failed attempt, a place is kept free for another instance on the better node, and the attempt is repeated;
    /// otherwise the instance waits until those that could be kept have their place.
    bool repeats_failed_attempts = true;
    /// Instances are kept where they run node by node, the best node first, instead of instance by instance.
    bool keeps_instances_node_by_node = false;
    /// A node on which an instance is to be kept must have the best score; otherwise any score of 0 or more will do.
    bool kept_only_on_best_node = true;
    /// Among nodes with the best score, an instance of a unique clone prefers the one where it runs.
    bool unique_instances_prefer_current_node = false;
    /// A bundle that has its nodes already is assigned once more whenever something is that is colocated with it. This shows in
    /// the table of scores.
    bool bundles_are_assigned_anew = false;
    /// Instances that are otherwise equal are ordered by their ids as text ("db:10" before "db:2"), not by number.
    bool instance_ids_are_text = false;
    /// Of two instances whose nodes are disfavored by colocations, the one on the worse node comes first.
    bool worse_disfavored_node_first = false;

    // ---- colocations ----

    Inheritance inheritance = Inheritance::Asked;
    /// Instances that inherit a clone's colocations also get the optional ones if every node has an instance.
    bool full_clones_heed_optional_colocations = true;
    /// A primitive's mandatory colocations come before the optional ones, whether it is the dependent or the primary.
    bool mandatory_colocations_first = true;
    /// A negative colocation with a role applies to resources in every role but that one.
    bool negative_colocations_mean_other_roles = false;
    /// Blocked instances count for what is colocated with their clone.
    bool blocked_instances_count = false;
    /// influence=false (or critical=false of a member) has an effect on colocations.
    bool influence_counts = true;
    /// A container that is active goes where its replica's connection prefers to be.
    bool active_containers_follow_connections = false;
    /// A member after one that is not managed follows what its group must be with.
    bool members_follow_past_unmanaged = true;
    Scaling scaling = Scaling::NeverZero;
    /// Along a chain of colocations, their strengths are multiplied; otherwise each counts as if it were alone.
    bool chained_strengths_multiply = true;
    /// Along a chain, preferences that would leave no node are ignored, even if those of the first link are not.
    bool chains_leave_a_node = true;
    /// A negative preference through a negative colocation counts for a dependent that has only one node left.
    bool double_negatives_count = true;
    GroupPreferences group_preferences = GroupPreferences::FirstMemberThroughout;
    /// What depends on a group that itself depends on something counts there as if it depended on that directly.
    bool group_followers_count_in_full = false;
    /// What must be with a clone or bundle gets -INFINITY also on those nodes of it that it does not know.
    bool unknown_nodes_of_primary_are_listed = false;
    /// What is inside a container is colocated by the attributes of the container's host, not of its own bundle node.
    bool contained_resources_have_attributes_of_host = true;
    /// A bundle's container has the role of what it contains, and is found from another bundle's inside.
    bool containers_have_roles = true;
    /// A group's location constraints apply to a later member that is colocated by itself.
    bool later_members_have_locations = true;

    // ---- promotion ----

    /// An instance without history has the promotion score of the node's attribute; otherwise it has none.
    bool unknown_instances_have_promotion_scores = true;
    /// In the sum of a group's promotion scores, a member without one counts as -1.
    bool missing_member_scores_count = false;
    /// Promotion also takes into account the preferences of what promoted instances should be with.
    bool promotion_follows_primaries = false;
    /// Colocated promoted instances share the value of the colocation's node attribute; otherwise they are on the same node,
    /// regardless of the attribute.
    bool promoted_pairs_share_attribute = true;
    MandatoryPrimary mandatory_primary = MandatoryPrimary::Required;
    /// Until a bundle's container has its node, what is inside has the promotion score of the current node, and afterwards that
    /// of the assigned one; otherwise always that of the current node.
    bool promotion_scores_follow_containers = true;
    /// What a colocation adds to the promotion priority of a cloned group's member counts for the group.
    bool groups_take_promotion_priority = true;
    /// An instance without a node has the promotion score 0, not -INFINITY.
    bool unplaced_instances_have_promotion_score = false;

    // ---- actions and their order ----

    /// A changed parameter is reloaded by the agent's action reload-agent, not by reload.
    bool agents_have_reload_agent = true;
    /// Changed parameters restart a resource if its start has parameters of its own.
    bool operation_parameters_force_restart = true;
    /// Configurations without their secrets are compared by all parameters but the secrets and what is for Pacemaker itself;
    /// otherwise by all but the secrets.
    bool sanitized_digests_leave_out_meta = true;
    /// Configurations without their secrets are compared with the parameters of the operation, too, if feature set 3.16.0 or
    /// later recorded them.
    bool sanitized_digests_cover_operations = true;
    /// Actions of a resource that is not managed are blocked where its node is pending or offline, as others.
    bool unmanaged_actions_depend_on_nodes = true;
    /// A recurring operation behind a connection that moves is cancelled through the node where the connection was.
    bool cancellations_go_through_former_host = true;
    /// An instance of an ordered clone starts after all that come before it; otherwise after the one before it, and after the
    /// one before it among those that start. Stops are the other way round.
    bool instances_wait_for_all_before = true;
    /// Of two bundles whose replicas are ordered pairwise, what is inside the first waits for, or is waited for; otherwise the
    /// containers.
    bool replicas_are_ordered_by_content = true;
    /// A member that is added to a running group starts after the members that follow it have stopped.
    bool added_members_wait_for_stops = true;
    /// Where a probe cannot be done, a clone does not start unless some instance of it is active; otherwise, unless the instance
    /// that is probed is.
    bool active_clones_start_without_probe = true;
    /// The attributes of a node are meta attributes of its fencing.
    bool fencing_has_node_attributes = false;
    /// A clone's stops are made before the notifications of its starts, and have lower numbers.
    bool stops_precede_notifications = true;
    /// An operation has its on-fail in the transition as it is configured, even where that is not allowed and does not count.
    bool on_fail_stays_as_configured = false;
    /// Members of the cluster are unfenced anew where a device is not what they recorded, as remote nodes are.
    bool unfencing_compares_members = true;
    /// An operation that does not say on which node it happened is taken to be of the same node as the others of its history, so that
    /// call ids order them; otherwise, one that says it and one that does not are ordered by time.
    bool nameless_histories_are_of_one_node = false;
    /// A start or stop that crm_simulate lets fail is counted as INFINITY failures, as a cluster does; otherwise as one.
    bool simulated_failures_are_final = true;

    friend bool operator==(const Behavior&, const Behavior&) = default;
};

/// The behavior of that release.
Behavior behavior_of(Release release);

/// What a release changed, as what the releases before it do.
struct BehaviorChange {
    Release from;            ///< the first of the offered releases that has the change
    std::string_view field;  ///< of Behavior
    std::string_view source; ///< where Pacemaker's history has it: a commit, or what was compared
    void (*take_back)(Behavior&);
};
/// Newest first. Where several are about one field, the later one says what the older releases do.
std::span<const BehaviorChange> behavior_changes();

struct Cluster;
/// The kinds of resource in the cluster that were not compared with that release's own scheduler, in words ("bundles"); empty
/// for the default release.
std::vector<std::string> unchecked_kinds(const Cluster& cluster);

} // namespace placement

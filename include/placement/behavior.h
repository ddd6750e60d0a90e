#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// What releases of Pacemaker decide differently.
namespace placement {

class Cib;

/// The releases whose rules are known, oldest first. Those of 1.1.10 are what the snapshot 42f2063 has, too.
enum class Release : std::uint8_t { v1_1_10, v1_1_11, v2_0_5, v2_1_5, v3_0_2 };

/// The one that is meant where neither a question nor a CIB says anything.
inline constexpr Release default_release = Release::v3_0_2;

/// All of them, oldest first.
std::span<const Release> offered_releases();
/// "1.1.10".
std::string_view text(Release release);
/// Throws std::invalid_argument, which names those that are offered.
Release parse_release(std::string_view text);

/// The release to judge a cluster by, and what it is no more than the nearest to.
struct ClusterRelease {
    Release release = default_release;
    /// "2.1.4", or "feature set 3.15.0"; empty where the rules are that release's own.
    std::string nearest_to = {};
    friend bool operator==(const ClusterRelease&, const ClusterRelease&) = default;
};
/// The release that the cluster runs: what its dc-version names, or else its crm_feature_set. None where the CIB says neither,
/// or what cannot be read.
std::optional<ClusterRelease> cluster_release(const Cib& cib);
/// The one whose rules are nearest to those of a version ("2.1.4", "1.1.18-11.el7-2b07d5c5a9"); docs/releases.md has the rule.
/// None for what begins with no version.
std::optional<ClusterRelease> nearest_release(std::string_view version);
/// The one that is wanted, or else the cluster's own, or else the default.
ClusterRelease release_for(const Cib& cib, std::optional<Release> wanted);

/// What becomes of a colocation's strength times a node's score, which is a fraction.
enum class Scaling : std::uint8_t {
    TowardZero, ///< it is cut off: -1000 and 100 make 0 (to 1.1.17)
    Nearest,    ///< it is rounded, halves away from zero (1.1.18 to 1.1.22, 2.0.0 to 2.0.3)
    NeverZero,  ///< it is rounded, but is at least 1 point if neither of the two is 0 (1.1.23, 2.0.4 and later)
};

/// How instances and members come to the colocations of the clone or group that they are in.
enum class Inheritance : std::uint8_t {
    HandedDownInFront, ///< they get them in front of their own, once more with every attempt to place them (to 2.1.x)
    HandedDownSorted,  ///< the same, but each goes where it belongs among their own (2.1.x to 2.1.6)
    Asked,             ///< they look them up when they need them (2.1.7)
};

/// Whose preferences stand for those of a group that is colocated with something.
enum class GroupPreferences : std::uint8_t {
    Group,                ///< the group's own scores, without its members', where it is itself followed by something; of the
                          ///< first member otherwise (1.1.10)
    MembersButLast,       ///< each member's but the last one's there (1.1.11)
    FirstMember,          ///< the first member's, who brings along the others'; then of those that follow the last (1.1.13)
    FirstMemberThroughout ///< the first member's, also for those that follow the group (2.1.7)
};

/// Whether an instance may be promoted apart from what promoted instances must be with.
enum class MandatoryPrimary : std::uint8_t {
    Ignored,         ///< it may (1.1.x)
    WhereItIsPlaced, ///< not where that has a node, in whatever role (to 2.1.x)
    Required,        ///< not unless that has a node; but one that has another role than the colocation's does not count
};

/// Which fail counts count.
enum class FailCountNames : std::uint8_t {
    OfResource,    ///< one a resource, `fail-count-db`; of an anonymous clone any that begins so (to 1.1.16)
    ByFeatureSet,  ///< as OfOperation, but as before for a CIB written by a cluster older than 1.1.17 (to 2.1.x)
    OfOperation,   ///< one an operation, `fail-count-db#monitor_10000` (3.0.0)
};

/// Each difference as what it means. Defaults are those of the default release. docs/releases.md has the sources.
struct Behavior {
    // ---- the configuration ----

    /// Instance attributes of a resource count as meta attributes where it has no such meta attribute itself.
    bool instance_attributes_are_meta = false;
    /// A clone of which several instances may run on a node has unique ones unless it says otherwise.
    bool many_per_node_are_unique = true;
    /// Only agents of the standards that have unique instances can have them.
    bool standard_limits_uniqueness = true;
    /// The property default-resource-stickiness is a default of all resources, also of clones, whose own is 1 otherwise.
    bool stickiness_property_reaches_clones = true;
    /// A negative stickiness drives a resource away from where it runs.
    bool negative_stickiness_counts = false;
    FailCountNames fail_count_names = FailCountNames::OfOperation;
    /// A resource's failures never expire if any of its operations has on-fail=block, whether it failed or not.
    bool configured_block_keeps_failures = false;

    // ---- instances of clones ----

    /// What a failed attempt to keep an instance where it runs left in its scores is taken back.
    bool restores_scores_after_failed_attempt = true;
    /// After a failed attempt a place is kept free for another instance on the better node, and it is tried again; else
    /// the instance waits until those that could be kept have their place.
    bool repeats_failed_attempts = true;
    /// Instances are kept where they run node by node, the best first, and not instance by instance.
    bool keeps_instances_node_by_node = false;
    /// A node on which an instance should be kept must have the best score; else any score from 0 will do.
    bool kept_only_on_best_node = true;
    /// Of nodes with the best score, an instance of a unique clone prefers the one where it runs.
    bool unique_instances_prefer_current_node = false;
    /// Instances that are equal otherwise are taken by their ids as text ("db:10" before "db:2"), not by number.
    bool instance_ids_are_text = false;
    /// Of two instances whose nodes colocations disfavor, the one comes first whose node is worse.
    bool worse_disfavored_node_first = false;

    // ---- colocations ----

    Inheritance inheritance = Inheritance::Asked;
    /// Instances that are handed a clone's colocations get the optional ones even where every node has an instance.
    bool full_clones_heed_optional_colocations = true;
    /// A primitive's mandatory colocations come before the optional ones, whether it follows or is followed.
    bool mandatory_colocations_first = true;
    /// A negative colocation with a role concerns resources in any role but that one.
    bool negative_colocations_mean_other_roles = false;
    /// Blocked instances count for what is colocated with their clone.
    bool blocked_instances_count = false;
    /// Colocations with influence=false (or of a member with critical=false) exist.
    bool influence_counts = true;
    Scaling scaling = Scaling::NeverZero;
    /// Along a chain of colocations their strengths are multiplied; else each counts as if it were alone.
    bool chained_strengths_multiply = true;
    /// Along a chain, preferences that would leave no node are left out even where the first of it may do so.
    bool chains_leave_a_node = true;
    /// A dislike of what is disliked counts for a dependent that has one node left.
    bool double_negatives_count = true;
    GroupPreferences group_preferences = GroupPreferences::FirstMemberThroughout;
    /// What follows a group that itself follows something counts there as if it followed directly.
    bool group_followers_count_in_full = false;
    /// A group's location constraints count for a later member that is colocated by itself.
    bool later_members_have_locations = true;

    // ---- promotion ----

    /// An instance without history has the promotion score that the node's attribute gives; else it has none.
    bool unknown_instances_have_promotion_scores = true;
    /// In the sum of a group's promotion scores a member without one counts as -1.
    bool missing_member_scores_count = false;
    /// Promotion follows the preferences of what promoted instances should be with.
    bool promotion_follows_primaries = false;
    /// Promoted instances that are colocated share the colocation's attribute; else they are on one node whatever it is.
    bool promoted_pairs_share_attribute = true;
    MandatoryPrimary mandatory_primary = MandatoryPrimary::Required;
    /// An instance without a node has the promotion score 0, not -INFINITY.
    bool unplaced_instances_have_promotion_score = false;
};

/// What that release does.
Behavior behavior_of(Release release);

struct Cluster;
/// The kinds of resource that the cluster has and that were not compared with that release's own scheduler, as words for
/// a person ("bundles"); empty for the default release.
std::vector<std::string> unchecked_kinds(const Cluster& cluster);

} // namespace placement

#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// What releases of Pacemaker decide differently.
namespace placement {

/// The releases whose rules are known, oldest first. Those of 1.1.10 are what the snapshot 42f2063 has, too.
enum class Release : std::uint8_t { v1_1_10, v1_1_11, v2_0_5, v2_1_5, v3_0_2 };

/// The one that is meant where nothing is said.
inline constexpr Release default_release = Release::v3_0_2;

/// All of them, oldest first.
std::span<const Release> offered_releases();
/// "1.1.10".
std::string_view text(Release release);
/// Throws std::invalid_argument, which names those that are offered.
Release parse_release(std::string_view text);

/// What becomes of a colocation's strength times a node's score, which is a fraction.
enum class Scaling : std::uint8_t {
    TowardZero, ///< it is cut off: -1000 and 100 make 0 (to 1.1.17)
    Nearest,    ///< it is rounded, halves away from zero (1.1.18 to 1.1.22, 2.0.0 to 2.0.3)
    NeverZero,  ///< it is rounded, but is at least 1 point if neither of the two is 0 (1.1.23, 2.0.4 and later)
};

/// Each difference as what it means. Defaults are those of the default release. docs/releases.md has the sources.
struct Behavior {
    /// What negative preferences an instance's trial assignment to its present node left in its scores is taken back when
    /// the trial fails. (1.1.11; commit 1c057f8808, "pengine: cl#5171 - Don't prefer non-default targets on clones")
    bool restores_scores_after_failed_trial = true;
    /// An instance whose trial fails is tried again later, and the places of the others are reserved. (2.1.7)
    bool retries_failed_trials = true;
    /// The property default-resource-stickiness is a default of all resources, also of clones, whose own is 1 otherwise.
    /// (2.0.0: upgrade to schema 3.0)
    bool stickiness_property_reaches_clones = true;
    Scaling scaling = Scaling::NeverZero;
    /// An instance that is not known on a node has the promotion score that the node's attribute gives; without that it
    /// has -1. (1.1.18)
    bool unknown_instances_have_promotion_scores = true;
    /// A fail count whose attribute has no operation in its name (`fail-count-db`) counts. (to 2.1.x)
    bool plain_fail_counts_count = false;
};

/// What that release does.
Behavior behavior_of(Release release);

struct Cluster;
/// The kinds of resource that the cluster has and that were not compared with that release's own scheduler, as words for
/// a person ("bundles"); empty for the default release.
std::vector<std::string> unchecked_kinds(const Cluster& cluster);

} // namespace placement

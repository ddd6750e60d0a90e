#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "placement/edit.h"
#include "placement/scenario.h"

/// How close to the cliff: by how much one number may change until the outcome for a resource is another one.
namespace placement {

/// Where a resource ends up: the nodes it is promoted on, and those it runs on.
struct Standing {
    std::vector<std::string> promoted;
    std::vector<std::string> running;
    /// The cluster does not come to rest: it stops and starts the same over and over again.
    bool restless = false;
    friend bool operator==(const Standing&, const Standing&) = default;
};

/// One number of the configuration or state, and how far it may go.
struct Margin {
    enum class Kind : std::uint8_t { Constraint, Stickiness, PromotionScore, MigrationThreshold, FailCount };
    Kind kind = Kind::Constraint;
    /// The constraint's id (of one with a rule, the rule's), or the resource's as configured.
    std::string id;
    std::string node; ///< of a promotion score or fail count
    /// Of the constraint, resource or node.
    Position position;
    Score current;
    /// A value above (below) the current one with another outcome, next to one with the present outcome, and that other
    /// outcome; both were seen in runs. None: the search found none up to INFINITY (down to -INFINITY).
    std::optional<Score> above;
    std::optional<Score> below;
    Standing if_above;
    Standing if_below;
    /// The constraints that decide there: without any one of them, the outcome at `above` (`below`) is the present one.
    std::vector<std::string> decisive_above;
    std::vector<std::string> decisive_below;

    /// It is a score, and counts in points; a threshold and a fail count are numbers of failures, which are never negative.
    bool is_score() const { return kind < Kind::MigrationThreshold; }
    /// Points, or failures, to the nearer of the two; none where neither is there.
    std::optional<std::int64_t> distance() const;
    /// The change that gives the number another value.
    ConfigurationChange change(Score value) const;
};

/// "constraint", "stickiness", "promotion-score", "migration-threshold", "fail-count".
std::string_view text(Margin::Kind kind);

/// A constraint without which the outcome is another one.
struct DecisiveConstraint {
    std::string id;
    Position position;
    Standing without;
};

struct Margins {
    std::string resource;
    std::vector<Event> events;
    Release release = default_release; ///< whose rules applied
    std::string nearest_to;            ///< as in Cluster
    /// What the cluster has and is not checked for that release.
    std::vector<std::string> unchecked_kinds;
    Standing now; ///< after the events, at rest
    /// Those that have an edge, the nearest first.
    std::vector<Margin> margins;
    /// In the order in which the scheduler met them.
    std::vector<DecisiveConstraint> decisive;
    std::size_t numbers = 0; ///< how many were tried
    std::size_t runs = 0;    ///< how many real runs it took
};

/// How far the numbers are from changing where the resource ends up.
///
/// The numbers are those that the scheduler met on the way: the scores of constraints, stickiness and promotion scores that
/// the ledger has as causes for the resource, for what is with it in a collective resource, and for what these are
/// colocated with, and so on. The ledgers of the first schedule after the events and of the one at rest count. Besides, how often
/// the resource and what it is colocated with have failed where they run or failed, and their migration-threshold where that is
/// so: a fail count that does not expire.
///
/// Each number is searched upwards and downwards by whole runs of the scenario, until the cluster is at rest: 1, 2, 4, …
/// points away, and at 0, until the outcome is another one, then by halves until two neighbouring values have different outcomes.
/// Outcomes need not follow a number steadily: one that changes and changes back between two values that were tried is
/// not found, so that an edge may be nearer than told, but every edge that is told is one. The runs use all cores.
///
/// Throws UnknownName (resources as they are configured, not single instances) and what simulate throws.
Margins margins(const Scenario& scenario, const std::string& resource);

} // namespace placement

#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "placement/edit.h"
#include "placement/scenario.h"

/// How robust an outcome is: by how much a single number can change until the outcome for a resource changes.
namespace [[gnu::visibility("default")]] placement {

/// Where a resource ends up: the nodes it is promoted on, and those it runs on.
struct Standing {
    std::vector<std::string> promoted = {};
    std::vector<std::string> running = {};
    /// The cluster does not come to rest: it stops and starts the same resources again and again.
    bool restless = false;
    /// Why the events cannot happen there, as ImpossibleEvent has it: an earlier one ends differently. Empty where they can.
    std::string impossible = {};
    friend bool operator==(const Standing&, const Standing&) = default;
};

/// One number of the configuration or state, and how far it can change.
struct Margin {
    enum class Kind : std::uint8_t { Constraint, Stickiness, PromotionScore, MigrationThreshold, FailCount };
    Kind kind = Kind::Constraint;
    /// The constraint's id (for a constraint with a rule, the rule's id), or the resource's as configured.
    std::string id;
    std::string node; ///< for a promotion score or fail count
    /// The position of the constraint, resource or node.
    Position position;
    Score current;
    /// A value above (below) the current one that has another outcome, while the next value towards `current` has the present
    /// outcome; and that other outcome. Both were seen in runs. None: the search found none up to INFINITY (down to -INFINITY).
    std::optional<Score> above;
    std::optional<Score> below;
    Standing if_above;
    Standing if_below;
    /// The constraints that decide there: without any single one of them, the outcome at `above` (`below`) is the present one.
    std::vector<std::string> decisive_above;
    std::vector<std::string> decisive_below;

    /// It is a score, counted in points; a threshold or a fail count is a number of failures, which is never negative.
    bool is_score() const { return kind < Kind::MigrationThreshold; }
    /// Points, or failures, to the closer of the two; none if there is neither.
    std::optional<std::int64_t> distance() const;
    /// The configuration change that sets the number to this value.
    ConfigurationChange change(Score value) const;
};

/// "constraint", "stickiness", "promotion-score", "migration-threshold", "fail-count".
std::string_view text(Margin::Kind kind);

/// A constraint without which the outcome is different.
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
    /// The kinds of resource in the cluster that are not checked for that release.
    std::vector<std::string> unchecked_kinds;
    Standing now; ///< after the events, at rest
    /// The numbers that have an edge, the closest first.
    std::vector<Margin> margins;
    /// In the order in which the scheduler used them.
    std::vector<DecisiveConstraint> decisive;
    std::size_t numbers = 0; ///< how many numbers were tried
    std::size_t runs = 0;    ///< how many simulations were run
};

/// How far the numbers are from changing where the resource ends up.
///
/// The numbers are those that the scheduler used: the scores of constraints, stickiness and promotion scores that the ledger
/// has as causes for the resource, for the other resources in its group, clone or bundle, for what these are colocated with,
/// and so on. The ledgers of the first schedule after the events and of the schedule at rest count. In addition: how often the
/// resource and what it is colocated with have failed on the nodes where they run or failed, and their migration-threshold
/// there, if that fail count does not expire.
///
/// Each number is searched upwards and downwards by complete runs of the scenario, until the cluster is at rest: 1, 2, 4, …
/// points away, and at 0, until the outcome changes, then by bisection until two neighbouring values have different outcomes.
/// Outcomes need not change steadily with a number. One that changes and changes back between two values that were tried is not
/// found, so there may be a closer edge, but every edge that is reported is real. The runs use all cores.
///
/// `before_each_run` is called by one thread or several before each simulation; what it throws ends the search, and is thrown.
///
/// Throws UnknownName (resources as configured, not single instances) and what simulate throws.
Margins margins(const Scenario& scenario, const std::string& resource, const std::function<void()>& before_each_run = {});

/// The margins of several resources, in their order: what margins() gives for each, with simulations that they share and that are
/// run once. `Margins::runs` counts those that a resource's margins come from. `go_on` is asked before each resource, by its place;
/// where it returns false, the rest is left out.
std::vector<Margins> margins(const Scenario& scenario, const std::vector<std::string>& resources,
                             const std::function<void()>& before_each_run = {},
                             const std::function<bool(std::size_t)>& go_on = {});

} // namespace placement

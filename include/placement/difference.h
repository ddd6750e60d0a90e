#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "placement/diagnostic.h"
#include "placement/releases.h"
#include "placement/scenario.h"
#include "placement/sweep.h"

/// Two configurations of one cluster: what the edits do when they are committed, and where the configurations differ in what
/// they do now and under every single failure.
namespace [[gnu::visibility("default")]] placement {

/// One edit between the two CIBs.
struct Edit {
    std::string text;  ///< "constraint backup-vip: score -INFINITY -> -1000"
    Position position; ///< in the new CIB; for something that was removed, in the old one
};

/// What differs other than the places of services, the most important first.
enum class DeviationKind : std::uint8_t {
    Commit,        ///< what the cluster does to a resource or node when the new configuration is committed
    Fencing,       ///< whether, how often and with what a node is fenced
    Node,          ///< the state of a node at rest
    Monitor,       ///< what watches a resource
    Operation,     ///< how long another operation may take, and what follows when it fails
    Interruptions, ///< how often a service is interrupted
    Order,         ///< what an action waits for
    Resource,      ///< where a resource is that is not a service
    Actions,       ///< what is done
    Utilization,   ///< the capacity that a node has left
    End,           ///< whether the cluster comes to rest
};
/// "commit", "fencing", "node", "monitor", "operation", "interruptions", "order", "resource", "actions", "utilization", "end".
std::string_view text(DeviationKind kind);

struct Deviation {
    DeviationKind kind = DeviationKind::Actions;
    std::string subject; ///< the resource or node; empty for the whole cluster
    std::string text;    ///< a clause: "website starts without waiting for web-address to start"
    bool worse = false;  ///< protection is lost: a failure is no longer detected, or a node can no longer be fenced
    bool interrupts = false; ///< Commit: the resource is interrupted, or the node is fenced
    /// The edits of which reverting any single one removes the difference; indexes in Difference::edits. Between two releases:
    /// the rules of which keeping any single one as it was removes the difference; indexes in Difference::changed_rules.
    std::vector<std::size_t> responsible = {};
    std::int64_t more = 0; ///< Interruptions: how many more there are
};

struct ServiceDifference {
    std::string service;
    SweptService before; ///< with the old CIB
    SweptService after;  ///< with the new one
    /// Only with the new CIB, the service does not do its work, has no promoted instance, or has fewer instances.
    bool worse = false;
    bool better = false;
    std::vector<std::size_t> responsible = {}; ///< as in Deviation
};

/// A promotion score that differs, whether or not another instance is promoted.
struct PromotionScoreDifference {
    std::string clone;
    std::string node;
    std::optional<Score> before; ///< none: no instance is there
    std::optional<Score> after;
    std::vector<std::size_t> responsible = {}; ///< as in Deviation
};

struct ScenarioDifference {
    std::string name; ///< "commit", "now", "from the recorded state" (if the old CIB is not at rest), or what happens
    std::vector<Event> events;
    std::vector<ServiceDifference> services;
    std::vector<Deviation> deviations;
    std::vector<PromotionScoreDifference> promotion_scores;
    /// The edits (or changed rules, as in Deviation) of which reverting any single one makes the new CIB do what the old one
    /// did; empty if it takes several together.
    std::vector<std::size_t> responsible;
    /// Between two releases: rules that together are responsible for the differences above for which none is alone; none of them can
    /// be left out.
    std::vector<std::size_t> responsible_together = {};
    bool searched = true; ///< false: there were too many edits to try all, or the search was stopped

    /// Only scores differ.
    bool scores_alone() const { return services.empty() && deviations.empty(); }
};

struct DifferenceOptions : SweepOptions {
    DifferenceOptions() = default;
    explicit(false) DifferenceOptions(SweepOptions options) : SweepOptions(std::move(options)) {}

    /// If there are any, only the present and the outcome after these events are compared, not each single failure.
    std::vector<Event> events = {};
};

struct Difference {
    std::string old_name; ///< of the CIBs
    std::string new_name;
    Release old_release = default_release; ///< whose rules the old CIB was scheduled by
    Release new_release = default_release;
    std::string nearest_to; ///< as in Cluster
    /// The corosync.conf by which quorum is counted for both; empty if there is none, or if it cannot tell.
    std::string corosync;
    /// About that file, where it counts or should.
    Diagnostics diagnostics;
    /// Kinds of resource that are not checked for one of the releases, a clause each.
    std::vector<std::string> unchecked_kinds;
    std::vector<Edit> edits;
    /// Between two releases: the rules in which they differ.
    std::vector<ChangedRule> changed_rules;
    /// Why the CIBs do not belong to the same cluster, if they do not; nothing is compared then.
    std::vector<std::string> mismatches;
    /// Nodes and services that only one of the CIBs has, and failures that could not be simulated; a clause each.
    std::vector<std::string> not_compared;
    /// Differences in what protects the services, which may show in no scenario: monitors, what follows when an operation
    /// fails, and what can fence each node.
    std::vector<Deviation> protection;
    /// The scenarios in which something differs: "commit", "now", then what happens.
    std::vector<ScenarioDifference> scenarios;
    /// The number of scenarios compared: now, and each failure.
    std::size_t scenarios_compared = 0;
    /// The events were given in the options, instead of every single failure.
    bool events_given = false;
    /// False if it was stopped. The failures that had been tried with both CIBs are compared.
    bool complete = true;

    /// A service gets worse in some scenario, or protection is lost.
    bool any_worse() const;
    /// In how many scenarios, other than "commit", something other than scores differs.
    std::size_t count_outcomes() const;
    /// "commit", "now", …; null if nothing differs in it.
    const ScenarioDifference* find(std::string_view name) const;
};

/// Compares what committing the new configuration does to the old cluster, both configurations now, and both under each failure
/// that can happen to both (or after the events in the options). A node that only the new CIB has, and that was never seen, is
/// left out until it has joined. Of the options, depth is ignored: failures are single; at most max_runs edits are tried.
/// Without a release, both follow the old CIB's rules. Throws what simulate throws, and TooManyRuns.
Difference difference(const Cib& old_cib, const Cib& new_cib, const DifferenceOptions& options = {});
/// One CIB under the rules of two releases: what an upgrade changes, and which changed rule does. The release in the options is ignored.
Difference difference(const Cib& cib, Release old_release, Release new_release, const DifferenceOptions& options = {});

} // namespace placement

#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "placement/diagnostic.h"
#include "placement/scenario.h"
#include "placement/sweep.h"

/// Two configurations of one cluster: what the edits do when they are committed, and what each configuration does now and
/// under every single failure, where it differs.
namespace placement {

/// One edit between the two CIBs.
struct Edit {
    std::string text;  ///< "constraint backup-vip: score -INFINITY -> -1000"
    Position position; ///< in the new CIB; of what was removed, in the old one
};

/// What differs besides where services are, most important first.
enum class DeviationKind : std::uint8_t {
    Commit,        ///< what the cluster does to a resource or node when the new configuration is committed
    Fencing,       ///< whether, how often and with what a node is fenced
    Node,          ///< how a node stands at rest
    Monitor,       ///< what watches a resource
    Operation,     ///< how long another operation may take, and what follows when it fails
    Interruptions, ///< how often a service is interrupted
    Order,         ///< what an action waits for
    Resource,      ///< where a resource is that is no service
    Actions,       ///< what is done
    Utilization,   ///< what a node has left
    End,           ///< whether the cluster comes to rest
};
/// "commit", "fencing", "node", "monitor", "operation", "interruptions", "order", "resource", "actions", "utilization", "end".
std::string_view text(DeviationKind kind);

struct Deviation {
    DeviationKind kind = DeviationKind::Actions;
    std::string subject; ///< the resource or node; empty for the whole cluster
    std::string text;    ///< a clause: "website starts without waiting for web-address to start"
    bool worse = false;  ///< protection is lost: a failure is not detected any more, or a node cannot be fenced any more
    bool interrupts = false; ///< Commit: the resource is interrupted, or the node fenced
    /// The edits without any one of which this is as it was; indexes in Difference::edits.
    std::vector<std::size_t> responsible = {};
};

struct ServiceDifference {
    std::string service;
    SweptService before; ///< with the old CIB
    SweptService after;  ///< with the new one
    /// With the new CIB, the service does not do its work (or without a promoted instance, or with fewer instances) where it
    /// did.
    bool worse = false;
    bool better = false;
    std::vector<std::size_t> responsible = {}; ///< as in Deviation
};

/// A promotion score by which the same, or another, instance is promoted.
struct PromotionScoreDifference {
    std::string clone;
    std::string node;
    std::optional<Score> before; ///< none: no instance is there
    std::optional<Score> after;
    std::vector<std::size_t> responsible = {}; ///< as in Deviation
};

struct ScenarioDifference {
    std::string name; ///< "commit", "now", "from the recorded state" (where the old CIB is not at rest), or what happens
    std::vector<Event> events;
    std::vector<ServiceDifference> services;
    std::vector<Deviation> deviations;
    std::vector<PromotionScoreDifference> promotion_scores;
    /// The edits (indexes in Difference::edits) without which, taken back one by one, the new CIB does what the old one
    /// did; empty where it takes several of them together.
    std::vector<std::size_t> responsible;
    bool searched = true; ///< false: there were too many edits to try them all, or it was stopped

    /// Scores are all that differs.
    bool scores_alone() const { return services.empty() && deviations.empty(); }
};

struct DifferenceOptions : SweepOptions {
    DifferenceOptions() = default;
    explicit(false) DifferenceOptions(SweepOptions options) : SweepOptions(std::move(options)) {}

    /// With any, only what happens now and after them is compared, not each single failure.
    std::vector<Event> events = {};
};

struct Difference {
    std::string old_name; ///< of the CIBs
    std::string new_name;
    Release old_release = default_release; ///< whose rules the old CIB was scheduled by
    Release new_release = default_release;
    std::string nearest_to; ///< as in Cluster
    /// Kinds of resource that are not checked for one of the releases, a clause each.
    std::vector<std::string> unchecked_kinds;
    std::vector<Edit> edits;
    /// What does not match, where the two are no CIBs of one cluster; nothing is compared then.
    std::vector<std::string> mismatches;
    /// Nodes and services that only one of the two has, and failures that could not be answered; a clause each.
    std::vector<std::string> not_compared;
    /// What protects the services and may show in no scenario: monitors, what follows when an operation fails, and who can
    /// fence which node.
    std::vector<Deviation> protection;
    /// Where something differs: "commit", "now", then what happens.
    std::vector<ScenarioDifference> scenarios;
    /// Now, and each failure that was compared.
    std::size_t scenarios_compared = 0;
    /// The failures are events that were asked for, not every single one.
    bool events_given = false;
    /// False: it was stopped. Failures that both had been tried with are compared.
    bool complete = true;

    /// A service gets worse in some scenario, or protection is lost.
    bool any_worse() const;
    /// In how many scenarios, besides "commit", something differs other than scores.
    std::size_t count_outcomes() const;
    /// "commit", "now", …; null where nothing differs in it.
    const ScenarioDifference* find(std::string_view name) const;
};

/// Compares what committing the new configuration does to the old cluster, both now, and both under each failure that can
/// happen to both (or after the events that the options have). A node that only the new CIB has and that was never seen is
/// left out: it counts once it has joined. Of the options, depth does not count: failures are single; no more than max_runs
/// edits are tried. Without a release, both follow the old one's rules. Throws what simulate throws, and TooManyRuns.
Difference difference(const Cib& old_cib, const Cib& new_cib, const DifferenceOptions& options = {});
/// One CIB under the rules of two releases: what an upgrade changes. The release of the options does not count.
Difference difference(const Cib& cib, Release old_release, Release new_release, const DifferenceOptions& options = {});

} // namespace placement

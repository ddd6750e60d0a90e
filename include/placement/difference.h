#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "placement/diagnostic.h"
#include "placement/scenario.h"
#include "placement/sweep.h"

/// Two configurations of one cluster: what each of them does, now and under every single failure, where it differs.
namespace placement {

/// One edit between the two CIBs.
struct Edit {
    std::string text;  ///< "constraint backup-vip: score -INFINITY -> -1000"
    Position position; ///< in the new CIB; of what was removed, in the old one
};

struct ServiceDifference {
    std::string service;
    SweptService before; ///< with the old CIB
    SweptService after;  ///< with the new one
    /// With the new CIB, the service is down (or without a promoted instance, or has fewer instances) where it was not.
    bool worse = false;
    bool better = false;
};

/// A promotion score by which the same, or another, instance is promoted.
struct PromotionScoreDifference {
    std::string clone;
    std::string node;
    std::optional<Score> before; ///< none: no instance is there
    std::optional<Score> after;
};

struct ScenarioDifference {
    std::string name; ///< "now", or the failure
    std::vector<Event> events;
    std::vector<ServiceDifference> services; ///< empty where only scores differ
    std::vector<PromotionScoreDifference> promotion_scores;
    /// The edits (indexes in Difference::edits) without which, taken back one by one, the new CIB does what the old one
    /// did; empty where it takes several of them together.
    std::vector<std::size_t> responsible;
    bool searched = true; ///< false: there were too many edits to try them all, or it was stopped
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
    /// Nodes and services that only one of the two has, which are not compared; a clause each.
    std::vector<std::string> not_compared;
    /// Where something differs.
    std::vector<ScenarioDifference> scenarios;
    std::size_t scenarios_compared = 0;
    /// False: it was stopped. Failures that both had been tried with are compared, but not by promotion scores.
    bool complete = true;

    bool any_worse() const;
    /// In how many scenarios a service fares otherwise.
    std::size_t count_outcomes() const;
};

/// Compares them now and under each failure that can happen to both. Of the options, depth does not count: failures are
/// single; no more than max_runs edits are tried. Without a release, both follow the old one's rules. Throws what simulate throws, and TooManyRuns.
Difference difference(const Cib& old_cib, const Cib& new_cib, const SweepOptions& options = {});
/// One CIB under the rules of two releases: what an upgrade changes. The release of the options does not count.
Difference difference(const Cib& cib, Release old_release, Release new_release, const SweepOptions& options = {});

} // namespace placement

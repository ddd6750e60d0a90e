#pragma once

#include <optional>
#include <string>
#include <vector>

#include "placement/edit.h"
#include "placement/scenario.h"

/// What a change of the configuration changes for a resource.
namespace placement {

/// A score that is another one with the changes.
struct ScoreDifference {
    std::string resource; ///< the full id, of an instance "db:1"
    std::string node;
    bool promotion = false; ///< the promotion score on the node, and not the node's score
    /// None where the node is not in the resource's table, or the instance is not considered for promotion there.
    std::optional<Score> before;
    std::optional<Score> after;
};

/// How a resource fares without and with the changes, after the same events.
struct Fared {
    std::string resource; ///< as configured
    std::vector<RunningOn> before;
    std::vector<RunningOn> after;
    Fate fate_before = Fate::Down;
    Fate fate_after = Fate::Down;
    bool same() const { return before == after && fate_before == fate_after; }
};

struct WhatIf {
    std::vector<ConfigurationChange> changes;
    std::vector<Event> events;
    Release release = default_release; ///< whose rules applied
    std::string nearest_to;            ///< as in Cluster
    /// What the CIB has and is not checked for that release.
    std::vector<std::string> unchecked_kinds;
    /// Of what was asked for: each configured resource that the name stands for.
    std::vector<Fared> asked;
    /// Of it and what is in it, in the first schedule after the events.
    std::vector<ScoreDifference> scores;
    /// The other resources that fare differently; a collective one speaks for what is in it.
    std::vector<Fared> others;

    bool changes_anything() const;
};

/// Runs the scenario as it is, and with the changes, and compares: for the resources that a name stands for (see
/// require_resources), and of the scores those on one node, or on all where `node` is empty. Throws what changed() and
/// simulate() throw.
WhatIf what_if(const Scenario& scenario, const std::vector<ConfigurationChange>& changes, const std::string& resource,
               const std::string& node = {});

} // namespace placement

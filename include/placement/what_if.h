#pragma once

#include <optional>
#include <string>
#include <vector>

#include "placement/edit.h"
#include "placement/scenario.h"

/// What a change of the configuration changes for a resource.
namespace [[gnu::visibility("default")]] placement {

/// A score that differs with the changes.
struct ScoreDifference {
    std::string resource; ///< the full id; for an instance "db:1"
    std::string node;
    bool promotion = false; ///< it is the promotion score on the node, not the node's score
    /// None if the node is not in the resource's table, or if the instance is not considered for promotion there.
    std::optional<Score> before;
    std::optional<Score> after;
};

/// The outcome for a resource without and with the changes, after the same events.
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
    /// The kinds of resource in the CIB that are not checked for that release.
    std::vector<std::string> unchecked_kinds;
    /// For the resource that was asked for: each configured resource that the name stands for.
    std::vector<Fared> asked;
    /// The scores of that resource and of everything in it, in the first schedule after the events.
    std::vector<ScoreDifference> scores;
    /// The other resources with a different outcome; a group, clone or bundle represents its members.
    std::vector<Fared> others;
    std::optional<Cib> cib = {}; ///< without the changes

    bool changes_anything() const;
};

/// Runs the scenario without and with the changes, and compares the results for the resources that a name stands for (see
/// require_resources), with their scores on one node, or on all nodes if `node` is empty. Throws what changed() and simulate()
/// throw.
WhatIf what_if(const Scenario& scenario, const std::vector<ConfigurationChange>& changes, const std::string& resource,
               const std::string& node = {});

} // namespace placement

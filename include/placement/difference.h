#pragma once

#include <string>
#include <vector>

#include "placement/scenario.h"
#include "placement/sweep.h"

/// Two configurations of one cluster: what each of them does, now and under every single failure, where it differs.
namespace placement {

struct ServiceDifference {
    std::string service;
    SweptService before;
    SweptService after;
    /// After the change, the service is down (or without a promoted instance, or has fewer instances) where it was not.
    bool worse = false;
    bool better = false;
};

struct ScenarioDifference {
    std::string name; ///< "now", or the failure
    std::vector<Event> events;
    std::vector<ServiceDifference> services;
    /// The edits of the configuration without which (taken back one by one) there is no difference; empty where it takes
    /// several of them together.
    std::vector<std::string> responsible;
};

struct Difference {
    /// What was edited, a line each: "constraint backup-vip: score -INFINITY -> -1000".
    std::vector<std::string> edits;
    /// What does not match, where the two are no CIBs of one cluster; nothing is compared then.
    std::vector<std::string> mismatches;
    /// Where something differs.
    std::vector<ScenarioDifference> scenarios;
    std::size_t scenarios_compared = 0;

    bool any_worse() const;
};

Difference difference(const Cib& old_cib, const Cib& new_cib, const SweepOptions& options = {});

} // namespace placement

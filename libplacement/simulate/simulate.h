#pragma once

#include <memory>
#include <optional>
#include <string>
#include <unordered_set>

#include "base/stop.h"
#include "placement/scenario.h"
#include "simulate/events/quorum.h"

namespace placement {

/// The time that the scenario is judged at before the events.
Time time_of(const Scenario& scenario);

/// What makes many runs of one cluster cheap.
struct SimulateOptions {
    /// The scenario's CIB unpacked at its time, where that is there already.
    std::shared_ptr<const Cluster> before = {};
    /// The events happen to the cluster as it was before the first of them, not one after the other.
    bool at_once = false;
    /// What the cluster would do without the events is not looked for.
    bool events_alone = false;
    /// What is no service, where that is known already.
    std::optional<std::unordered_set<std::string>> not_services = {};
    /// Quorum after the events, where it is known already.
    std::optional<Quorum> quorum = {};
    /// Losses from here on are explained; the rest is not.
    Fate explain_from = Fate::Reduced;
    /// Neither losses nor loops are explained: only what comes of it is asked for.
    bool verdict_alone = false;
    /// Ends it with Stopped.
    StopFlag stop = nullptr;
};

/// simulate(), at less cost.
Outcome simulate(const Scenario& scenario, const SimulateOptions& options);

} // namespace placement

#pragma once

#include <string>
#include <vector>

#include "placement-sim/arguments.h"
#include "placement-sim/event_options.h"
#include "placement-sim/shared_options.h"

namespace placement::sim {

/// What can be said about a scenario on the command line: the options that an answer, `explain` and `margin` have in common.
struct QuestionOptions {
    LiveOption live;
    EventOptions events;
    FailingOperationsOption failing;
    AgentOptions agents;
    TransitionLimitOption limit;
    BeginOptions begin;
    ReleaseOption release;
    AtOption at;
    QuorumOption quorum;
    CorosyncOption corosync;
    FormatOption format;

    /// `from` is what --from is where it is not given; of `formats`, the first is the default.
    void add_to(CLI::App& app, StartFrom from = StartFrom::Recorded, const std::vector<std::string>& formats = {"text", "json"});
    /// What they say, in the order of the command line. Throws std::invalid_argument and UnknownName.
    Arguments arguments(const CLI::App& app) const;
};

} // namespace placement::sim

#pragma once

#include "placement-sim/answer.h"
#include "placement-sim/shared_options.h"
#include "placement/fleet.h"

namespace placement::sim {

/// --format and --all of what is said about many clusters.
class FleetFormatOptions {
public:
    void add_to(CLI::App& app);
    /// `to_terminal`: the answer goes where the other commands' goes.
    FleetReport report(const Terminal& terminal, bool to_terminal) const;
    bool is_json_lines() const { return format_.is("json-lines"); }

private:
    FormatOption format_;
    AllOption all_;
};

/// Status::Survives: all that was asked is answered, and well.
Status status_of(const FleetSummary& summary);

} // namespace placement::sim

#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "placement/list.h"

namespace [[gnu::visibility("default")]] placement {

/// How long an operation takes.
struct OperationDuration {
    std::string resource; ///< a primitive as configured; empty: all primitives
    std::string task;     ///< "start", "monitor", …
    std::int64_t milliseconds = 0;
};

struct SequenceOptions {
    /// The maximum time after the last event. When only recurring monitors are left, the cluster is at rest.
    std::int64_t limit_ms = 300'000;
    /// The maximum number of scheduler runs.
    std::size_t run_limit = 500;
    /// The minimum time from the last abort to the scheduler's answer; the scheduler also waits for running operations.
    std::int64_t scheduler_ms = 100;
    /// After a transition is aborted, notifications that tell the instances of a clone about completed actions continue.
    bool notifications_go_on = true;
    std::int64_t fencing_ms = 2'000;
    /// These override the durations of the agents' profiles, which override the general ones: a notification takes 100 ms,
    /// anything else 50 ms (such as adding an address). If several match, the last one applies.
    List<OperationDuration> durations = {};
    /// A loop is reported after it has been seen this often.
    std::size_t repetitions = 3;
    /// The scenario is played as a sequence even if no agent is played.
    bool in_time = false;
};

} // namespace placement

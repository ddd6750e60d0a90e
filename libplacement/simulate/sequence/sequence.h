#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/stop.h"
#include "placement/scenario.h"
#include "simulate/events/dead_process.h"
#include "simulate/events/quorum.h"
#include "simulate/sequence/monitors.h"
#include "simulate/sequence/played_agent.h"

namespace placement {

/// Everything that a sequence goes on from.
struct SequenceState {
    Cib cib;
    std::shared_ptr<const Cluster> cluster; ///< as it was read, if it was
    std::vector<PlayedAgent> agents;
    std::vector<RecurringMonitor> monitors;
    std::int64_t now_ms = 0;
    std::vector<OperationResult> failing = {};     ///< what will fail from now on
    std::vector<std::string> failing_fencing = {}; ///< nodes whose fencing will
    std::vector<DeadProcess> dead = {};            ///< that no played agent knows of
};

/// What a sequence needs to know besides.
struct SequenceQuestion {
    std::vector<Event> events;
    Release release = default_release;
    std::optional<Behavior> behavior = {}; ///< as in Scenario
    Time at;                               ///< when it begins
    QuorumQuestion quorum;
    std::vector<OperationResult> failing;
    SequenceOptions options;
    StopFlag stop = nullptr; ///< ends it with Stopped
};

struct PlayedSequence {
    Sequence sequence;
    SequenceState end;
    /// Where the loop's first turn that was seen begins.
    std::optional<SequenceState> loop_begin;
    /// The state that the first run after the last event was given.
    std::shared_ptr<const Cluster> after_events;
    bool quorum = false;
    std::string quorum_explanation;
    Diagnostics notes;
    /// Nodes whose fencing the events made fail, and the fencings that were given up at the end.
    std::vector<std::string> failing_fencing = {};
    std::vector<SettledCluster::FailedFencing> failed_fencing = {};
    std::vector<DeadProcess> dead = {}; ///< that were not started again
    /// What died, noticed or not, and how many runs of the scheduler had begun by then.
    struct Death {
        DeadProcess process;
        std::size_t runs = 0;
    };
    std::vector<Death> deaths = {};
};

/// The state in which a sequence begins: agents as the CIB has them, monitors as its histories do. `failing` fails from the beginning.
SequenceState begin_sequence(const Cib& cib, std::shared_ptr<const Cluster> cluster, const std::vector<Agent>& agents,
                             const std::vector<OperationResult>& failing);

/// Throws what unpack(), schedule() and events throw.
PlayedSequence play(SequenceState state, const SequenceQuestion& question);

/// What the loop is made of, what feeds it and what would end it: by playing on from its beginning, each time with one
/// thing changed.
Loop diagnose_loop(const PlayedSequence& played, const SequenceQuestion& question);

} // namespace placement

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "placement/sequence.h"
#include "simulate/sequence/agent_view.h"
#include "simulate/sequence/clock.h"
#include "simulate/sequence/durations.h"
#include "simulate/sequence/monitors.h"
#include "simulate/sequence/played_agent.h"
#include "simulate/sequence/played_cluster.h"
#include "simulate/sequence/scheduler_calls.h"
#include "simulate/sequence/sequence.h"
#include "simulate/sequence/timeline.h"
#include "simulate/sequence/transition_under_way.h"

namespace placement {

/// Everything that takes part in a sequence.
struct Scene {
    Scene(SequenceState state, const SequenceQuestion& question);
    /// The same scene once more, which goes on by itself. (Not from a const one: it is asked for its CIB as it is by then.)
    explicit Scene(Scene& other);
    Scene(const Scene&) = delete;
    Scene& operator=(const Scene&) = delete;

    /// Something has changed that the transition under way was not made for: it is abandoned, and the scheduler runs again.
    void abort(const std::string& why);

    void begin(PlayedAgent& agent, const AgentOperation& operation);
    /// The exit status.
    std::int32_t end(PlayedAgent& agent, const AgentOperation& operation);

    /// What runs on the node is gone.
    void lose_node(const std::string& node);
    /// A member is gone that the transition took down: quorum and coordinator follow.
    void follow_membership();
    /// The same after everything was demoted and stopped there.
    void leave(const std::string& node);

    /// The node begins anew.
    void forget_dead_on(const std::string& node);

    /// What it could go on from.
    SequenceState state();

    SequenceClock clock;
    Timeline timeline;
    PlayedCluster cluster;
    std::vector<PlayedAgent> agents;
    Durations durations;
    RecurringMonitors monitors;
    SchedulerCalls calls;
    CarryOutOptions carry_out; ///< of the transition under way
    std::optional<TransitionUnderWay> transition;
    std::int64_t last_change_ms;
    std::vector<OperationResult> failing; ///< what the next transitions will not be able to do
    std::vector<DeadProcess> dead;        ///< that no played agent knows of
    Diagnostics notes;

private:
    void tell(const std::vector<AttributeChange>& changes);
};

} // namespace placement

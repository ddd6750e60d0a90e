#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "placement/sequence.h"
#include "simulate/carry_out/executor.h"
#include "simulate/carry_out/transition_progress.h"

namespace placement {

struct RunningAction {
    std::size_t synapse = 0;
    std::int64_t end_ms = 0;
    bool begun = false; ///< its agent has been called
    bool lost = false;  ///< its node is gone
};

/// The one transition that is under way, the run of the scheduler that wanted it, and which of its actions take their time
/// now. The executor and the progress refer to the run, so that it is taken away only at the end.
class TransitionUnderWay {
public:
    TransitionUnderWay(SchedulerRun run, CibEdit& edit, const CarryOutOptions& options, bool notifications_go_on);
    /// The same in another scene.
    TransitionUnderWay(const TransitionUnderWay& other, CibEdit& edit, const CarryOutOptions& options);
    TransitionUnderWay(const TransitionUnderWay&) = delete;
    TransitionUnderWay& operator=(const TransitionUnderWay&) = delete;

    std::size_t synapse_count() const { return schedule_->transition.synapses.size(); }
    std::uint32_t action_index(std::size_t synapse) const { return schedule_->transition.synapses[synapse].action; }
    const TransitionAction& action(std::size_t synapse) const { return schedule_->transition.actions[action_index(synapse)]; }
    /// What the scheduler tells the agent.
    const AttributeTable& told(const TransitionAction& action) const { return schedule_->actions[action.action].meta; }
    ActionExecutor& executor() { return executor_; }

    std::optional<std::size_t> next_to_begin(std::size_t from) const { return progress_.next_to_begin(from); }
    void begin(std::size_t synapse) { progress_.begin(synapse); }
    void finish(std::size_t synapse, bool failed) { progress_.finish(synapse, failed); }
    void add(CarriedOutStep step) { run_.carried_out.steps.push_back(std::move(step)); }

    void run_until(std::size_t synapse, std::int64_t end_ms) { running_.push_back({synapse, end_ms, false, false}); }
    std::vector<RunningAction>& running() { return running_; }
    const std::vector<RunningAction>& running() const { return running_; }
    /// When the next action ends that runs.
    std::int64_t next_end_ms() const;
    /// That one; it runs no longer.
    RunningAction take_ended(std::int64_t now_ms);
    /// What resources do on the node ends now, whatever comes of it.
    void lose_node(const std::string& node, std::int64_t now_ms);

    void abort();
    bool is_aborted() const { return aborted_; }

    const Schedule& schedule() const { return *schedule_; }
    /// The state that the scheduler was given.
    const Cib& begin() const { return run_.cib; }
    const CarriedOut& carried_out() const { return run_.carried_out; }
    const TransitionProgress& progress() const { return progress_; }

    /// The run with what came of it, now that nothing more will be done; `cib` is the state that it leaves.
    SchedulerRun completed(const Cib& cib);
    /// The same where the sequence ends before that.
    SchedulerRun cut_off(const Cib& cib);

private:
    std::shared_ptr<Schedule> schedule_; ///< with those of whom this is a copy
    SchedulerRun run_;                   ///< without it
    TransitionProgress progress_;
    ActionExecutor executor_;
    std::vector<RunningAction> running_;
    bool aborted_ = false;
};

} // namespace placement

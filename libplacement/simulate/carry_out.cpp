#include "placement/carry_out.h"

#include "simulate/executor.h"
#include "simulate/transition_progress.h"

namespace placement {

CarriedOut carry_out(const Cib& cib, const Schedule& schedule, const CarryOutOptions& options) {
    const Transition& transition = schedule.transition;
    CibEdit edit(cib);
    ActionExecutor executor(edit, schedule, options);
    TransitionProgress progress(transition);
    std::vector<CarriedOutStep> steps;
    const auto fire = [&](bool doomed) {
        bool fired = false;
        for (std::size_t synapse = 0; synapse < transition.synapses.size(); ++synapse) {
            if (!progress.is_ready(synapse) || progress.is_given_up(synapse)) continue;
            const std::uint32_t action = transition.synapses[synapse].action;
            if (executor.is_doomed(action) != doomed) continue;
            steps.push_back(executor.execute(action));
            progress.finish(synapse, steps.back().failed_with && !steps.back().failure_ignored);
            fired = true;
        }
        return fired;
    };
    // Before a fencing that nobody can do has failed, everything else is done that does not wait for it.
    while (fire(false) || fire(true)) {}
    CarriedOut result{edit.cib(), std::move(steps), TransitionEnd::Complete, progress.left(), executor.unused_failures()};
    if (!result.left.empty()) result.end = progress.is_aborted() ? TransitionEnd::Stopped : TransitionEnd::Terminated;
    return result;
}

std::string_view text(TransitionEnd end) {
    switch (end) {
    case TransitionEnd::Complete: return "complete";
    case TransitionEnd::Stopped: return "stopped";
    case TransitionEnd::Terminated: break;
    }
    return "terminated";
}

} // namespace placement

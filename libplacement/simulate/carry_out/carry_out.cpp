#include "placement/carry_out.h"

#include "simulate/carry_out/executor.h"
#include "simulate/carry_out/transition_progress.h"

namespace placement {

CarriedOut carry_out(const Cib& cib, const Schedule& schedule, const CarryOutOptions& options) {
    const Transition& transition = schedule.transition;
    CibEdit edit(cib);
    ActionExecutor executor(edit, schedule, options);
    TransitionProgress progress(transition);
    std::vector<CarriedOutStep> steps;
    std::vector<std::size_t> failed_fencing;
    for (bool fired = true; fired;) {
        fired = false;
        for (auto next = progress.next_to_begin(0); next; next = progress.next_to_begin(*next + 1)) {
            const std::size_t synapse = *next;
            const std::uint32_t action = transition.synapses[synapse].action;
            if (options.states == Ambiguous::Ends && executor.is_ambiguous(transition.actions[action])) {
                if (const auto announced = executor.announce(action)) steps.push_back(*announced);
                return {edit.cib(), std::move(steps), TransitionEnd::Ambiguous, progress.left(), {}};
            }
            steps.push_back(executor.execute(action));
            fired = true;
            const bool failed = steps.back().failed_with && !steps.back().failure_ignored;
            if (failed && steps.back().kind == CarriedOutStep::Kind::Fencing) {
                progress.begin(synapse); // others are under way before it is known to have failed
                failed_fencing.push_back(synapse);
            } else {
                progress.finish(synapse, failed);
            }
        }
    }
    for (const std::size_t synapse : failed_fencing) progress.finish(synapse, true);
    CarriedOut result{edit.cib(), std::move(steps), TransitionEnd::Complete, progress.left(), executor.unused_failures()};
    if (!result.left.empty()) result.end = progress.is_aborted() ? TransitionEnd::Stopped : TransitionEnd::Terminated;
    return result;
}

std::string_view text(TransitionEnd end) {
    switch (end) {
    case TransitionEnd::Complete: return "complete";
    case TransitionEnd::Stopped: return "stopped";
    case TransitionEnd::Ambiguous: return "ambiguous";
    case TransitionEnd::Terminated: break;
    }
    return "terminated";
}

} // namespace placement

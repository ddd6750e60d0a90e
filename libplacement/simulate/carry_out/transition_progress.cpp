#include "simulate/carry_out/transition_progress.h"

#include "placement/score.h"

namespace placement {

TransitionProgress::TransitionProgress(const Transition& transition, bool goes_on_after_abort)
    : transition_(transition), waiting_(transition.actions.size()), inputs_left_(transition.synapses.size()),
      begun_(transition.synapses.size()), done_(transition.synapses.size()), goes_on_after_abort_(goes_on_after_abort) {
    for (std::size_t synapse = 0; synapse < transition.synapses.size(); ++synapse) {
        inputs_left_[synapse] = transition.synapses[synapse].inputs.size();
        for (const std::uint32_t input : transition.synapses[synapse].inputs) waiting_[input].push_back(synapse);
    }
}

bool TransitionProgress::is_given_up(std::size_t synapse) const {
    if (called_off_ && !goes_on_after_abort_) return true;
    return aborted_ && !goes_on(synapse) && !is_pseudo(synapse);
}

void TransitionProgress::finish(std::size_t synapse, bool failed) {
    begun_[synapse] = true;
    done_[synapse] = true;
    aborted_ = aborted_ || failed;
    for (const std::size_t next : waiting_[transition_.synapses[synapse].action]) {
        if (!failed || goes_on(next)) --inputs_left_[next];
    }
}

std::vector<std::uint32_t> TransitionProgress::left() const {
    std::vector<std::uint32_t> left;
    for (std::size_t synapse = 0; synapse < done_.size(); ++synapse) {
        if (!done_[synapse]) left.push_back(transition_.synapses[synapse].action);
    }
    return left;
}

bool TransitionProgress::goes_on(std::size_t synapse) const {
    return transition_.synapses[synapse].priority >= Score::infinite_value;
}

bool TransitionProgress::is_pseudo(std::size_t synapse) const {
    return transition_.actions[transition_.synapses[synapse].action].kind == TransitionAction::Kind::Pseudo;
}

} // namespace placement

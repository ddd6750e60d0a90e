#include "simulate/carry_out/transition_progress.h"

#include <utility>

#include "placement/score.h"

namespace placement {

TransitionProgress::TransitionProgress(const Transition& transition, bool goes_on_after_abort)
    : transition_(transition), inputs_left_(transition.synapses.size()), begun_(transition.synapses.size()),
      done_(transition.synapses.size()), goes_on_after_abort_(goes_on_after_abort) {
    Waiting waiting(transition.actions.size());
    for (std::size_t synapse = 0; synapse < transition.synapses.size(); ++synapse) {
        const auto inputs = transition.inputs_of(transition.synapses[synapse]);
        inputs_left_[synapse] = inputs.size();
        for (const std::uint32_t input : inputs) waiting[input].push_back(synapse);
        if (inputs_left_[synapse] == 0) ready_.insert(ready_.end(), synapse);
    }
    waiting_ = std::make_shared<const Waiting>(std::move(waiting));
}

bool TransitionProgress::is_given_up(std::size_t synapse) const {
    if (called_off_ && !goes_on_after_abort_) return true;
    return aborted_ && !goes_on(synapse) && !is_pseudo(synapse);
}

std::optional<std::size_t> TransitionProgress::next_to_begin(std::size_t from) const {
    for (auto synapse = ready_.lower_bound(from); synapse != ready_.end(); ++synapse) {
        if (!is_given_up(*synapse)) return *synapse;
    }
    return std::nullopt;
}

void TransitionProgress::begin(std::size_t synapse) {
    begun_[synapse] = true;
    ready_.erase(synapse);
}

void TransitionProgress::finish(std::size_t synapse, bool failed) {
    begin(synapse);
    done_[synapse] = true;
    aborted_ = aborted_ || failed;
    for (const std::size_t next : (*waiting_)[transition_.synapses[synapse].action]) {
        if (failed && !goes_on(next)) continue;
        if (--inputs_left_[next] == 0 && !begun_[next]) ready_.insert(next);
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

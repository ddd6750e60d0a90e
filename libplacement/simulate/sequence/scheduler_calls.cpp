#include "simulate/sequence/scheduler_calls.h"

#include <algorithm>

#include "base/text.h"

namespace placement {

void SchedulerCalls::want(const std::string& why, std::int64_t now_ms) {
    wanted_ms_ = now_ms;
    if (because_.empty()) because_ = why;
}

void SchedulerCalls::call(std::int64_t now_ms) {
    if (due_ms_ == never) due_ms_ = std::max(now_ms, wanted_ms_ + answer_ms_);
}

void SchedulerCalls::read_recheck(const Transition& transition, const SequenceClock& clock) {
    recheck_ms_.reset();
    looks_again_ = false;
    for (const auto& [name, value] : transition.attributes) {
        if (name != "recheck-by") continue;
        const std::int64_t at_ms = (parse_integer(value).value_or(0) - clock.begin().seconds) * 1000;
        if (at_ms > clock.now_ms()) recheck_ms_ = at_ms;
    }
}

void SchedulerCalls::look_again(std::int64_t at_ms) {
    if (recheck_ms_ && *recheck_ms_ <= at_ms) return;
    recheck_ms_ = at_ms;
    looks_again_ = true;
}

void SchedulerCalls::pass_to_recheck(std::int64_t now_ms) {
    if (looks_again_ && recheck_ms_) waited_ms_ += *recheck_ms_ - now_ms;
    recheck_ms_.reset();
    looks_again_ = false;
}

} // namespace placement

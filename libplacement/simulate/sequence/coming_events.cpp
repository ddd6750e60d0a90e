#include "simulate/sequence/coming_events.h"

#include <algorithm>
#include <variant>

#include "simulate/sequence/clock.h"

namespace placement {

bool ComingEvents::only_time_is_left() const {
    return std::all_of(events_.begin() + static_cast<std::ptrdiff_t>(next_), events_.end(),
                       [](const Event& event) { return std::holds_alternative<TimePasses>(event); });
}

bool ComingEvents::wait_for_rest() const { return !are_over() && std::holds_alternative<ClusterSettles>(next()); }

std::int64_t ComingEvents::next_ms() const { return are_over() || wait_for_rest() ? never : next_due_ms_; }

const Event& ComingEvents::take(std::int64_t now_ms) {
    const Event& event = events_[next_++];
    if (const auto* pause = std::get_if<TimePasses>(&event)) {
        next_due_ms_ = now_ms + pause->seconds * 1000 + pause->milliseconds;
        if (are_over()) look_until_ms_ = next_due_ms_;
    } else {
        next_due_ms_ = last_ms_ = now_ms;
    }
    return event;
}

std::int64_t ComingEvents::limit_ms(std::int64_t after_last_ms) const {
    if (!are_over() && !wait_for_rest()) return never - 1;
    return std::max(last_ms_ + after_last_ms, look_until_ms_);
}

} // namespace placement

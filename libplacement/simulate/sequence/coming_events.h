#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "placement/scenario.h"

namespace placement {

/// The events of a scenario, one after the other, and when the next one happens.
class ComingEvents {
public:
    ComingEvents(const std::vector<Event>& events, std::int64_t now_ms)
        : events_(events), next_due_ms_(now_ms), last_ms_(now_ms), look_until_ms_(now_ms) {}

    bool are_over() const { return next_ == events_.size(); }
    /// Only time passes from here on.
    bool only_time_is_left() const;
    /// The next one happens once the cluster is at rest.
    bool wait_for_rest() const;
    /// When the next one happens by itself.
    std::int64_t next_ms() const;
    const Event& next() const { return events_[next_]; }
    /// The next one happens now.
    const Event& take(std::int64_t now_ms);

    std::int64_t last_ms() const { return last_ms_; }
    /// Even where nothing happens any more, so long is looked on.
    std::int64_t look_until_ms() const { return look_until_ms_; }
    /// When the sequence ends at the latest, with `after_last_ms` for what follows the last event.
    std::int64_t limit_ms(std::int64_t after_last_ms) const;

private:
    const std::vector<Event>& events_;
    std::size_t next_ = 0;
    std::int64_t next_due_ms_;
    std::int64_t last_ms_;
    std::int64_t look_until_ms_;
};

} // namespace placement

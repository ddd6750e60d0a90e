#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>

#include "placement/time.h"

namespace placement {

/// The moment of what does not happen.
inline constexpr std::int64_t never = std::numeric_limits<std::int64_t>::max();

/// The only clock of a sequence: milliseconds since the scenario began.
class SequenceClock {
public:
    SequenceClock(Time begin, std::int64_t now_ms) : begin_(begin), now_ms_(now_ms) {}

    Time begin() const { return begin_; }
    std::int64_t now_ms() const { return now_ms_; }
    /// As the cluster's own clocks have it.
    Time time() const {
        Time time = begin_;
        time.seconds += now_ms_ / 1000;
        return time;
    }
    /// It never goes back.
    void advance_to(std::int64_t ms) { now_ms_ = std::max(now_ms_, ms); }

private:
    Time begin_;
    std::int64_t now_ms_;
};

} // namespace placement

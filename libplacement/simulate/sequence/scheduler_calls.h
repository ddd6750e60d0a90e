#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "placement/transition.h"
#include "simulate/sequence/clock.h"

namespace placement {

/// When the scheduler runs next, and why.
class SchedulerCalls {
public:
    /// `answer_ms`: how long after it was called for last it answers at the earliest.
    explicit SchedulerCalls(std::int64_t answer_ms) : answer_ms_(answer_ms) {}

    /// Something has changed that it does not know of. The first reason since it ran is the one that is told.
    void want(const std::string& why, std::int64_t now_ms);
    /// Everything that was under way has ended, so that it may run as soon as it answers.
    void call(std::int64_t now_ms);

    std::int64_t due_ms() const { return due_ms_; }
    void begin_run() { due_ms_ = never; }
    std::string take_reason() { return std::exchange(because_, {}); }

    /// When a failure expires, a rule changes its mind, …: the transition says so.
    void read_recheck(const Transition& transition, const SequenceClock& clock);
    std::optional<std::int64_t> recheck_ms() const { return recheck_ms_; }
    /// The scheduler looks again then, and will have something to do, although nobody calls it before.
    void look_again(std::int64_t at_ms);
    /// Whether that is why it runs at recheck_ms(), however late that is.
    bool looks_again() const { return looks_again_; }
    /// So long it was waited for.
    std::int64_t waited_ms() const { return waited_ms_; }
    void pass_to_recheck(std::int64_t now_ms);

private:
    std::int64_t answer_ms_;
    std::string because_;
    std::int64_t wanted_ms_ = 0;
    std::int64_t due_ms_ = never;
    std::optional<std::int64_t> recheck_ms_;
    bool looks_again_ = false;
    std::int64_t waited_ms_ = 0;
};

} // namespace placement

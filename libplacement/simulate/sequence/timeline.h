#pragma once

#include <string>
#include <utility>
#include <vector>

#include "placement/sequence.h"
#include "simulate/sequence/clock.h"

namespace placement {

/// What happened in a sequence so far, each entry at the time of the clock.
class Timeline {
public:
    explicit Timeline(const SequenceClock& clock) : clock_(clock) {}
    /// The same by another clock.
    Timeline(const Timeline& other, const SequenceClock& clock)
        : clock_(clock), run_(other.run_), kept_(other.kept_), entries_(other.entries_) {}

    /// From here on, what is noted is forgotten at once.
    void keep_nothing() {
        kept_ = false;
        entries_.clear();
    }

    bool keeps_anything() const { return kept_; }
    TimelineEntry& note(TimelineEntry::Kind kind, std::string text);
    /// From here on, what happens belongs to this run of the scheduler.
    void begin_run(std::size_t run) { run_ = run; }
    std::vector<TimelineEntry> take() { return std::move(entries_); }

private:
    const SequenceClock& clock_;
    std::size_t run_ = 0;
    bool kept_ = true;
    std::vector<TimelineEntry> entries_;
};

} // namespace placement

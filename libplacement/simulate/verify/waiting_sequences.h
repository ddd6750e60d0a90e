#pragma once

#include <cstddef>
#include <deque>
#include <memory>
#include <utility>
#include <vector>

#include "simulate/verify/attempt.h"

namespace placement {

/// The sequences of one length that are still to be tried, first come, first served. Those that go on from one moment are a number
/// until it is their turn: there may be millions.
class WaitingSequences {
public:
    std::size_t size() const { return size_; }

    /// All that may happen there.
    void add(std::shared_ptr<Departure> from, std::size_t possibilities) {
        size_ += possibilities;
        if (possibilities > 0) lines_.push_back({std::move(from), {}, possibilities});
    }
    void add(std::shared_ptr<Departure> from, std::vector<Event> events) {
        ++size_;
        lines_.push_back({std::move(from), std::move(events), 1});
    }

    /// As many as there are, at most.
    std::vector<Attempt> take(std::size_t at_most) {
        std::vector<Attempt> taken;
        for (; size_ > 0 && taken.size() < at_most; --size_) {
            Line& line = lines_.front();
            taken.push_back({line.from, std::move(line.events), line.taken});
            if (++line.taken == line.count) lines_.pop_front();
        }
        return taken;
    }

private:
    struct Line {
        std::shared_ptr<Departure> from;
        std::vector<Event> events;
        std::size_t count = 0;
        std::size_t taken = 0;
    };

    std::deque<Line> lines_;
    std::size_t size_ = 0;
};

} // namespace placement

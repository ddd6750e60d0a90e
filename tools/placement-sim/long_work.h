#pragma once

#include <atomic>
#include <csignal>
#include <cstddef>
#include <functional>
#include <iosfwd>
#include <string>

#include "placement-sim/answer.h"

/// What commands that take long have in common: they tell how far they are, and end early with what they have.
namespace placement::sim {

/// While it lives, a first Ctrl-C is noted; a second one ends the program as ever. No more than one may live at a time.
class NotedInterrupts {
public:
    NotedInterrupts();
    ~NotedInterrupts();
    NotedInterrupts(const NotedInterrupts&) = delete;
    NotedInterrupts& operator=(const NotedInterrupts&) = delete;

    /// Becomes true with the first one.
    static const std::atomic<bool>& flag();

private:
    struct sigaction before_ {};
};

using Progress = std::function<void(std::size_t done, std::size_t total)>;

/// Writes one line over and over, "3 of 40 runs" where `what` is "runs", which is gone at the end and when it is
/// interrupted. Empty where complaints go to no terminal.
Progress progress_line(const Terminal& terminal, std::ostream& err, std::string what);

} // namespace placement::sim

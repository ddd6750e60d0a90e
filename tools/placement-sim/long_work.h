#pragma once

#include <atomic>
#include <condition_variable>
#include <csignal>
#include <cstddef>
#include <functional>
#include <iosfwd>
#include <mutex>
#include <string>
#include <thread>

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

/// Says what is going on, and for how long, when it takes more than a second: one line, which is gone when it stops. Nothing
/// where complaints go to no terminal.
class Ticker {
public:
    Ticker(const Terminal& terminal, std::ostream& err, std::string what);
    ~Ticker() { stop(); }
    Ticker(const Ticker&) = delete;
    Ticker& operator=(const Ticker&) = delete;

    /// To be called before anything else is written.
    void stop();
    /// Shows "3 of 40" while that is counted. Not to be used after the ticker has gone.
    Progress progress();

private:
    void tick(const std::stop_token& stopped);
    void tell(const std::string& since);

    std::ostream& err_;
    std::string what_;
    std::atomic<std::size_t> done_ = 0;
    std::atomic<std::size_t> total_ = 0;
    std::mutex mutex_;
    std::condition_variable_any wake_;
    bool shown_ = false;
    bool alone_ = false; ///< no thread could be started
    std::jthread thread_;
};

/// Writes one line over and over, "3 of 40 runs" where `what` is "runs", which is gone at the end and when it is
/// interrupted. Empty where complaints go to no terminal.
Progress progress_line(const Terminal& terminal, std::ostream& err, std::string what);

} // namespace placement::sim

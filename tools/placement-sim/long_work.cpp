#include "placement-sim/long_work.h"

#include <chrono>
#include <ostream>
#include <system_error>
#include <utility>

namespace placement::sim {

namespace {

// A signal's handler can reach nothing but this.
std::atomic<bool> interrupted = false;
static_assert(std::atomic<bool>::is_always_lock_free);

extern "C" void interrupt(int) { interrupted = true; }

} // namespace

NotedInterrupts::NotedInterrupts() {
    interrupted = false;
    struct sigaction action {};
    action.sa_handler = interrupt;
    action.sa_flags = static_cast<int>(SA_RESETHAND);
    sigaction(SIGINT, &action, &before_);
}

NotedInterrupts::~NotedInterrupts() { sigaction(SIGINT, &before_, nullptr); }

const std::atomic<bool>& NotedInterrupts::flag() { return interrupted; }

Ticker::Ticker(const Terminal& terminal, std::ostream& err, std::string what) : err_(err), what_(std::move(what)) {
    if (!terminal.progress) return;
    try {
        thread_ = std::jthread([this](const std::stop_token& stopped) { tick(stopped); });
    } catch (const std::system_error&) {
        alone_ = true; // there is no room for another thread: what goes on is told where it is counted
    }
}

void Ticker::stop() {
    if (thread_.joinable()) {
        thread_.request_stop();
        thread_.join();
    }
    if (std::exchange(shown_, false)) err_ << "\r\033[K" << std::flush;
}

Progress Ticker::progress() {
    return [this](std::size_t done, std::size_t total) {
        done_ = done;
        total_ = total;
        if (alone_) tell("");
    };
}

void Ticker::tick(const std::stop_token& stopped) {
    std::unique_lock lock(mutex_);
    for (std::size_t seconds = 1;; ++seconds) {
        wake_.wait_for(lock, stopped, std::chrono::seconds(1), [] { return false; });
        if (stopped.stop_requested()) return;
        tell(", " + std::to_string(seconds) + " s");
    }
}

void Ticker::tell(const std::string& since) {
    shown_ = true;
    err_ << "\r\033[K" << what_;
    if (done_ < total_) err_ << ": " << done_ << " of " << total_;
    err_ << since << std::flush;
}

Progress progress_line(const Terminal& terminal, std::ostream& err, std::string what) {
    if (!terminal.progress) return {};
    return [&err, what = std::move(what)](std::size_t done, std::size_t total) {
        if (done == total || interrupted) {
            err << "\r\033[K" << std::flush;
        } else {
            err << "\r" << done << " of " << total << " " << what << std::flush;
        }
    };
}

} // namespace placement::sim

#include "placement-sim/long_work.h"

#include <ostream>
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

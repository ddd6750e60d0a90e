#include "simulate/unrest.h"
#include "placement/carry_out.h"
#include "placement/sequence.h"

#include <fmt/format.h>

namespace placement {

namespace {

void warn(const char* code, std::string message, Diagnostics& notes) {
    notes.push_back({Severity::Warning, code, std::move(message), {}});
}

double seconds(std::int64_t milliseconds) { return static_cast<double>(milliseconds) / 1000.0; }

} // namespace

void tell_of_unrest(const SettledCluster& settled, Diagnostics& notes) {
    if (settled.end == SettledCluster::End::Cycle) {
        warn("never-settles",
             fmt::format("the cluster never comes to rest: after transition {} it is where it was after transition {}",
                         settled.rounds.size(), settled.cycle_begin),
             notes);
    } else if (settled.end == SettledCluster::End::LimitReached) {
        warn("transition-limit",
             fmt::format("the cluster has not come to rest after {} transitions, and more were not asked for",
                         settled.rounds.size()),
             notes);
    }
}

void tell_of_unrest(const Sequence& sequence, Diagnostics& notes) {
    if (sequence.loop) {
        warn("never-settles",
             fmt::format("the cluster never comes to rest: every {:g} s it is where it was before",
                         seconds(sequence.loop->period_ms)),
             notes);
    } else if (sequence.end == Sequence::End::LimitReached) {
        warn("sequence-limit",
             fmt::format("the cluster has not come to rest {:g} s after the last event and {} runs of the scheduler, and "
                         "more were not asked for",
                         seconds(sequence.end_ms - sequence.last_event_ms), sequence.runs.size()),
             notes);
    }
}

} // namespace placement

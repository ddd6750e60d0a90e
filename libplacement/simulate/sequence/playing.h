#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "simulate/sequence/scene.h"

namespace placement {

/// A scene that goes on by itself: an operation ends, a monitor begins or ends, the scheduler runs, whichever is next. What happens
/// to it from outside is left to who plays it.
class Playing {
public:
    Playing(SequenceState state, const SequenceQuestion& question) : question_(question), scene_(std::move(state), question) {}
    /// The same moment once more.
    Playing fork() { return Playing(*this, Forked()); }

    Scene& scene() { return scene_; }
    std::int64_t now_ms() const { return scene_.clock.now_ms(); }

    /// Once, before anything happens.
    void begin();

    /// When the next thing happens by itself.
    std::int64_t next_ms() const;
    /// A transition is under way, or the scheduler is about to run.
    bool is_busy() const { return scene_.transition || scene_.calls.due_ms() != never; }
    /// Nothing is under way, and monitors have gone on for long enough without changing anything, if this is what is next.
    bool rests(std::int64_t next) const;
    /// Nothing happens until then.
    void skip_to(std::int64_t ms);
    /// Nothing happens until then, when the scheduler runs because time has passed: something expires.
    void rest_until_recheck(std::int64_t ms);

    /// Whether the scheduler is what is next at this moment, and nothing else.
    bool is_schedulers_turn(std::int64_t next) const;
    /// What is next happens, unless it is the scheduler's turn.
    void pass(std::int64_t next);
    /// The scheduler runs, and its transition begins.
    void run_scheduler(std::size_t run);

    /// What can begin begins; whether the transition has ended, so that it must be taken.
    bool advance();
    SchedulerRun take_transition();
    /// The same where nobody asks what came of it.
    void drop_transition();

    /// In the last transition that ended.
    std::vector<SettledCluster::FailedFencing>& failed_fencing() { return failed_fencing_; }

private:
    struct Forked {};
    Playing(Playing& other, Forked) : question_(other.question_), scene_(other.scene_), failed_fencing_(other.failed_fencing_) {}
    void call_again();
    void look_again_later();

    const SequenceQuestion& question_;
    Scene scene_;
    std::vector<SettledCluster::FailedFencing> failed_fencing_;
};

} // namespace placement

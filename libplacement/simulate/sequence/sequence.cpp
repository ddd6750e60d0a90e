#include "simulate/sequence/sequence.h"

#include <algorithm>

#include <fmt/format.h>

#include "placement/unpack.h"
#include "simulate/events/events.h"
#include "simulate/sequence/coming_events.h"
#include "simulate/sequence/happening.h"
#include "simulate/sequence/loop_detection.h"
#include "simulate/sequence/playing.h"

namespace placement {

namespace {

/// Lets one thing happen after the other, events among them.
class Player {
public:
    Player(SequenceState state, const SequenceQuestion& question)
        : question_(question), playing_(std::move(state), question), scene_(playing_.scene()), coming_(question.events, now_ms()),
          loops_(question.options.repetitions) {}

    PlayedSequence play() {
        playing_.begin();
        while (!ended_) step();
        return finish();
    }

private:
    std::int64_t now_ms() const { return playing_.now_ms(); }

    /// What comes next happens, and time goes on to it.
    void step() {
        const std::int64_t event = coming_.next_ms();
        const std::int64_t by_itself = playing_.next_ms();
        const std::int64_t next = std::min(by_itself, event);
        if (event > now_ms() && playing_.rests(next)) return come_to_rest();
        if (next == never || next > limit_ms()) return end_at_limit(next);
        scene_.clock.advance_to(next);
        const bool operation_ends = scene_.transition && next == scene_.transition->next_end_ms();
        if (next == event && !operation_ends) {
            let_event_happen();
        } else if (playing_.is_schedulers_turn(next)) {
            run_scheduler();
        } else {
            playing_.pass(next);
        }
        advance();
    }

    std::int64_t limit_ms() const { return coming_.limit_ms(question_.options.limit_ms + scene_.calls.waited_ms()); }

    /// The next thing that happens by itself, else the next event.
    void come_to_rest() {
        const std::optional<std::int64_t> recheck = scene_.calls.recheck_ms();
        if (recheck && *recheck <= coming_.next_ms() && (scene_.calls.looks_again() || *recheck <= limit_ms())) {
            return playing_.rest_until_recheck(*recheck);
        }
        if (coming_.are_over()) return end_with(Sequence::End::AtRest);
        if (!coming_.wait_for_rest()) playing_.skip_to(coming_.next_ms());
        let_event_happen();
        advance();
    }

    void end_with(Sequence::End end) {
        sequence_.end = end;
        ended_ = true;
    }

    /// Nobody looks longer, whether or not anything ends so late.
    void end_at_limit(std::int64_t next) {
        if (next != never) scene_.clock.advance_to(std::max(now_ms(), limit_ms()));
        end_with(Sequence::End::LimitReached);
    }

    void let_event_happen() {
        const Event& event = coming_.take(now_ms());
        if (std::holds_alternative<TimePasses>(event)) {
            return apply(event, scene_.cluster.state(), scene_.cluster.edit(), scene_.notes);
        }
        scene_.timeline.note(TimelineEntry::Kind::EventHappens, text(event));
        if (std::holds_alternative<ClusterSettles>(event)) return;
        remember_death(event);
        let_happen(event, scene_);
        first_run_after_events_.reset();
        loops_.start_over();
    }

    void remember_death(const Event& event) {
        const auto* const failure = std::get_if<ResourceFails>(&event);
        if (failure == nullptr) return;
        scene_.cluster.read();
        Diagnostics told_when_it_happens;
        const std::size_t runs = sequence_.runs.size() + (scene_.transition ? 1 : 0);
        deaths_.push_back({dying_process(scene_.cluster.state(), *failure, told_when_it_happens), runs});
    }

    void run_scheduler() {
        end_if_wanted(question_.stop);
        scene_.calls.begin_run();
        const std::size_t number = sequence_.runs.size();
        if (number == question_.options.run_limit) return end_with(Sequence::End::LimitReached);
        const bool events_are_over = coming_.only_time_is_left();
        if (events_are_over || coming_.wait_for_rest()) {
            if (!first_run_after_events_) first_run_after_events_ = number;
            if (sees_loop()) return;
        }
        playing_.run_scheduler(number);
        if (!events_are_over) after_events_.reset();
        if (events_are_over && !after_events_) after_events_ = scene_.cluster.shared_state();
    }

    /// Whether the state is one that will come again for ever. Then the sequence ends, unless it was asked to look on for a
    /// time.
    bool sees_loop() {
        const bool closes = loops_.see(scene_, sequence_.runs.size(), now_ms());
        if (closes && !loop_begin_) loop_begin_ = scene_.state();
        if (!loops_.found() || now_ms() < coming_.look_until_ms() || coming_.next_ms() != never) return false;
        end_with(Sequence::End::Loop);
        return true;
    }

    void advance() {
        if (!ended_ && playing_.advance()) sequence_.runs.push_back(playing_.take_transition());
    }

    PlayedSequence finish() {
        if (scene_.transition) {
            sequence_.runs.push_back(scene_.transition->cut_off(scene_.cluster.cib()));
            scene_.transition.reset();
        }
        const std::optional<Loop>& loop = loops_.found();
        sequence_.timeline = scene_.timeline.take();
        sequence_.end_ms = now_ms();
        sequence_.last_event_ms = coming_.last_ms();
        sequence_.first_run_after_events = first_run_after_events_.value_or(sequence_.runs.size());
        sequence_.loop = loop;
        if (loop) sequence_.end = Sequence::End::Loop;
        SequenceState end = scene_.state();
        scene_.cluster.read();
        if (!after_events_) after_events_ = scene_.cluster.shared_state();
        Quorum quorum = scene_.cluster.quorum();
        const Diagnostics& of_corosync = scene_.cluster.quorum_diagnostics();
        scene_.notes.insert(scene_.notes.end(), of_corosync.begin(), of_corosync.end());
        if (!coming_.are_over()) tell_of_events_left();
        PlayedSequence played{std::move(sequence_),          std::move(end),         std::nullopt, after_events_, quorum.have,
                              std::move(quorum.explanation), std::move(scene_.notes)};
        if (loop) played.loop_begin = std::move(loop_begin_);
        played.dead = std::move(scene_.dead);
        played.deaths = std::move(deaths_);
        played.failing_fencing = scene_.carry_out.failing_fencing;
        played.failed_fencing = std::move(playing_.failed_fencing());
        return played;
    }

    void tell_of_events_left() {
        Diagnostic diagnostic;
        diagnostic.code = "events-not-reached";
        diagnostic.message = fmt::format("the cluster does not come to rest, so that \"{}\" and what follows it never happens",
                                         text(coming_.next()));
        scene_.notes.push_back(std::move(diagnostic));
    }

    const SequenceQuestion& question_;
    Playing playing_;
    Scene& scene_; ///< of it
    ComingEvents coming_;
    LoopDetection loops_;
    std::optional<SequenceState> loop_begin_;
    std::optional<std::size_t> first_run_after_events_;
    std::shared_ptr<const Cluster> after_events_;
    std::vector<PlayedSequence::Death> deaths_;
    bool ended_ = false;
    Sequence sequence_;
};

} // namespace

PlayedSequence play(SequenceState state, const SequenceQuestion& question) { return Player(std::move(state), question).play(); }

std::string_view text(Sequence::End end) {
    switch (end) {
    case Sequence::End::AtRest: return "at-rest";
    case Sequence::End::Loop: return "loop";
    case Sequence::End::LimitReached: break;
    }
    return "limit-reached";
}

} // namespace placement

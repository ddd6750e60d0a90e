#include "simulate/verify/exploration.h"

#include <cstddef>
#include <memory>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "placement/names.h"
#include "simulate/events/events.h"
#include "simulate/sequence/happening.h"
#include "simulate/sequence/loop_detection.h"
#include "simulate/services.h"
#include "simulate/verify/state_signature.h"

namespace placement {

namespace {

/// Plays one sequence on from where it begins, until the cluster is at rest for good, or comes to a state that is known.
class Exploration {
public:
    Exploration(const ExplorationQuestion& asked, Attempt& attempt, Moment& from)
        : question_(asked.sequence), options_(asked.options), judge_(asked.judge), known_(asked.known), last_(asked.is_last),
          is_observed_(asked.is_observed), watch_(asked.watch), attempt_(attempt), playing_(from.fork()), trail_(from.trail()),
          loops_(question_.options.repetitions) {}

    void run() {
        if (!let_events_happen()) return;
        while (step()) {}
    }

    /// Only as far as the moment with this number, which is there.
    std::shared_ptr<Moment> find(std::size_t number) {
        wanted_ = number;
        run();
        return found_;
    }

private:
    Scene& scene() { return playing_.scene(); }

    /// In a transition under way, just after what happened last.
    bool let_events_happen() {
        const bool rests = playing_.rests(playing_.next_ms());
        if (!rests) scene().clock.advance_to(playing_.now_ms() + 1);
        trail_.steps.push_back({attempt_.events, playing_.now_ms()});
        scene().cluster.read();
        judge_.follow(attempt_.events, scene().cluster.state(), trail_);
        try {
            for (const Event& event : attempt_.events) let_happen(event, scene());
        } catch (const ImpossibleEvent&) {
            return attempt_.possible = false;
        }
        last_event_ms_ = playing_.now_ms();
        advance();
        notice(judge_.moment(scene()));
        return true;
    }

    std::int64_t limit_ms() { return last_event_ms_ + question_.options.limit_ms + scene().calls.waited_ms(); }

    bool step() {
        const std::int64_t next = playing_.next_ms();
        if (playing_.rests(next)) return come_to_rest();
        if (next == never || next > limit_ms()) {
            notice(judge_.unrest(playing_, fmt::format("the cluster is not at rest {} s after the last event",
                                                       question_.options.limit_ms / 1000)));
            return false;
        }
        const bool between = options_.timing == VerifyTiming::Any && playing_.is_busy() && next > playing_.now_ms() + 1;
        if (between && !is_new_moment()) return false;
        scene().clock.advance_to(next);
        if (playing_.is_schedulers_turn(next)) return run_scheduler();
        playing_.pass(next);
        advance();
        notice(judge_.moment(scene()));
        return true;
    }

    bool run_scheduler() {
        scene().calls.begin_run();
        if (attempt_.scheduler_runs == question_.options.run_limit) {
            notice(judge_.unrest(
                playing_, fmt::format("the cluster is not at rest after {} runs of the scheduler", question_.options.run_limit)));
            return false;
        }
        loops_.see(scene(), attempt_.scheduler_runs, playing_.now_ms());
        if (loops_.found()) {
            const Loop& loop = *loops_.found();
            notice(
                judge_.unrest(playing_, fmt::format("the cluster never comes to rest: every {:.2f} s it is where it was before",
                                                    static_cast<double>(loop.period_ms) / 1000.0)));
            return false;
        }
        playing_.run_scheduler(attempt_.scheduler_runs++);
        if (watch_) watch_(scene().transition->schedule());
        advance();
        return true;
    }

    void advance() {
        if (!playing_.advance()) return;
        const TransitionUnderWay& ended = *scene().transition;
        for (const CarriedOutStep& step : ended.carried_out().steps) note_operation(ended, step);
        notice(judge_.transition(ended, trail_));
        playing_.drop_transition();
    }

    /// While the cluster is at rest, what a transition does can only be made to fail beforehand.
    void note_operation(const TransitionUnderWay& ended, const CarriedOutStep& step) {
        if (options_.timing == VerifyTiming::Any || step.kind != CarriedOutStep::Kind::Resource || step.interval_ms > 0) return;
        const std::string resource = without_instance(ended.schedule().transition.actions[step.action].resource->id);
        if (!is_made_to_fail(scene().cluster.state(), resource, step.operation)) return;
        attempt_.operations.insert(text(OperationResult{resource, step.operation, 0, step.node, exit_status::unknown_error}));
    }

    /// Whether anything follows by itself.
    bool come_to_rest() {
        trail_.failed_instances = 0;
        ++attempt_.at_rest;
        const auto recheck = scene().calls.recheck_ms();
        const bool goes_on = recheck && (scene().calls.looks_again() || *recheck <= limit_ms());
        if (!is_new_moment()) return false;
        if (!wanted_) judge_rest(recheck, goes_on);
        if (!goes_on) return false;
        playing_.rest_until_recheck(*recheck);
        return true;
    }

    void judge_rest(const std::optional<std::int64_t>& recheck, bool goes_on) {
        Playing judged = playing_.fork();
        judged.scene().cluster.read();
        // Where nothing is to come back and nothing expires, it stays as it is: the scheduler has nothing to do.
        const bool asks_for_home = !goes_on && judge_.asks_for_home(trail_);
        const bool is_home = asks_for_home && !recheck && judge_.is_everything_back(judged.scene());
        std::vector<Violation> violations = judge_.rest(judged, trail_, is_home);
        // What comes back by itself is down for a time.
        if (goes_on) std::erase_if(violations, [](const Violation& each) { return !each.is_fault; });
        notice(std::move(violations));
        if (goes_on) return;
        if (asks_for_home && !is_home) come_home(judged);
        notice(judge_.expectations(trail_));
    }

    /// What comes of it is found later, once for all that are alike.
    void come_home(Playing& at_rest) {
        auto mended = std::make_unique<Attempt::Mended>(at_rest);
        judge_.mend(mended->playing);
        mended->signature = state_signature(mended->playing, {}, question_);
        attempt_.noticed.push_back({{}, trail_, mended->signature});
        if (!known_.left_behind.contains(mended->signature)) attempt_.mended.push_back(std::move(mended));
    }

    bool is_new_moment() {
        if (wanted_) {
            if (seen_++ < *wanted_) return true;
            found_ = std::make_shared<Moment>(playing_, trail_);
            return false;
        }
        const Fingerprint signature = state_signature(playing_, trail_, question_);
        if (is_observed_) {
            attempt_.observed.push_back(
                {events_of(trail_), signature, scene().cluster.cib(), scene().clock.time(), !playing_.is_busy()});
        }
        if (known_.signatures.contains(signature)) return false;
        attempt_.reached.push_back({signature, last_ ? nullptr : std::make_shared<Moment>(playing_, trail_)});
        return true;
    }

    void notice(std::vector<Violation> violations) {
        if (wanted_) return;
        for (Violation& each : violations) attempt_.noticed.push_back({std::move(each), trail_});
    }

    const SequenceQuestion& question_;
    const VerifyOptions& options_;
    const Judge& judge_;
    const Known& known_;
    bool last_;
    bool is_observed_;
    const std::function<void(const Schedule&)>& watch_;
    Attempt& attempt_;
    Playing playing_;
    Trail trail_;
    LoopDetection loops_;
    std::int64_t last_event_ms_ = 0;
    std::optional<std::size_t> wanted_; ///< a moment that was reached before is looked for, and nothing is judged
    std::size_t seen_ = 0;              ///< moments, while one is looked for
    std::shared_ptr<Moment> found_;
};

std::shared_ptr<Moment> found_again(const ExplorationQuestion& question, const Departure::Way& way);

std::shared_ptr<Moment> kept_or_found_again(const ExplorationQuestion& question, const Departure& departure) {
    std::shared_ptr<Moment> kept = departure.kept();
    return kept ? kept : found_again(question, departure.way());
}

/// The moment that the way leads to, from the nearest one that is kept.
std::shared_ptr<Moment> found_again(const ExplorationQuestion& question, const Departure::Way& way) {
    Attempt again{way.from, way.events};
    return Exploration(question, again, *kept_or_found_again(question, *way.from)).find(way.number);
}

/// Kept until the departure forgets it.
std::shared_ptr<Moment> remembered(const ExplorationQuestion& question, Departure& departure) {
    return departure.remembered([&] { return found_again(question, departure.way()); });
}

} // namespace

void choose_events(const ExplorationQuestion& question, Attempt& attempt) {
    if (!attempt.events.empty()) return;
    const std::shared_ptr<Moment> from = remembered(question, *attempt.from);
    attempt.events = from->possible(question.judge.agents_elsewhere(), attempt.from->may_break)[attempt.possibility];
}

void explore(const ExplorationQuestion& question, Attempt& attempt) {
    Exploration(question, attempt, *remembered(question, *attempt.from)).run();
}

} // namespace placement

#include <algorithm>
#include <utility>
#include <variant>

#include <fmt/format.h>

#include "placement/unpack.h"
#include "placement/verify.h"
#include "simulate/events/events.h"
#include "simulate/sequence/coming_events.h"
#include "simulate/sequence/happening.h"
#include "simulate/sequence/loop_detection.h"
#include "simulate/sequence/playing.h"
#include "simulate/services.h"
#include "simulate/simulate.h"
#include "simulate/verify/judge.h"
#include "simulate/verify/play_to_rest.h"
#include "simulate/verify/question.h"

namespace placement {

namespace {

/// One sequence, at the times at which its events happen, judged as verify() does.
class JudgedSequence {
public:
    JudgedSequence(const SequenceQuestion& question, const std::vector<Event>& events, const Judge& judge, Playing& begin)
        : question_(question), judge_(judge), playing_(begin.fork()), coming_(events, playing_.now_ms()),
          loops_(question.options.repetitions) {}

    std::vector<BrokenProperty> run() {
        while (step()) {}
        return std::move(found_);
    }

private:
    Scene& scene() { return playing_.scene(); }

    bool step() {
        const std::int64_t event = coming_.next_ms();
        const std::int64_t by_itself = playing_.next_ms();
        const std::int64_t next = std::min(by_itself, event);
        if (event > playing_.now_ms() && playing_.rests(next)) return come_to_rest();
        if (next == never || next > limit_ms()) {
            notice(judge_.unrest(playing_, fmt::format("the cluster is not at rest {} s after the last event",
                                                       question_.options.limit_ms / 1000)));
            return false;
        }
        scene().clock.advance_to(next);
        const bool operation_ends = scene().transition && next == scene().transition->next_end_ms();
        if (next == event && !operation_ends) {
            let_event_happen();
        } else if (playing_.is_schedulers_turn(next)) {
            return run_scheduler();
        } else {
            playing_.pass(next);
        }
        advance();
        notice(judge_.moment(scene()));
        return true;
    }

    std::int64_t limit_ms() { return coming_.limit_ms(question_.options.limit_ms + scene().calls.waited_ms()); }

    bool come_to_rest() {
        trail_.failed_instances = 0;
        const auto recheck = scene().calls.recheck_ms();
        const bool in_time = recheck && (scene().calls.looks_again() || *recheck <= limit_ms());
        const bool goes_on = in_time && *recheck <= coming_.next_ms();
        Playing judged = playing_.fork();
        judged.scene().cluster.read();
        notice(judge_.rest(judged, trail_));
        if (!goes_on && judge_.asks_for_home(trail_)) {
            judge_.mend(judged);
            notice(judge_.left_behind(judged));
        }
        if (!goes_on) notice(judge_.expectations(trail_));
        if (goes_on) {
            playing_.rest_until_recheck(*recheck);
            return true;
        }
        if (coming_.are_over()) return false;
        if (!coming_.wait_for_rest()) playing_.skip_to(coming_.next_ms());
        let_event_happen();
        advance();
        notice(judge_.moment(scene()));
        return true;
    }

    void let_event_happen() {
        const Event& event = coming_.take(playing_.now_ms());
        if (std::holds_alternative<TimePasses>(event))
            return apply(event, scene().cluster.state(), scene().cluster.edit(), scene().notes);
        if (std::holds_alternative<ClusterSettles>(event)) return;
        trail_.steps.push_back({{event}, playing_.now_ms()});
        scene().cluster.read();
        judge_.follow({event}, scene().cluster.state(), trail_);
        let_happen(event, scene());
        loops_.start_over();
    }

    bool run_scheduler() {
        scene().calls.begin_run();
        if (runs_ == question_.options.run_limit) {
            notice(judge_.unrest(playing_, fmt::format("the cluster is not at rest after {} runs of the scheduler", runs_)));
            return false;
        }
        loops_.see(scene(), runs_, playing_.now_ms());
        if (loops_.found() && coming_.only_time_is_left()) {
            notice(judge_.unrest(playing_, "the cluster never comes to rest"));
            return false;
        }
        playing_.run_scheduler(runs_++);
        advance();
        return true;
    }

    void advance() {
        if (!playing_.advance()) return;
        notice(judge_.transition(*scene().transition, trail_));
        playing_.drop_transition();
    }

    void notice(std::vector<Violation> violations) {
        for (Violation& each : violations) {
            if (!each.is_fault) continue;
            const auto same = [&](const BrokenProperty& known) {
                return known.property == each.property && known.what == each.what;
            };
            if (std::ranges::none_of(found_, same))
                found_.push_back({each.property, std::move(each.services), std::move(each.what)});
        }
    }

    const SequenceQuestion& question_;
    const Judge& judge_;
    Playing playing_;
    ComingEvents coming_;
    LoopDetection loops_;
    Trail trail_;
    std::size_t runs_ = 0;
    std::vector<BrokenProperty> found_;
};

} // namespace

std::vector<BrokenProperty> broken_in(const Scenario& scenario, const VerifyOptions& options) {
    Scenario beginning = with_its_beginning(scenario);
    const auto cluster = unpack(beginning.cib, time_of(beginning), beginning.release, beginning.behavior);
    beginning.release = cluster->release;
    beginning.at = time_of(beginning);
    beginning.sequence.in_time = true;
    require_known_expectations(options, *cluster);
    const SequenceQuestion question = question_of(beginning, *cluster);
    Playing begin(begin_sequence(beginning.cib, cluster, beginning.agents, beginning.failing), question);
    begin.scene().timeline.keep_nothing();
    begin.begin();
    Playing at_rest = begin.fork();
    if (!play_to_rest(at_rest, question)) {
        if (!options.properties.contains(Property::ComesToRest)) return {};
        return {{Property::ComesToRest, {}, "the cluster never comes to rest, even though nothing fails"}};
    }
    at_rest.scene().cluster.read();
    const Judge judge(beginning, question, options, at_rest, not_services(beginning));
    return JudgedSequence(question, beginning.events, judge, begin).run();
}

} // namespace placement

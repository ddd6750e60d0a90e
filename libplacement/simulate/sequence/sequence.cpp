#include "simulate/sequence/sequence.h"

#include <algorithm>

#include <fmt/format.h>

#include "cib/comparable_state.h"
#include "placement/unpack.h"
#include "simulate/carry_out/waits_for_fencing.h"
#include "simulate/events/events.h"
#include "simulate/sequence/coming_events.h"
#include "simulate/sequence/happening.h"
#include "simulate/sequence/loop_detection.h"
#include "simulate/sequence/operations.h"
#include "simulate/sequence/scene.h"

namespace placement {

namespace {

/// Two states with the same signature go on in the same way.
std::string signature(Scene& scene) {
    std::string text = comparable_state(scene.cluster.cib());
    for (const PlayedAgent& agent : scene.agents) {
        text += "\n" + agent.resource + ": " + agent.rules->memory();
        for (const std::string& node : agent.promoted) text += node + " promoted;";
    }
    for (const auto& [key, value] : scene.cluster.permanent_attributes()) text += fmt::format("\n{}: {}", key, value);
    return text;
}

/// Lets one thing happen after the other.
class Player {
public:
    Player(SequenceState state, const SequenceQuestion& question)
        : question_(question), scene_(std::move(state), question), coming_(question.events, now_ms()),
          loops_(question.options.repetitions) {}

    PlayedSequence play() {
        for (PlayedAgent& agent : scene_.agents) agent.rules->observe(AgentView(scene_.cluster, agent));
        scene_.abort("the scenario begins");
        while (!ended_) step();
        return finish();
    }

private:
    std::int64_t now_ms() const { return scene_.clock.now_ms(); }

    /// What comes next happens, and time goes on to it.
    void step() {
        const std::int64_t action_end = scene_.transition ? scene_.transition->next_end_ms() : never;
        const std::int64_t monitor = scene_.monitors.next_ms();
        const std::int64_t event = coming_.next_ms();
        const std::int64_t next = std::min({action_end, monitor, event, scene_.calls.due_ms()});
        if (rests(next)) return come_to_rest();
        if (next == never || next > limit_ms()) return end_with(Sequence::End::LimitReached);
        scene_.clock.advance_to(next);
        if (next == action_end) {
            end_next_action(scene_);
        } else if (next == event) {
            let_event_happen();
        } else if (next == monitor) {
            run_next_monitor(scene_);
        } else {
            run_scheduler();
        }
        advance();
    }

    std::int64_t limit_ms() const { return coming_.limit_ms(question_.options.limit_ms); }

    /// Nothing is under way, and monitors have gone on for long enough without changing anything.
    bool rests(std::int64_t next) const {
        const bool busy = scene_.transition || scene_.calls.due_ms() != never;
        if (busy || coming_.next_ms() <= now_ms()) return false;
        return next == never || next > scene_.last_change_ms + scene_.monitors.quiet_ms();
    }

    /// The next thing that happens by itself, else the next event.
    void come_to_rest() {
        const std::optional<std::int64_t> recheck = scene_.calls.recheck_ms();
        if (recheck && *recheck <= coming_.next_ms() && *recheck <= limit_ms()) {
            skip_to(*recheck);
            scene_.calls.forget_recheck();
            return scene_.abort("time has passed");
        }
        if (coming_.are_over()) return end_with(Sequence::End::AtRest);
        if (!coming_.wait_for_rest()) skip_to(coming_.next_ms());
        let_event_happen();
        advance();
    }

    void skip_to(std::int64_t ms) {
        scene_.clock.advance_to(ms);
        scene_.monitors.skip_to(now_ms());
        scene_.last_change_ms = now_ms();
    }

    void end_with(Sequence::End end) {
        sequence_.end = end;
        ended_ = true;
    }

    void let_event_happen() {
        const Event& event = coming_.take(now_ms());
        if (std::holds_alternative<TimePasses>(event)) {
            return apply(event, scene_.cluster.state(), scene_.cluster.edit(), scene_.notes);
        }
        scene_.timeline.note(TimelineEntry::Kind::Event, text(event));
        if (std::holds_alternative<ClusterSettles>(event)) return;
        let_happen(event, scene_);
        first_run_after_events_.reset();
        loops_.start_over();
    }

    void run_scheduler() {
        scene_.calls.begin_run();
        const std::size_t number = sequence_.runs.size();
        if (number == question_.options.run_limit) return end_with(Sequence::End::LimitReached);
        const bool events_are_over = coming_.only_time_is_left();
        if (events_are_over || coming_.wait_for_rest()) {
            if (!first_run_after_events_) first_run_after_events_ = number;
            if (sees_loop()) return;
        }
        scene_.cluster.read();
        scene_.cluster.read_members();
        Schedule scheduled = schedule(scene_.cluster.shared_state());
        if (!events_are_over) after_events_.reset();
        if (events_are_over && !after_events_) after_events_ = scene_.cluster.shared_state();
        scene_.calls.read_recheck(scheduled.transition, scene_.clock);
        begin_transition(std::move(scheduled));
    }

    void begin_transition(Schedule scheduled) {
        scene_.carry_out.failing = scene_.failing;
        scene_.carry_out.at = scene_.clock.time();
        const std::string because = scene_.calls.take_reason();
        scene_.timeline.begin_run(sequence_.runs.size());
        scene_.timeline.note(TimelineEntry::Kind::SchedulerRun, because);
        const Cib cib = scene_.cluster.cib();
        SchedulerRun run{
            now_ms(), because, cib, std::move(scheduled), false, CarriedOut{cib, {}, TransitionEnd::Complete, {}, {}}};
        scene_.transition.emplace(std::move(run), scene_.cluster.edit(), scene_.carry_out, question_.options.notifications_go_on);
    }

    /// Whether the state is one that will come again for ever. Then the sequence ends, unless it was asked to look on for a
    /// time.
    bool sees_loop() {
        const bool closes = loops_.see(signature(scene_), sequence_.runs.size(), now_ms());
        if (closes && !loop_begin_) loop_begin_ = scene_.state();
        if (!loops_.found() || now_ms() < coming_.look_until_ms() || coming_.next_ms() != never) return false;
        end_with(Sequence::End::Loop);
        return true;
    }

    void advance() {
        if (ended_ || !scene_.transition) return;
        begin_actions(scene_);
        if (scene_.transition->running().empty()) finish_transition();
    }

    void finish_transition() {
        const bool aborted = scene_.transition->is_aborted();
        keep(scene_.transition->completed(scene_.cluster.cib()));
        const SchedulerRun& run = sequence_.runs.back();
        failed_fencing_ = failed_fencing_in(run.carried_out);
        const bool changed = !failed_fencing_.empty() && !same_state(run.cib, run.carried_out.cib);
        if (!run.carried_out.steps.empty()) scene_.last_change_ms = std::max(scene_.last_change_ms, now_ms());
        if (aborted || changed) scene_.calls.call(now_ms());
    }

    void keep(SchedulerRun run) {
        sequence_.runs.push_back(std::move(run));
        scene_.transition.reset();
    }

    PlayedSequence finish() {
        if (scene_.transition) keep(scene_.transition->cut_off(scene_.cluster.cib()));
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
        played.failing_fencing = scene_.carry_out.failing_fencing;
        played.failed_fencing = std::move(failed_fencing_);
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
    Scene scene_;
    ComingEvents coming_;
    LoopDetection loops_;
    std::optional<SequenceState> loop_begin_;
    std::optional<std::size_t> first_run_after_events_;
    std::shared_ptr<const Cluster> after_events_;
    std::vector<SettledCluster::FailedFencing> failed_fencing_; ///< in the last transition that ended
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

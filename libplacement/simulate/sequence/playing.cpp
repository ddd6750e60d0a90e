#include "simulate/sequence/playing.h"

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "cib/comparable_state.h"
#include "placement/action.h"
#include "simulate/carry_out/settle.h"
#include "simulate/carry_out/waits_for_fencing.h"
#include "simulate/sequence/operations.h"

namespace placement {

namespace {

bool takes_node_down(const CarriedOut& carried_out) {
    return std::ranges::any_of(carried_out.steps, [](const CarriedOutStep& step) {
        return !step.failed_with && (step.kind == CarriedOutStep::Kind::Fencing || step.operation == task::shutdown);
    });
}

} // namespace

void Playing::begin() {
    for (PlayedAgent& agent : scene_.agents) agent.rules->observe(AgentView(scene_.cluster, agent));
    scene_.abort("the scenario begins");
}

std::int64_t Playing::next_ms() const {
    const std::int64_t action_end = scene_.transition ? scene_.transition->next_end_ms() : never;
    return std::min({action_end, scene_.monitors.next_ms(), scene_.calls.due_ms()});
}

bool Playing::rests(std::int64_t next) const {
    if (is_busy()) return false;
    return next == never || next > scene_.last_change_ms + scene_.monitors.quiet_ms();
}

void Playing::skip_to(std::int64_t ms) {
    scene_.clock.advance_to(ms);
    scene_.monitors.skip_to(now_ms());
    scene_.last_change_ms = now_ms();
}

void Playing::rest_until_recheck(std::int64_t ms) {
    const bool looks_again = scene_.calls.looks_again();
    scene_.calls.pass_to_recheck(now_ms());
    skip_to(ms);
    scene_.abort(looks_again ? "cluster-recheck-interval has passed" : "time has passed");
}

bool Playing::is_schedulers_turn(std::int64_t next) const {
    const std::int64_t action_end = scene_.transition ? scene_.transition->next_end_ms() : never;
    return next != action_end && next != scene_.monitors.next_ms();
}

void Playing::pass(std::int64_t next) {
    const std::int64_t action_end = scene_.transition ? scene_.transition->next_end_ms() : never;
    next == action_end ? end_next_action(scene_) : run_next_monitor(scene_);
}

void Playing::run_scheduler(std::size_t run) {
    scene_.cluster.read();
    scene_.cluster.read_members();
    Schedule scheduled = schedule(scene_.cluster.shared_state());
    scene_.calls.read_recheck(scheduled.transition, scene_.clock);
    scene_.carry_out.failing = scene_.failing;
    scene_.carry_out.at = scene_.clock.time();
    const std::string because = scene_.calls.take_reason();
    scene_.timeline.begin_run(run);
    scene_.timeline.note(TimelineEntry::Kind::SchedulerRun, because);
    const Cib cib = scene_.cluster.cib();
    SchedulerRun begun{now_ms(), because, cib, std::move(scheduled), false, CarriedOut{cib, {}, TransitionEnd::Complete, {}, {}}};
    scene_.transition.emplace(std::move(begun), scene_.cluster.edit(), scene_.carry_out, question_.options.notifications_go_on);
}

bool Playing::advance() {
    if (!scene_.transition) return false;
    begin_actions(scene_);
    return scene_.transition->running().empty();
}

SchedulerRun Playing::take_transition() {
    call_again();
    SchedulerRun run = scene_.transition->completed(scene_.cluster.cib());
    scene_.transition.reset();
    return run;
}

void Playing::drop_transition() {
    call_again();
    scene_.transition.reset();
}

/// Where something came between, or a fencing failed and yet something has changed.
void Playing::call_again() {
    const TransitionUnderWay& ended = *scene_.transition;
    const bool aborted = ended.is_aborted();
    failed_fencing_ = failed_fencing_in(ended.carried_out());
    const bool changed = !failed_fencing_.empty() && !same_state(ended.begin(), scene_.cluster.cib());
    if (!ended.carried_out().steps.empty()) scene_.last_change_ms = std::max(scene_.last_change_ms, now_ms());
    if (aborted || changed) {
        scene_.calls.call(now_ms());
    } else if (takes_node_down(ended.carried_out())) {
        look_again_later();
    }
}

/// A node that goes down as the transition has it calls nobody, even if more could run now.
void Playing::look_again_later() {
    scene_.cluster.read();
    const Cluster& state = scene_.cluster.state();
    const std::int64_t interval = parse_interval(state.options.values.at("cluster-recheck-interval")).value_or(0);
    if (interval > 0 && has_something_to_do(scene_.cluster.cib(), schedule(scene_.cluster.shared_state()), scene_.carry_out))
        scene_.calls.look_again(now_ms() + interval);
}

} // namespace placement

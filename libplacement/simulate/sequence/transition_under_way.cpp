#include "simulate/sequence/transition_under_way.h"

#include <algorithm>
#include <utility>

#include "simulate/sequence/clock.h"

namespace placement {

TransitionUnderWay::TransitionUnderWay(SchedulerRun run, CibEdit& edit, const CarryOutOptions& options, bool notifications_go_on)
    : schedule_(std::make_shared<Schedule>(std::move(run.schedule))), run_(std::move(run)),
      progress_(schedule_->transition, notifications_go_on), executor_(edit, *schedule_, options) {}

TransitionUnderWay::TransitionUnderWay(const TransitionUnderWay& other, CibEdit& edit, const CarryOutOptions& options)
    : schedule_(other.schedule_), run_(other.run_), progress_(other.progress_), executor_(other.executor_, edit, options),
      running_(other.running_), aborted_(other.aborted_) {}

std::int64_t TransitionUnderWay::next_end_ms() const {
    std::int64_t next = never;
    for (const RunningAction& action : running_) next = std::min(next, action.end_ms);
    return next;
}

RunningAction TransitionUnderWay::take_ended(std::int64_t now_ms) {
    auto found = std::ranges::find(running_, now_ms, &RunningAction::end_ms);
    if (found == running_.end()) found = std::ranges::min_element(running_, {}, &RunningAction::end_ms);
    const RunningAction ended = *found;
    running_.erase(found);
    return ended;
}

void TransitionUnderWay::lose_node(const std::string& node, std::int64_t now_ms) {
    for (RunningAction& running : running_) {
        const TransitionAction& what = action(running.synapse);
        if (what.kind != TransitionAction::Kind::Resource || what.node != node) continue;
        running.lost = true;
        running.end_ms = now_ms;
    }
}

void TransitionUnderWay::abort() {
    aborted_ = true;
    progress_.abort();
}

SchedulerRun TransitionUnderWay::completed(const Cib& cib) {
    if (!progress_.left().empty()) {
        run_.carried_out.end = progress_.is_aborted() ? TransitionEnd::Stopped : TransitionEnd::Terminated;
    }
    return cut_off(cib);
}

SchedulerRun TransitionUnderWay::cut_off(const Cib& cib) {
    run_.aborted = aborted_;
    run_.carried_out.left = progress_.left();
    run_.carried_out.cib = cib;
    run_.schedule = schedule_.use_count() == 1 ? std::move(*schedule_) : *schedule_;
    return std::move(run_);
}

} // namespace placement

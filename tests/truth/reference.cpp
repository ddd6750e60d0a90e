#include "truth/reference.h"

#include <optional>
#include <utility>

#include "cib/comparable_state.h"
#include "placement/schedule.h"
#include "placement/unpack.h"

namespace placement::truth {

namespace {

Cib after(const Failure& failure, const Cib& cib, Time at) {
    return failure.injections.empty() ? cib : inject(cib, *unpack(cib, at), failure.injections, at).cib;
}

/// Before each step `before_step` takes out of the transition, and after it `after_step` writes, what it likes.
template <typename BeforeStep, typename AfterStep>
ReferenceEnd go_on(Cib state, Time at, const BeforeStep& before_step, const AfterStep& after_step) {
    std::optional<Fingerprint> earlier;
    ReferenceEnd end;
    for (;;) {
        end.cluster = unpack(state, at);
        Schedule scheduled = schedule(end.cluster);
        before_step(scheduled);
        if (scheduled.transition.synapses.empty()) return end;
        if (end.transitions == transition_limit) break;
        const CarriedOut done = carry_out(state, scheduled, {.at = at});
        ++end.transitions;
        state = after_step(Step{*end.cluster, scheduled, done});
        if (end.transitions < 2) continue;
        // A step that leaves everything as it was would be taken again and again.
        const Fingerprint now = comparable_state(state);
        if (now == earlier) break;
        earlier = now;
    }
    end.ended = false;
    end.cluster = unpack(state, at);
    return end;
}

} // namespace

ReferenceEnd iterate(const Cib& cib, Time at, const Failure& failure) {
    return go_on(after(failure, cib, at), at, [](Schedule&) {}, [](const Step& step) { return step.done.cib; });
}

ReferenceEnd iterate(const Cib& cib, Time at, const Happened& happened, const Rules& rules) {
    CibEdit begin(after(happened.failure, cib, at));
    for (const Rule* rule : rules) {
        if (rule->after_failure != nullptr) rule->after_failure(happened, begin);
    }
    const auto before_step = [&](Schedule& scheduled) {
        for (const Rule* rule : rules) {
            if (rule->before_step != nullptr) rule->before_step(scheduled);
        }
    };
    const auto after_step = [&](const Step& step) {
        CibEdit edit(step.done.cib);
        for (const Rule* rule : rules) {
            if (rule->after_step != nullptr) rule->after_step(step, edit);
        }
        return edit.cib();
    };
    return go_on(begin.cib(), at, before_step, after_step);
}

} // namespace placement::truth

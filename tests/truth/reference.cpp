#include "truth/reference.h"

#include <algorithm>
#include <string>
#include <utility>

#include "cib/comparable_state.h"
#include "placement/fencing.h"
#include "placement/schedule.h"
#include "placement/unpack.h"

namespace placement::truth {

namespace {

Cib after(const Failure& failure, const Cib& cib, Time at) {
    return failure.injections.empty() ? cib : inject(cib, *unpack(cib, at), failure.injections, at).cib;
}

/// Takes out of the transition the fencings that nobody can do, and all that comes after them.
void leave_out_failing_fencing(Schedule& scheduled) {
    Transition& transition = scheduled.transition;
    const Cluster& cluster = *scheduled.cluster;
    std::vector<bool> left_out(transition.actions.size());
    for (std::size_t index = 0; index < transition.actions.size(); ++index) {
        const TransitionAction& action = transition.actions[index];
        const bool fences = action.kind == TransitionAction::Kind::Cluster && action.operation == task::fence;
        const auto how = action.attributes.find("CRM_meta_stonith_action");
        const NodeId node = fences ? cluster.find_node(action.node) : NodeId();
        if (!node || (how != action.attributes.end() && how->second == "on")) continue;
        left_out[index] = !fencing_of(cluster, node).possible();
    }
    for (bool changed = true; changed;) {
        changed = false;
        for (const Synapse& synapse : transition.synapses) {
            if (left_out[synapse.action]) continue;
            const bool waits = std::ranges::any_of(synapse.inputs, [&](std::uint32_t input) { return left_out[input]; });
            if (waits) left_out[synapse.action] = changed = true;
        }
    }
    std::erase_if(transition.synapses, [&](const Synapse& synapse) { return left_out[synapse.action]; });
}

/// After each step, `after_step` writes what it likes.
template <typename AfterStep>
ReferenceEnd go_on(Cib state, Time at, const AfterStep& after_step, bool fencing_fails = false) {
    std::string earlier;
    ReferenceEnd end;
    for (;;) {
        end.cluster = unpack(state, at);
        Schedule scheduled = schedule(end.cluster);
        if (fencing_fails) leave_out_failing_fencing(scheduled);
        if (scheduled.transition.synapses.empty()) return end;
        if (end.transitions == transition_limit) break;
        const CarriedOut done = carry_out(state, scheduled, {.at = at});
        ++end.transitions;
        state = after_step(Step{*end.cluster, scheduled, done});
        if (end.transitions < 2) continue;
        // A step that leaves everything as it was would be taken again and again.
        std::string now = comparable_state(state);
        if (now == earlier) break;
        earlier = std::move(now);
    }
    end.ended = false;
    end.cluster = unpack(state, at);
    return end;
}

} // namespace

ReferenceEnd iterate(const Cib& cib, Time at, const Failure& failure) {
    return go_on(after(failure, cib, at), at, [](const Step& step) { return step.done.cib; });
}

ReferenceEnd iterate(const Cib& cib, Time at, const Happened& happened, const Rules& rules) {
    CibEdit begin(after(happened.failure, cib, at));
    for (const Rule* rule : rules) {
        if (rule->after_failure != nullptr) rule->after_failure(happened, begin);
    }
    const bool fencing_fails = std::ranges::any_of(rules, &Rule::fencing_fails);
    const auto after_step = [&](const Step& step) {
        CibEdit edit(step.done.cib);
        for (const Rule* rule : rules) {
            if (rule->after_step != nullptr) rule->after_step(step, edit);
        }
        return edit.cib();
    };
    return go_on(begin.cib(), at, after_step, fencing_fails);
}

} // namespace placement::truth

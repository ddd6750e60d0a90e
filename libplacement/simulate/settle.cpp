#include <algorithm>

#include "cib/comparable_state.h"
#include "placement/carry_out.h"
#include "placement/unpack.h"

namespace placement {

namespace {

/// A transition of pseudo-actions alone leaves everything as it is.
bool changes_anything(const Transition& transition) {
    return std::ranges::any_of(transition.synapses, [&](const Synapse& synapse) {
        const TransitionAction& action = transition.actions[synapse.action];
        return action.kind != TransitionAction::Kind::Pseudo || action.has_maintenance;
    });
}

} // namespace

SettledCluster settle(const Cib& cib, Time at, const SettleOptions& options) {
    return settle(cib, schedule(unpack(cib, at, options.release)), at, options);
}

SettledCluster settle(const Cib& cib, Schedule scheduled, Time at, const SettleOptions& options) {
    const Release release = scheduled.cluster->release;
    SettledCluster settled{SettledCluster::End::Settled, {}, 0, cib, std::move(scheduled)};
    std::vector<std::string> states{comparable_state(cib)};
    while (changes_anything(settled.schedule.transition)) {
        if (settled.rounds.size() == options.limit) {
            settled.end = SettledCluster::End::LimitReached;
            break;
        }
        CarriedOut carried_out = carry_out(settled.cib, settled.schedule,
                                           {.failing = options.failing, .at = at, .whole_effects = true});
        Cib after = carried_out.cib;
        settled.rounds.push_back({std::move(settled.cib), std::move(settled.schedule), std::move(carried_out)});
        settled.cib = std::move(after);
        settled.schedule = schedule(unpack(settled.cib, at, release));
        std::string state = comparable_state(settled.cib);
        const auto seen = std::ranges::find(states, state);
        if (seen != states.end()) {
            settled.end = SettledCluster::End::Cycle;
            settled.cycle_begin = static_cast<std::size_t>(seen - states.begin());
            break;
        }
        states.push_back(std::move(state));
    }
    return settled;
}

std::string_view text(SettledCluster::End end) {
    switch (end) {
    case SettledCluster::End::Settled: return "settled";
    case SettledCluster::End::Cycle: return "cycle";
    case SettledCluster::End::LimitReached: break;
    }
    return "limit-reached";
}

} // namespace placement

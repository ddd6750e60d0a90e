#include "simulate/carry_out/settle.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>

#include "cib/comparable_state.h"
#include "placement/action.h"
#include "placement/unpack.h"
#include "simulate/carry_out/waits_for_fencing.h"

namespace placement {

namespace {

/// A transition of pseudo-actions alone leaves everything as it is.
bool changes_anything(const Transition& transition) {
    return std::ranges::any_of(transition.synapses, [&](const Synapse& synapse) {
        const TransitionAction& action = transition.actions[synapse.action];
        return action.kind != TransitionAction::Kind::Pseudo || action.has_maintenance;
    });
}

/// Notifications, and what can never begin, are in the next transition, too. A cluster does not ask for that one by itself.
bool did_anything(const CarriedOut& carried_out) {
    return std::ranges::any_of(carried_out.steps, [](const CarriedOutStep& step) {
        return step.kind != CarriedOutStep::Kind::Pseudo && step.operation != task::notify;
    });
}

/// The round before which the cluster was in the same state as it is now.
std::optional<std::size_t> find_round_from_here(const SettledCluster& settled) {
    const auto seen = std::ranges::find_if(
        settled.rounds, [&](const SettledCluster::Round& round) { return same_state(round.before, settled.cib); });
    if (seen == settled.rounds.end()) return std::nullopt;
    return static_cast<std::size_t>(seen - settled.rounds.begin());
}

} // namespace

bool has_something_to_do(const Cib& cib, const Schedule& scheduled, const CarryOutOptions& options) {
    if (!changes_anything(scheduled.transition)) return false;
    const CarriedOut carried_out = carry_out(cib, scheduled, options);
    return did_anything(carried_out) && !same_state(carried_out.cib, cib);
}

SettledCluster settle(const Cib& cib, Time at, const SettleOptions& options) {
    return settle(cib, schedule(unpack(cib, at, options.release, options.behavior)), at, options);
}

SettledCluster settle(const Cib& cib, Schedule scheduled, Time at, const SettleOptions& options) {
    return settle(cib, std::move(scheduled), at, options, nullptr);
}

SettledCluster settle(const Cib& cib, Schedule scheduled, Time at, const SettleOptions& options, StopFlag stop,
                      const Followed& follow) {
    const Release release = scheduled.cluster->release;
    const Behavior behavior = scheduled.cluster->behavior;
    SettledCluster settled{SettledCluster::End::Settled, {}, 0, cib, std::move(scheduled)};
    while (changes_anything(settled.schedule.transition)) {
        if (const auto seen = find_round_from_here(settled)) {
            settled.end = SettledCluster::End::Cycle;
            settled.cycle_begin = *seen;
            break;
        }
        if (settled.rounds.size() == options.limit) {
            settled.end = SettledCluster::End::LimitReached;
            break;
        }
        CarriedOut carried_out =
            carry_out(settled.cib, settled.schedule,
                      {.failing = options.failing, .at = at, .whole_effects = true, .failing_fencing = options.failing_fencing});
        Cib after = carried_out.cib;
        auto failed = failed_fencing_in(carried_out);
        const bool idle = !did_anything(carried_out);
        const bool stays = (idle || !failed.empty()) && same_state(after, settled.cib);
        if (!failed.empty() && stays) settled.failed_fencing = std::move(failed);
        settled.rounds.push_back({std::move(settled.cib), std::move(settled.schedule), std::move(carried_out)});
        settled.cib = std::move(after);
        end_if_wanted(stop);
        std::shared_ptr<const Cluster> state = unpack(settled.cib, at, release, behavior);
        if (follow) {
            if (std::optional<Cib> followed = follow(*settled.rounds.back().schedule.cluster, *state, settled.cib)) {
                settled.cib = std::move(*followed);
                state = unpack(settled.cib, at, release, behavior);
            }
        }
        settled.schedule = schedule(std::move(state));
        // Nothing but fencing is left, and it fails: a cluster gives up trying until something happens.
        if (!settled.failed_fencing.empty() || (idle && stays)) break;
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

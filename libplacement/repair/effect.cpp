#include "repair/effect.h"

#include <algorithm>

#include <fmt/format.h>

#include "placement/difference.h"

namespace placement {

namespace {

/// A few are enough to decide by; a list of hundreds says no more.
constexpr std::size_t most_clauses = 50;

DifferenceOptions options_for(const Scenario& scenario) {
    DifferenceOptions options;
    static_cast<SweepOptions&>(options) = sweep_options_of(scenario);
    options.from = StartFrom::Rest;
    return options;
}

/// " when n2 fails", " now".
std::string when(const ScenarioDifference& scenario) {
    return scenario.events.empty() ? fmt::format(" ({})", scenario.name) : fmt::format(" when {}", scenario.name);
}

/// ", stuck elsewhere", of what runs and has an instance that does not do its work.
std::string elsewhere(const SweptService& service) {
    const bool is_partly = service.state == ServiceState::Undetected || service.state == ServiceState::Unknown ||
                           service.state == ServiceState::Stuck;
    return is_partly ? fmt::format(", {} elsewhere", text(service.state)) : "";
}

std::string on(const char* role, const std::vector<std::string>& nodes, const SweptService& service) {
    return fmt::format("{} on {}{}", role, fmt::join(nodes, " "), elsewhere(service));
}

std::string stands(const SweptService& service, bool promotable) {
    const std::vector<std::string>& nodes = promotable ? service.promoted : service.running;
    if (nodes.empty()) return promotable && !service.running.empty() ? "promoted nowhere" : std::string(text(service.state));
    return on(promotable ? "promoted" : "running", nodes, service);
}

std::string stands_instead_of(const SweptService& is, const SweptService& was) {
    const bool promotable = !was.promoted.empty() || !is.promoted.empty();
    if (promotable && is.promoted == was.promoted && is.running != was.running)
        return fmt::format("{} instead of {}", on("running", is.running, is), on("running", was.running, was));
    return fmt::format("{} instead of {}", stands(is, promotable), stands(was, promotable));
}

class EffectOfDifference {
public:
    explicit EffectOfDifference(const Difference& found) : found_(found) {}

    RepairEffect run() {
        const std::size_t others = found_.find("from the recorded state") == nullptr ? 1 : 2; // and now
        effect_.failures = found_.scenarios_compared - std::min(found_.scenarios_compared, others);
        for (const Deviation& each : found_.protection) {
            if (each.worse) add(effect_.worse, each.text);
        }
        for (const ScenarioDifference& scenario : found_.scenarios) {
            if (scenario.name == "commit") {
                commit(scenario);
            } else {
                compare(scenario);
            }
        }
        return std::move(effect_);
    }

private:
    static void add(std::vector<std::string>& clauses, std::string clause) {
        if (clauses.size() < most_clauses && std::ranges::find(clauses, clause) == clauses.end())
            clauses.push_back(std::move(clause));
    }

    void commit(const ScenarioDifference& scenario) {
        for (const Deviation& each : scenario.deviations) {
            if (each.kind == DeviationKind::Commit) add(effect_.committing, each.text);
            if (each.worse) add(effect_.worse, each.text + " when it is committed");
        }
        for (const ServiceDifference& each : scenario.services) {
            if (each.worse) add(effect_.worse, service(each) + " when it is committed");
        }
    }

    static std::string service(const ServiceDifference& each) {
        return fmt::format("{} is {}", each.service, stands_instead_of(each.after, each.before));
    }

    static bool is_lost(const ServiceDifference& each) {
        return (each.after.running.empty() && !each.before.running.empty()) ||
               (each.after.promoted.empty() && !each.before.promoted.empty());
    }

    void compare(const ScenarioDifference& scenario) {
        for (const ServiceDifference& each : scenario.services) {
            if (each.worse) add(effect_.worse, service(each) + when(scenario));
            if (scenario.name == "now" && is_lost(each)) effect_.lost_now = service(each);
            if (each.better) add(effect_.better, service(each) + when(scenario));
        }
        for (const Deviation& each : scenario.deviations) {
            if (each.worse) add(effect_.worse, each.text + when(scenario));
            effect_.more_interruptions += each.more;
            if (each.kind == DeviationKind::End && !each.worse) add(effect_.better, each.text + when(scenario));
        }
    }

    const Difference& found_;
    RepairEffect effect_;
};

} // namespace

RepairEffect effect_of(const Scenario& scenario, const Cib& repaired) {
    try {
        return EffectOfDifference(difference(scenario.cib, repaired, options_for(scenario))).run();
    } catch (const TooManyRuns& error) {
        RepairEffect effect;
        effect.not_compared = error.what();
        return effect;
    }
}

} // namespace placement

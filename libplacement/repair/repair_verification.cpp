#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "placement/repair.h"
#include "repair/repairer.h"

namespace placement {

namespace {

/// What a counterexample breaks, and for whom; others may break the same.
using Broken = std::pair<Property, std::vector<std::string>>;

Broken broken_by(const Counterexample& counterexample) { return {counterexample.property, counterexample.services}; }

std::string events_text(const Scenario& scenario) {
    std::string all;
    for (const Event& event : scenario.events) {
        if (!std::holds_alternative<TimePasses>(event)) all += (all.empty() ? "" : ", then ") + text(event);
    }
    return all.empty() ? "without any event" : all;
}

std::size_t count_events(const Scenario& scenario) {
    return static_cast<std::size_t>(
        std::ranges::count_if(scenario.events, [](const Event& event) { return !std::holds_alternative<TimePasses>(event); }));
}

/// What leaves and does not come back by itself comes back once everything is at rest, and stays long enough for failures to expire.
Scenario with_everything_back(Scenario scenario) {
    std::set<std::string> away;
    for (const Event& event : scenario.events) {
        if (const auto* fails = std::get_if<NodeFails>(&event)) away.insert(fails->node);
        if (const auto* leaves = std::get_if<NodeLeaves>(&event)) away.insert(leaves->node);
        if (const auto* joins = std::get_if<NodeJoins>(&event)) away.erase(joins->node);
    }
    scenario.events.emplace_back(ClusterSettles{});
    for (const std::string& node : away) scenario.events.emplace_back(NodeJoins{node});
    scenario.events.emplace_back(TimePasses{7'200});
    return scenario;
}

class RepairOfVerification {
public:
    RepairOfVerification(const Scenario& scenario, const VerifyOptions& verification, const RepairOptions& options)
        : scenario_(scenario), verification_(verification), options_(options) {}

    Repairs run() {
        Repairs repairs = repairs_of(scenario_);
        const Verification found = verify(scenario_, verification_);
        repairs.wants = verification_.properties.size() + (verification_.always.empty() ? 0 : 1);
        if (found.partial) {
            repairs.partial = true;
            repairs.why_partial =
                fmt::format("the verification of the present configuration was not completed: {}", found.why_partial);
        }
        for (const Counterexample& each : found.counterexamples) {
            broken_.insert(broken_by(each));
            std::vector<std::string> explanation;
            for (const std::string& id : each.decisive) explanation.push_back("it would hold without " + id);
            repairs.unmet.push_back({events_text(each.scenario), fmt::format("{}", fmt::join(each.services, ", ")),
                                     std::string(text(each.property)), each.what, std::move(explanation)});
        }
        services_ = found.services;
        if (found.counterexamples.empty()) return repairs;
        search(found.counterexamples, {}, repairs);
        if (!repairs.repairs.empty() || found.counterexamples.size() == 1) return repairs;
        for (const Counterexample& one : found.counterexamples) {
            std::vector<std::string> leaves;
            for (const Counterexample& other : found.counterexamples) {
                if (&other != &one) leaves.push_back(fmt::format("{}: {}", text(other.property), other.what));
            }
            search({one}, std::move(leaves), repairs);
        }
        return repairs;
    }

private:
    void search(const std::vector<Counterexample>& counterexamples, std::vector<std::string> leaves, Repairs& repairs) {
        RepairTask task{scenario_, Goal({}), {}, std::move(leaves)};
        std::set<Broken> mended;
        for (const Counterexample& each : counterexamples) {
            mended.insert(broken_by(each));
            add(each, task.goal);
            task.concern.resources.insert(task.concern.resources.end(), each.services.begin(), each.services.end());
        }
        task.look = [this, mended](const Cib& repaired) { return CloserLook{refusal(repaired, mended), {}}; };
        search_repairs(task, options_, repairs);
    }

    /// The sequence with which it was found; what verify() says of the whole space decides afterwards.
    void add(const Counterexample& counterexample, Goal& goal) const {
        Scenario scenario = counterexample.scenario;
        scenario.from = scenario_.from;
        scenario.assume_online = scenario_.assume_online;
        switch (counterexample.property) {
        case Property::ComesToRest: goal.add(scenario, {.kind = Expectation::Kind::Settles}); break;
        case Property::ServiceRuns: goal.add_not_lost(scenario, counterexample.services); break;
        case Property::ComesHome: goal.add_not_lost(with_everything_back(scenario), counterexample.services); break;
        case Property::NoInterruption:
            for (const std::string& service : counterexample.services)
                goal.add(scenario, {.kind = Expectation::Kind::Interruptions, .resource = service, .number = 0});
            break;
        case Property::Always:
            for (const Expectation& each : verification_.always) goal.add(scenario, each);
            break;
        case Property::NeverTwice:
            goal.add(scenario, {.kind = Expectation::Kind::Settles});
            goal.add_last([this, counterexample](const Cib& repaired) { return holds_so_far(repaired, counterexample); });
            break;
        }
    }

    /// Whether nothing breaks that property for those services within as many events.
    bool holds_so_far(const Cib& repaired, const Counterexample& counterexample) const {
        VerifyOptions narrow = verification_;
        narrow.properties = {counterexample.property};
        narrow.always.clear();
        narrow.depth = std::max<std::size_t>(count_events(counterexample.scenario), 1);
        narrow.go_on = nullptr;
        Scenario scenario = scenario_;
        scenario.cib = repaired;
        const Verification found = verify(scenario, narrow);
        return std::ranges::none_of(found.counterexamples,
                                    [&](const Counterexample& each) { return broken_by(each) == broken_by(counterexample); });
    }

    std::optional<std::string> refusal(const Cib& repaired, const std::set<Broken>& mended) const {
        Scenario scenario = scenario_;
        scenario.cib = repaired;
        const Verification found = verify(scenario, verification_);
        if (found.services < services_) return fmt::format("{} of {} services run with it", found.services, services_);
        for (const Counterexample& each : found.counterexamples) {
            const Broken broken = broken_by(each);
            if (!mended.contains(broken) && broken_.contains(broken)) continue;
            return fmt::format("{} does not hold: {} ({})", text(each.property), each.what, events_text(each.scenario));
        }
        if (found.partial) return fmt::format("its verification was not completed: {}", found.why_partial);
        return std::nullopt;
    }

    const Scenario& scenario_;
    const VerifyOptions& verification_;
    const RepairOptions& options_;
    std::set<Broken> broken_;  ///< by the present configuration
    std::size_t services_ = 0; ///< that run with it
};

} // namespace

Repairs repair(const Scenario& scenario, const VerifyOptions& verification, const RepairOptions& options) {
    return RepairOfVerification(scenario, verification, options).run();
}

} // namespace placement

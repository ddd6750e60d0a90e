#include <algorithm>
#include <set>
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

bool share_service(const std::vector<std::string>& some, const std::vector<std::string>& others) {
    return std::ranges::any_of(some, [&](const std::string& each) { return std::ranges::find(others, each) != others.end(); });
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
            repairs.unmet.push_back({UnmetWant::Kind::Property, events_text(each.scenario),
                                     fmt::format("{}", fmt::join(each.services, ", ")), std::string(text(each.property)),
                                     each.what, std::move(explanation)});
        }
        services_ = found.services;
        repairs.verified = {found.states, found.sequences, found.failures, found.complete_to};
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

    /// The sequence with which it was found, judged as verify() does; what that says of the whole space decides afterwards.
    void add(const Counterexample& counterexample, Goal& goal) const {
        Scenario scenario = counterexample.scenario;
        scenario.from = scenario_.from;
        scenario.assume_online = scenario_.assume_online;
        VerifyOptions asked;
        asked.properties = {counterexample.property};
        if (counterexample.expectation) {
            asked.properties.clear();
            asked.always = {verification_.always.at(*counterexample.expectation)};
        }
        goal.add(scenario, [asked, broken = broken_by(counterexample)](const Scenario& repaired) {
            return std::ranges::none_of(broken_in(repaired, asked), [&](const BrokenProperty& each) {
                const bool of_the_cluster = each.services.empty() || broken.second.empty();
                return each.property == broken.first && (of_the_cluster || share_service(each.services, broken.second));
            });
        });
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

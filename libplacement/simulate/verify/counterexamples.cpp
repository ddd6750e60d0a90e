#include "simulate/verify/counterexamples.h"

#include <algorithm>
#include <iterator>
#include <memory>
#include <utility>

#include "base/all_cores.h"
#include "simulate/simulate.h"

namespace placement {

namespace {

/// From its scenario alone, as everybody else would.
void play(Counterexample& counterexample) {
    // It begins at rest, so that nothing happens without the events.
    counterexample.outcome = std::make_shared<const Outcome>(simulate(counterexample.scenario, {.events_alone = true}));
    const std::shared_ptr<const Sequence>& sequence = counterexample.outcome->sequence;
    if (counterexample.property != Property::ComesToRest || !sequence || !sequence->loop) return;
    for (const Loop::Instance& each : sequence->loop->instances) {
        if (std::ranges::find(counterexample.services, each.resource) == counterexample.services.end())
            counterexample.services.push_back(each.resource);
    }
    for (const Loop::Feeder& each : sequence->loop->fed_by) counterexample.decisive.push_back(each.constraint);
}

} // namespace

void Counterexamples::add(Violation violation, const Trail& trail) {
    const auto same = [&](const Counterexample& each) {
        return each.property == violation.property && each.services == violation.services &&
               each.expectation == violation.expectation;
    };
    const auto known = std::ranges::find_if(found_, same);
    if (known != found_.end()) {
        ++known->others;
        return;
    }
    Counterexample counterexample(scenario_);
    counterexample.property = violation.property;
    counterexample.services = std::move(violation.services);
    counterexample.what = std::move(violation.what);
    counterexample.decisive = std::move(violation.decisive);
    counterexample.expectation = violation.expectation;
    counterexample.scenario.events = events_of(trail);
    found_.push_back(std::move(counterexample));
}

void Counterexamples::tell_of_each_sequence_once() {
    std::vector<Counterexample> kept;
    std::vector<std::vector<std::string>> events;
    for (Counterexample& each : found_) {
        std::vector<std::string> happens;
        for (const Event& event : each.scenario.events) happens.push_back(text(event));
        std::size_t same = 0;
        while (same < kept.size() &&
               (kept[same].property != each.property || kept[same].expectation != each.expectation || events[same] != happens))
            ++same;
        if (same == kept.size()) {
            kept.push_back(std::move(each));
            events.push_back(std::move(happens));
            continue;
        }
        std::ranges::move(each.services, std::back_inserter(kept[same].services));
        kept[same].also.push_back(std::move(each.what));
    }
    found_ = std::move(kept);
}

std::vector<Counterexample> Counterexamples::told() {
    tell_of_each_sequence_once();
    on_all_cores(found_, [](Counterexample& each) { play(each); });
    return std::move(found_);
}

} // namespace placement

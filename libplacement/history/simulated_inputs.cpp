#include <cstdint>

#include <fmt/format.h>

#include "cib/edit.h"
#include "placement/history.h"
#include "placement/scenario.h"

namespace placement {

namespace {

SimulatedInput input_at(const Cib& cib, std::int64_t seconds) {
    CibEdit edit(cib);
    edit.set_root_attribute("execution-date", fmt::format("{}", seconds));
    edit.mark_former_properties();
    return {Time{seconds, 0}, edit.cib().xml()};
}

void add_rounds(const SettledCluster& settled, Time at, std::vector<SimulatedInput>& inputs) {
    for (const SettledCluster::Round& round : settled.rounds) inputs.push_back(input_at(round.before, at.seconds));
    inputs.push_back(input_at(settled.cib, at.seconds));
}

} // namespace

std::vector<SimulatedInput> simulated_inputs(const Outcome& outcome) {
    std::vector<SimulatedInput> inputs;
    if (outcome.sequence) {
        constexpr std::int64_t milliseconds = 1000;
        for (const SchedulerRun& run : outcome.sequence->runs) {
            inputs.push_back(input_at(run.cib, outcome.before->now.seconds + run.at_ms / milliseconds));
        }
    } else if (outcome.phases.empty()) {
        add_rounds(*outcome.settled, outcome.at, inputs);
    } else {
        for (const Phase& phase : outcome.phases) add_rounds(*phase.settled, phase.at, inputs);
    }
    return inputs;
}

} // namespace placement

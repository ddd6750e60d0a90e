#include <algorithm>
#include <stdexcept>

#include "cib/edit.h"
#include "placement/scenario.h"
#include "placement/unpack.h"
#include "simulate/comparison.h"
#include "simulate/events.h"
#include "simulate/quorum.h"

namespace placement {

namespace {

Time time_of(const Scenario& scenario) {
    if (scenario.at) return *scenario.at;
    if (const auto recorded = scenario.cib.execution_date()) return *recorded;
    throw std::invalid_argument("the CIB has no execution-date: the scenario must say at what time it is judged");
}

/// Where the coordinator is gone, another member takes over. Which one is decided by an election that the CIB does not
/// foretell; the first one online stands for it.
void elect_coordinator(const Cluster& before, const Cluster& after, CibEdit& edit) {
    const NodeId old = before.dc ? after.find_node(before.nodes[before.dc].name) : NodeId::none();
    if (!old || after.nodes[old].online) return;
    for (const Node& node : after.nodes) {
        if (node.is_remote() || !node.online) continue;
        edit.set_root_attribute("dc-uuid", node.id);
        return;
    }
}

class Simulation {
public:
    explicit Simulation(const Scenario& scenario) : scenario_(scenario), edit_(scenario.cib) {}

    Outcome run() {
        outcome_.name = scenario_.cib.name();
        outcome_.at = time_of(scenario_);
        outcome_.events = scenario_.events;
        outcome_.before = unpack(scenario_.cib, outcome_.at);
        let_events_happen();
        decide_quorum();
        outcome_.after = changed_ ? unpack(edit_.cib(), outcome_.at) : outcome_.before;
        collect_diagnostics();
        run_scheduler();
        return std::move(outcome_);
    }

private:
    void let_events_happen() {
        std::shared_ptr<const Cluster> state = outcome_.before;
        for (const Event& event : scenario_.events) {
            if (changed_) state = unpack(edit_.cib(), outcome_.at);
            apply(event, *state, edit_, notes_);
            membership_changed_ = membership_changed_ || changes_membership(event, *state);
            if (const auto* pause = std::get_if<TimePasses>(&event)) outcome_.at.seconds += pause->seconds;
            changed_ = true;
        }
    }

    void decide_quorum() {
        const auto state = changed_ ? unpack(edit_.cib(), outcome_.at) : outcome_.before;
        const Quorum quorum = quorum_after(*outcome_.before, *state, membership_changed_, scenario_.quorum);
        outcome_.quorum = quorum.have;
        outcome_.quorum_explanation = quorum.explanation;
        if (quorum.have != state->have_quorum) {
            edit_.set_root_attribute("have-quorum", quorum.have ? "1" : "0");
            changed_ = true;
        }
        if (membership_changed_) elect_coordinator(*outcome_.before, *state, edit_);
    }

    void collect_diagnostics() {
        outcome_.diagnostics = scenario_.cib.diagnostics();
        const Diagnostics& model = outcome_.after->diagnostics;
        outcome_.diagnostics.insert(outcome_.diagnostics.end(), model.begin(), model.end());
        outcome_.diagnostics.insert(outcome_.diagnostics.end(), notes_.begin(), notes_.end());
    }

    void run_scheduler() {
        outcome_.schedule = schedule(outcome_.after, {.with_ledger = scenario_.with_ledger});
        outcome_.resources = compare_resources(*outcome_.before, outcome_.schedule);
        outcome_.nodes = compare_nodes(*outcome_.before, outcome_.schedule);
        const Diagnostics& found = outcome_.schedule.diagnostics;
        outcome_.diagnostics.insert(outcome_.diagnostics.end(), found.begin(), found.end());
        if (!anything_lost(outcome_.resources)) return;
        // The ledger costs, and is needed only for the reasons of a loss.
        if (scenario_.with_ledger) {
            explain_losses(outcome_.schedule, outcome_.resources);
        } else {
            explain_losses(schedule(outcome_.after, {.with_ledger = true}), outcome_.resources);
        }
    }

    const Scenario& scenario_;
    CibEdit edit_;
    Outcome outcome_;
    Diagnostics notes_;
    bool changed_ = false;
    bool membership_changed_ = false;
};

} // namespace

Outcome simulate(const Scenario& scenario) {
    return Simulation(scenario).run();
}

} // namespace placement

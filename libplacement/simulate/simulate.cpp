#include <algorithm>
#include <stdexcept>

#include <fmt/format.h>

#include "cib/edit.h"
#include "placement/scenario.h"
#include "placement/unpack.h"
#include "simulate/comparison.h"
#include "simulate/events.h"
#include "simulate/quorum.h"
#include "simulate/simulate.h"

namespace placement {

namespace {

/// Where the coordinator is gone, another member takes over. Which one is decided by an election that the CIB does not
/// foretell; the first one online stands for it. Whether that changes the CIB.
bool elect_coordinator(const Cluster& before, const Cluster& after, CibEdit& edit) {
    const NodeId old = before.dc ? after.find_node(before.nodes[before.dc].name) : NodeId::none();
    if (!old || after.nodes[old].online) return false;
    for (const Node& node : after.nodes) {
        if (node.is_remote() || !node.online) continue;
        edit.set_root_attribute("dc-uuid", node.id);
        return true;
    }
    return false;
}

class Simulation {
public:
    Simulation(const Scenario& scenario, const SimulateOptions& options)
        : scenario_(scenario), options_(options), edit_(scenario.cib), outcome_(scenario.cib) {}

    Outcome run() {
        outcome_.at = time_of(scenario_);
        outcome_.events = scenario_.events;
        outcome_.before = options_.before ? options_.before : unpacked(scenario_.cib);
        let_events_happen();
        decide_quorum();
        collect_diagnostics();
        run_scheduler();
        return std::move(outcome_);
    }

private:
    std::shared_ptr<const Cluster> unpacked(const Cib& cib) const { return unpack(cib, outcome_.at, scenario_.release); }

    void let_events_happen() {
        std::shared_ptr<const Cluster> state = outcome_.before;
        for (const Event& event : scenario_.events) {
            if (changed_ && !options_.at_once) state = unpacked(edit_.cib());
            apply(event, *state, edit_, notes_);
            membership_changed_ = membership_changed_ || changes_membership(event, *state);
            if (const auto* pause = std::get_if<TimePasses>(&event)) outcome_.at.seconds += pause->seconds;
            if (const auto* failing = std::get_if<OperationWillFail>(&event)) failing_.push_back(failing->result);
            if (std::holds_alternative<ClusterSettles>(event)) come_to_rest();
            changed_ = true;
        }
    }

    /// What the events so far make the cluster do is done before the next one happens.
    void come_to_rest() {
        const auto state = unpacked(edit_.cib());
        const Quorum quorum = quorum_after(*outcome_.before, *state, membership_changed_, scenario_.quorum);
        if (quorum.have != state->have_quorum) edit_.set_root_attribute("have-quorum", quorum.have ? "1" : "0");
        if (membership_changed_) elect_coordinator(*outcome_.before, *state, edit_);
        const SettledCluster settled =
            settle(edit_.cib(), outcome_.at,
                   {.limit = scenario_.transition_limit, .failing = failing_, .release = scenario_.release});
        tell_of_unrest(settled);
        edit_ = CibEdit(settled.cib);
    }

    void decide_quorum() {
        const auto state = changed_ ? unpacked(edit_.cib()) : outcome_.before;
        const Quorum quorum = quorum_after(*outcome_.before, *state, membership_changed_, scenario_.quorum);
        outcome_.quorum = quorum.have;
        outcome_.quorum_explanation = quorum.explanation;
        const bool gained_or_lost = quorum.have != state->have_quorum;
        if (gained_or_lost) edit_.set_root_attribute("have-quorum", quorum.have ? "1" : "0");
        const bool elected = membership_changed_ && elect_coordinator(*outcome_.before, *state, edit_);
        outcome_.after = gained_or_lost || elected ? unpacked(edit_.cib()) : state;
    }

    void collect_diagnostics() {
        outcome_.diagnostics = scenario_.cib.diagnostics();
        const Diagnostics& model = outcome_.after->diagnostics;
        outcome_.diagnostics.insert(outcome_.diagnostics.end(), model.begin(), model.end());
        outcome_.diagnostics.insert(outcome_.diagnostics.end(), notes_.begin(), notes_.end());
    }

    void run_scheduler() {
        outcome_.schedule = schedule(outcome_.after, {.with_ledger = scenario_.with_ledger});
        const Diagnostics& found = outcome_.schedule.diagnostics;
        outcome_.diagnostics.insert(outcome_.diagnostics.end(), found.begin(), found.end());
        outcome_.settled = settle(edit_.cib(), outcome_.schedule, outcome_.at,
                                  {.limit = scenario_.transition_limit, .failing = failing_});
        outcome_.at_rest = outcome_.settled.schedule.cluster;
        tell_of_unrest(outcome_.settled);
        outcome_.resources = compare_resources(*outcome_.before, outcome_.settled);
        outcome_.nodes = compare_nodes(*outcome_.before, outcome_.schedule);
        // The ledger costs, and is needed only for the reasons of a loss.
        if (!anything_lost(outcome_.resources, options_.explain_from)) return;
        explain_losses(schedule(outcome_.at_rest, {.with_ledger = true}), outcome_.resources, options_.explain_from);
    }

    void tell_of_unrest(const SettledCluster& settled) {
        Diagnostic diagnostic;
        if (settled.end == SettledCluster::End::Cycle) {
            diagnostic.code = "never-settles";
            diagnostic.message = fmt::format("the cluster never comes to rest: after transition {} it is where it was after "
                                             "transition {}",
                                             settled.rounds.size(), settled.cycle_begin);
        } else if (settled.end == SettledCluster::End::LimitReached) {
            diagnostic.code = "transition-limit";
            diagnostic.message = fmt::format("the cluster has not come to rest after {} transitions, and more were not "
                                             "asked for",
                                             settled.rounds.size());
        } else {
            return;
        }
        outcome_.diagnostics.push_back(std::move(diagnostic));
    }

    const Scenario& scenario_;
    const SimulateOptions& options_;
    CibEdit edit_;
    Outcome outcome_;
    Diagnostics notes_;
    std::vector<OperationResult> failing_ = scenario_.failing;
    bool changed_ = false;
    bool membership_changed_ = false;
};

} // namespace

Time time_of(const Scenario& scenario) {
    if (scenario.at) return *scenario.at;
    if (const auto recorded = scenario.cib.execution_date()) return *recorded;
    throw std::invalid_argument("the CIB has no execution-date: the scenario must say at what time it is judged");
}

Outcome simulate(const Scenario& scenario, const SimulateOptions& options) {
    if (!scenario.agents.empty()) throw NotSupported("agents in a sequence", {});
    return Simulation(scenario, options).run();
}

Outcome simulate(const Scenario& scenario) {
    return simulate(scenario, SimulateOptions{});
}

} // namespace placement

#include <algorithm>
#include <stdexcept>

#include <fmt/format.h>

#include "cib/edit.h"
#include "placement/scenario.h"
#include "placement/unpack.h"
#include "simulate/comparison.h"
#include "simulate/events.h"
#include "simulate/quorum.h"
#include "simulate/sequence.h"
#include "simulate/simulate.h"

namespace placement {

namespace {

class Simulation {
public:
    Simulation(const Scenario& scenario, const SimulateOptions& options)
        : scenario_(scenario), options_(options), edit_(scenario.cib), outcome_(scenario.cib) {}

    Outcome run() {
        outcome_.at = time_of(scenario_);
        outcome_.events = scenario_.events;
        outcome_.before = options_.before ? options_.before : unpacked(scenario_.cib);
        if (!scenario_.agents.empty()) {
            play_sequence();
            return std::move(outcome_);
        }
        let_events_happen();
        decide_quorum();
        collect_diagnostics();
        run_scheduler();
        return std::move(outcome_);
    }

private:
    static const std::string& name_of(const Cluster& cluster, const std::string& node) {
        return cluster.nodes[require_node(cluster, node)].name;
    }

    std::shared_ptr<const Cluster> unpacked(const Cib& cib) const { return unpack(cib, outcome_.at, scenario_.release); }

    void let_events_happen() {
        std::shared_ptr<const Cluster> state = outcome_.before;
        for (const Event& event : scenario_.events) {
            if (changed_ && !options_.at_once) state = unpacked(edit_.cib());
            apply(event, *state, edit_, notes_);
            membership_changed_ = membership_changed_ || changes_membership(event, *state);
            if (const auto* pause = std::get_if<TimePasses>(&event)) outcome_.at.seconds += pause->seconds;
            if (const auto* failing = std::get_if<OperationWillFail>(&event)) failing_.push_back(failing->result);
            if (const auto* failing = std::get_if<FencingWillFail>(&event)) failing_fencing_.push_back(name_of(*state, failing->node));
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
                   {.limit = scenario_.transition_limit,
                    .failing = failing_,
                    .failing_fencing = failing_fencing_,
                    .release = scenario_.release});
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
        add_diagnostics(outcome_.schedule.diagnostics);
        outcome_.settled = settle(edit_.cib(), outcome_.schedule, outcome_.at,
                                  {.limit = scenario_.transition_limit,
                                   .failing = failing_,
                                   .failing_fencing = failing_fencing_});
        tell_of_unrest(outcome_.settled);
        compare();
    }

    /// Before with after, and why what is lost is lost.
    void compare() {
        outcome_.at_rest = outcome_.settled.schedule.cluster;
        outcome_.resources = compare_resources(*outcome_.before, outcome_.settled);
        outcome_.nodes = compare_nodes(*outcome_.before, outcome_.schedule,
                                       {.failing_nodes = failing_fencing_, .failing = failing_});
        // The ledger costs, and is needed only for the reasons of a loss.
        if (!anything_lost(outcome_.resources, options_.explain_from)) return;
        explain_losses(schedule(outcome_.at_rest, {.with_ledger = true}), outcome_.settled.failed_fencing, outcome_.resources,
                       options_.explain_from);
    }

    /// The same as a sequence in time: agents set attributes while the cluster works.
    void play_sequence() {
        const SequenceQuestion question{scenario_.events, scenario_.release, outcome_.at,
                                        scenario_.quorum, scenario_.failing, scenario_.sequence};
        PlayedSequence played = play(begin_sequence(scenario_.cib, *outcome_.before, scenario_.agents), question);
        if (played.sequence.loop) played.sequence.loop = diagnose_loop(played, question);
        outcome_.at.seconds += played.end.now_ms / 1000;
        outcome_.after = played.after_events;
        outcome_.quorum = played.quorum;
        outcome_.quorum_explanation = played.quorum_explanation;
        notes_ = std::move(played.notes);
        collect_diagnostics();
        outcome_.schedule = schedule(outcome_.after, {.with_ledger = scenario_.with_ledger});
        add_diagnostics(outcome_.schedule.diagnostics);
        outcome_.settled = settled_by(played);
        outcome_.sequence = std::move(played.sequence);
        failing_fencing_ = std::move(played.failing_fencing);
        tell_of_unrest(*outcome_.sequence);
        compare();
    }

    /// The runs after the last event as transitions.
    SettledCluster settled_by(const PlayedSequence& played) const {
        SettledCluster settled{SettledCluster::End::Settled, {}, 0, played.end.cib, schedule(unpacked(played.end.cib))};
        const Sequence& sequence = played.sequence;
        for (std::size_t index = sequence.first_run_after_events; index < sequence.runs.size(); ++index) {
            const SchedulerRun& run = sequence.runs[index];
            settled.rounds.push_back({run.cib, run.schedule, run.carried_out});
        }
        if (sequence.end == Sequence::End::AtRest) settled.failed_fencing = played.failed_fencing;
        if (sequence.end == Sequence::End::LimitReached) settled.end = SettledCluster::End::LimitReached;
        if (sequence.loop) {
            settled.end = SettledCluster::End::Cycle;
            settled.cycle_begin = sequence.loop->first_run - std::min(sequence.loop->first_run, sequence.first_run_after_events);
        }
        return settled;
    }

    void add_diagnostics(const Diagnostics& found) {
        outcome_.diagnostics.insert(outcome_.diagnostics.end(), found.begin(), found.end());
    }

    void tell_of_unrest(const Sequence& sequence) {
        Diagnostic diagnostic;
        if (sequence.loop) {
            diagnostic.code = "never-settles";
            diagnostic.message = fmt::format("the cluster never comes to rest: every {:g} s it is where it was before",
                                             static_cast<double>(sequence.loop->period_ms) / 1000.0);
        } else if (sequence.end == Sequence::End::LimitReached) {
            diagnostic.code = "sequence-limit";
            diagnostic.message = fmt::format("the cluster has not come to rest {:g} s after the last event and {} runs of the "
                                             "scheduler, and more were not asked for",
                                             static_cast<double>(sequence.end_ms - sequence.last_event_ms) / 1000.0,
                                             sequence.runs.size());
        } else {
            return;
        }
        outcome_.diagnostics.push_back(std::move(diagnostic));
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
    std::vector<std::string> failing_fencing_;
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
    return Simulation(scenario, options).run();
}

Outcome simulate(const Scenario& scenario) {
    return simulate(scenario, SimulateOptions{});
}

} // namespace placement

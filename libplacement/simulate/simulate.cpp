#include "simulate/simulate.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include <fmt/format.h>

#include "base/operation_status.h"
#include "cib/edit.h"
#include "placement/action.h"
#include "placement/fencing.h"
#include "placement/names.h"
#include "placement/scenario.h"
#include "placement/unpack.h"
#include "simulate/broken_colocations.h"
#include "simulate/carry_out/settle.h"
#include "simulate/comparison.h"
#include "simulate/course.h"
#include "simulate/events/dead_process.h"
#include "simulate/events/events.h"
#include "simulate/events/quorum.h"
#include "simulate/sequence/sequence.h"
#include "simulate/services.h"
#include "simulate/unrest.h"

namespace placement {

namespace {

/// In seconds; after more nothing else happens to quorum.
constexpr std::int64_t longest_pause = 1'000'000'000;

/// What is not the execution-date is told.
void tell_of_default_time(const Cib& cib, Diagnostics& notes) {
    if (cib.execution_date()) return;
    notes.push_back({Severity::Note,
                     "default-time",
                     cib.newest_moment()
                         ? "no time is given and the CIB has no execution-date: it is judged at the newest moment "
                           "that it records"
                         : "no time is given and the CIB records none: it is judged at the beginning of 1970",
                     {}});
}

class Simulation {
public:
    Simulation(const Scenario& scenario, const SimulateOptions& options)
        : scenario_(scenario), options_(options), begin_(scenario.cib), edit_(scenario.cib), outcome_(scenario.cib),
          phase_(scenario.cib) {}

    Outcome run() {
        outcome_.at = time_of(scenario_);
        outcome_.events = scenario_.events;
        outcome_.failing = scenario_.failing;
        outcome_.from = scenario_.from;
        context_.not_services = options_.not_services ? *options_.not_services : not_services(scenario_);
        begin();
        if (!scenario_.at) tell_of_default_time(scenario_.cib, notes_);
        if (!options_.before) require_known_names(scenario_, *outcome_.before);
        for (const OperationResult& result : scenario_.failing) require_possible(result, *outcome_.before);
        courses_.emplace(*outcome_.before);
        if (!plays_in_time()) count_quorum();
        find_what_happens_anyway();
        if (plays_in_time()) {
            play_sequence();
        } else {
            play_phases();
        }
        compare();
        return std::move(outcome_);
    }

private:
    std::shared_ptr<const Cluster> unpacked(const Cib& cib) const {
        return unpack(cib, outcome_.at, scenario_.release, scenario_.behavior);
    }

    Schedule scheduled(std::shared_ptr<const Cluster> cluster, bool with_ledger = false) const {
        end_if_wanted(options_.stop);
        return schedule(std::move(cluster), {.with_ledger = with_ledger});
    }

    bool plays_in_time() const { return !scenario_.agents.empty() || scenario_.sequence.in_time; }

    // ---- where it begins ----

    void begin() {
        if (options_.before) {
            outcome_.before = options_.before;
            return;
        }
        begin_ = cib_to_begin_with(scenario_, outcome_.at, notes_, options_.stop);
        edit_ = CibEdit(begin_);
        outcome_.before = unpacked(begin_);
    }

    QuorumQuestion quorum_question() const { return {scenario_.quorum, scenario_.corosync, options_.quorum}; }

    void count_quorum() {
        quorum_.emplace(outcome_.before, quorum_question());
        notes_.insert(notes_.end(), quorum_->diagnostics().begin(), quorum_->diagnostics().end());
    }

    /// The same without events, where the cluster was about to do something.
    void find_what_happens_anyway() {
        const bool unprepared = !options_.before && begins_as_recorded(scenario_);
        if (scenario_.events.empty() || !unprepared || options_.events_alone) return;
        Scenario scenario = scenario_;
        scenario.events.clear();
        scenario.with_ledger = false;
        auto anyway = std::make_shared<Outcome>(
            simulate(scenario, {.before = outcome_.before, .not_services = context_.not_services, .stop = options_.stop}));
        if (!does_anything(*anyway)) return;
        remember_running(anyway->resources);
        outcome_.anyway = std::move(anyway);
    }

    /// What runs at rest between the events, or would without them, counts as having run.
    void remember_running(const std::vector<ResourceOutcome>& resources) {
        for (const ResourceOutcome& resource : resources) {
            if (resource.kind == "primitive" && serves(resource.state)) context_.ran_between.insert(resource.id);
        }
    }

    static bool does_anything(const Outcome& outcome) {
        return outcome.settled->end != SettledCluster::End::Settled ||
               std::ranges::any_of(outcome.resources, [](const ResourceOutcome& each) {
                   return !each.changes.empty() || each.course.interruptions > 0;
               });
    }

    // ---- phase by phase ----

    /// Events up to each ClusterSettles; one at the end settles nothing that would not settle anyway.
    void play_phases() {
        phase_.before = outcome_.before;
        std::size_t events = scenario_.events.size();
        while (events > 0 && std::holds_alternative<ClusterSettles>(scenario_.events[events - 1])) --events;
        state_ = outcome_.before;
        for (std::size_t i = 0; i < events; ++i) {
            if (std::holds_alternative<ClusterSettles>(scenario_.events[i])) {
                end_phase_and_settle();
            } else {
                happen(scenario_.events[i]);
            }
        }
        let_cluster_work(scenario_.with_ledger);
        outcome_.after = phase_.after;
        outcome_.quorum = phase_.quorum;
        outcome_.quorum_explanation = phase_.quorum_explanation;
        if (outcome_.phases.empty()) {
            outcome_.settled = std::move(phase_.settled);
        } else {
            end_phase();
            outcome_.settled = outcome_.phases.back().settled;
        }
        collect_diagnostics();
    }

    void happen(const Event& event) {
        if (changed_ && !options_.at_once) state_ = unpacked(edit_.cib());
        phase_.events.push_back(event);
        changed_ = true;
        if (const auto* failure = std::get_if<ResourceFails>(&event)) {
            if (!let_fail(*failure)) return;
        }
        if (const auto* leaving = std::get_if<NodeLeaves>(&event)) leave_running(leaving->node);
        apply(event, *state_, edit_, notes_);
        if (const auto* joining = std::get_if<NodeJoins>(&event)) find_running(joining->node);
        if (const auto* pause = std::get_if<TimePasses>(&event)) {
            tell_of_idle_time(event);
            outcome_.at.seconds += pause->seconds;
            quorum_->follow(*state_);
            quorum_->pass(std::clamp<std::int64_t>(pause->seconds, 0, longest_pause) * 1000);
        }
        if (const auto* failing = std::get_if<OperationWillFail>(&event)) failing_.push_back(failing->result);
        if (const auto* failing = std::get_if<FencingWillFail>(&event)) {
            failing_fencing_.push_back(state_->nodes[require_node(*state_, failing->node)].name);
        }
    }

    /// The cluster works after the last event, and where it is to settle.
    void tell_of_idle_time(const Event& pause) {
        const auto asks_for_work = [](const Event& each) {
            return !std::holds_alternative<TimePasses>(each) && !std::holds_alternative<OperationWillFail>(each) &&
                   !std::holds_alternative<FencingWillFail>(each);
        };
        const auto last = std::find_if(phase_.events.rbegin(), phase_.events.rend(), asks_for_work);
        if (last == phase_.events.rend()) return;
        notes_.push_back(
            {Severity::Note,
             "nothing-done-meanwhile",
             fmt::format("the cluster does nothing while {} after {}: it works after the last event alone, unless it is to "
                         "settle before (--settle)",
                         text(pause), text(*last)),
             {}});
    }

    /// Nobody stops what is not managed.
    void leave_running(const std::string& name) {
        const NodeId left = state_->find_node(name);
        for (const Resource& resource : state_->resources) {
            const bool runs_there = left && std::ranges::find(resource.active_nodes, left) != resource.active_nodes.end();
            if (!resource.is_primitive() || !runs_there || resource.managed || resource.failed || !state_->nodes[left].online)
                continue;
            const RunningOn place{state_->nodes[left].name, resource.role, resource.id, InstanceState::Unknown};
            context_.left_running.push_back({process_name(resource), resource.xml_id, place});
            courses_->leave(process_name(resource), resource.xml_id, place.node);
        }
    }

    /// A node that joins finds by its probes what was left running there.
    void find_running(const std::string& name) {
        for (const LeftRunning& each : context_.left_running) {
            if (each.place.node != name) continue;
            courses_->find_again(each.process, each.element, name);
            state_ = unpacked(edit_.cib());
            const std::int32_t found = each.place.role == Role::Promoted ? exit_status::running_promoted : exit_status::ok;
            apply(OperationEnds{{each.place.instance, std::string(task::monitor), 0, name, found}}, *state_, edit_, notes_);
        }
        std::erase_if(context_.left_running, [&](const LeftRunning& each) { return each.place.node == name; });
    }

    /// The process dies. Whether the cluster hears of it.
    bool let_fail(const ResourceFails& event) {
        context_.dead.push_back(dying_process(*state_, event, notes_));
        const DeadProcess& died = context_.dead.back();
        courses_->lose(died);
        return died.detected;
    }

    /// Counts the votes, lets the scheduler run, and carries out what it says until nothing is left to do.
    void let_cluster_work(bool with_ledger) {
        phase_.at = outcome_.at;
        phase_.after = decide_quorum();
        outcome_.schedule = std::make_shared<const Schedule>(scheduled(phase_.after, with_ledger));
        const auto follow = [&](const Cluster& before, const Cluster& after, const Cib& cib) {
            return follow_membership(before, after, cib, *quorum_);
        };
        phase_.settled = std::make_shared<const SettledCluster>(
            settle(edit_.cib(), *outcome_.schedule, outcome_.at,
                   {.limit = scenario_.transition_limit, .failing = failing_, .failing_fencing = failing_fencing_}, options_.stop,
                   follow));
        tell_quorum(quorum_->quorum(*phase_.settled->schedule.cluster));
        tell_of_unrest(*phase_.settled, notes_);
        for (const SettledCluster::Round& round : phase_.settled->rounds) {
            courses_->follow(round.schedule, round.carried_out.steps);
        }
        courses_->look_at(*phase_.settled->schedule.cluster);
        forget_recovered();
    }

    std::shared_ptr<const Cluster> decide_quorum() {
        auto state = changed_ ? unpacked(edit_.cib()) : state_;
        const Quorum quorum = quorum_->quorum(*state);
        tell_quorum(quorum);
        const bool gained_or_lost = quorum.have != state->have_quorum;
        if (gained_or_lost) gain_or_lose_quorum(quorum.have, edit_);
        const bool elected = membership_differs(*outcome_.before, *state) && elect_coordinator(*outcome_.before, *state, edit_);
        return gained_or_lost || elected ? unpacked(edit_.cib()) : state;
    }

    void tell_quorum(const Quorum& quorum) {
        phase_.quorum = quorum.have;
        phase_.quorum_explanation = quorum.explanation;
    }

    /// What was started since its process died runs.
    void forget_recovered() {
        std::erase_if(context_.dead, [&](const DeadProcess& each) { return courses_->has_started(each.resource, each.node); });
    }

    void end_phase_and_settle() {
        let_cluster_work(scenario_.with_ledger);
        const std::shared_ptr<const Cluster> at_rest = phase_.settled->schedule.cluster;
        quorum_->come_to_rest(*at_rest);
        end_phase();
        remember_running(outcome_.phases.back().resources);
        edit_ = CibEdit(outcome_.phases.back().settled->cib);
        phase_ = Phase(begin_);
        phase_.before = at_rest;
        state_ = at_rest;
        changed_ = false;
    }

    void end_phase() {
        phase_.nodes = compare_nodes(*phase_.before, *phase_.settled, fencing_question());
        phase_.resources = compare_phase();
        explain_changes(*outcome_.schedule, phase_.resources);
        if (scenario_.with_ledger) explain_later_changes(phase_.settled->rounds, phase_.resources);
        outcome_.phases.push_back(std::move(phase_));
    }

    /// What the phase alone did.
    std::vector<ResourceOutcome> compare_phase() const {
        CourseTracker courses(*phase_.before);
        for (const LeftRunning& each : context_.left_running) courses.leave(each.process, each.element, each.place.node);
        for (const SettledCluster::Round& round : phase_.settled->rounds) {
            courses.follow(round.schedule, round.carried_out.steps);
        }
        return compare_resources(*phase_.before, *phase_.settled->schedule.cluster, courses,
                                 {context_.not_services, {}, context_.dead, context_.left_running});
    }

    void collect_diagnostics() {
        outcome_.diagnostics = scenario_.cib.diagnostics();
        add_diagnostics(outcome_.after->diagnostics);
        add_diagnostics(notes_);
        add_diagnostics(outcome_.schedule->diagnostics);
        if (!outcome_.at_rest_in_the_end() || options_.verdict_alone) return;
        for (BrokenColocation& each : broken_colocations(*outcome_.settled->schedule.cluster))
            outcome_.diagnostics.push_back(std::move(each.told));
    }

    void add_diagnostics(const Diagnostics& found) {
        outcome_.diagnostics.insert(outcome_.diagnostics.end(), found.begin(), found.end());
    }

    // ---- as a sequence in time ----

    /// Agents set attributes while the cluster works.
    void play_sequence() {
        const SequenceQuestion question{scenario_.events,  outcome_.before->release, scenario_.behavior, outcome_.at,
                                        quorum_question(), scenario_.failing,        scenario_.sequence, options_.stop};
        PlayedSequence played = play(begin_sequence(begin_, outcome_.before, scenario_.agents, scenario_.failing), question);
        if (played.sequence.loop && !options_.verdict_alone) played.sequence.loop = diagnose_loop(played, question);
        outcome_.at.seconds += played.end.now_ms / 1000;
        outcome_.after = played.after_events;
        outcome_.quorum = played.quorum;
        outcome_.quorum_explanation = played.quorum_explanation;
        context_.dead = std::move(played.dead);
        failing_fencing_ = std::move(played.failing_fencing);
        notes_.insert(notes_.end(), played.notes.begin(), played.notes.end());
        outcome_.schedule = std::make_shared<const Schedule>(scheduled(outcome_.after, scenario_.with_ledger));
        follow_runs(played);
        outcome_.settled = std::make_shared<const SettledCluster>(settled_by(played));
        courses_->look_at(*outcome_.settled->schedule.cluster);
        forget_recovered();
        tell_of_unrest(played.sequence, notes_);
        outcome_.sequence = std::make_shared<const Sequence>(std::move(played.sequence));
        collect_diagnostics();
    }

    void follow_runs(const PlayedSequence& played) {
        auto death = played.deaths.begin();
        const auto lose = [&](std::size_t runs) {
            for (; death != played.deaths.end() && death->runs <= runs; ++death) courses_->lose(death->process);
        };
        const std::vector<SchedulerRun>& runs = played.sequence.runs;
        for (std::size_t i = 0; i < runs.size(); ++i) {
            lose(i);
            courses_->follow(runs[i].schedule, runs[i].carried_out.steps);
        }
        lose(runs.size());
    }

    /// The runs after the last event as transitions.
    SettledCluster settled_by(const PlayedSequence& played) const {
        SettledCluster settled{SettledCluster::End::Settled, {}, 0, played.end.cib, scheduled(unpacked(played.end.cib))};
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

    // ---- the answer ----

    /// Before with after, and why what is lost is lost.
    void compare() {
        outcome_.at_rest = outcome_.settled->schedule.cluster;
        outcome_.resources = compare_resources(*outcome_.before, *outcome_.at_rest, *courses_, context_);
        outcome_.nodes = compare_nodes(*outcome_.before, *outcome_.settled, fencing_question());
        add_earlier(outcome_.phases, outcome_.nodes);
        if (outcome_.phases.empty()) explain_changes(*outcome_.schedule, outcome_.resources);
        if (outcome_.phases.empty() && scenario_.with_ledger) explain_later_changes(outcome_.settled->rounds, outcome_.resources);
        // The ledger costs, and is needed only for the reasons of a loss.
        if (options_.verdict_alone || !anything_lost(outcome_.resources, options_.explain_from)) return;
        explain_losses(scheduled(outcome_.at_rest, true), outcome_.settled->failed_fencing, outcome_.resources,
                       options_.explain_from);
    }

    FencingQuestion fencing_question() const { return {.failing_nodes = failing_fencing_, .failing = failing_}; }

    const Scenario& scenario_;
    const SimulateOptions& options_;
    Cib begin_; ///< the state before the events
    CibEdit edit_;
    Outcome outcome_;
    Diagnostics notes_;
    ComparisonContext context_;
    std::optional<CourseTracker> courses_;
    std::optional<QuorumCount> quorum_; ///< unless it is played in time
    std::vector<OperationResult> failing_ = scenario_.failing;
    std::vector<std::string> failing_fencing_;
    Phase phase_;
    std::shared_ptr<const Cluster> state_; ///< what the next event happens to
    bool changed_ = false;                 ///< the edit holds more than state_
};

} // namespace

Time time_of(const Scenario& scenario) { return scenario.at ? *scenario.at : scenario.cib.default_time(); }

Outcome simulate(const Scenario& scenario, const SimulateOptions& options) { return Simulation(scenario, options).run(); }

Outcome simulate(const Scenario& scenario, const std::atomic<bool>& stop) { return simulate(scenario, {.stop = &stop}); }

Outcome simulate(const Scenario& scenario) { return simulate(scenario, SimulateOptions{}); }

} // namespace placement

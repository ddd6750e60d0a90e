#include <algorithm>

#include <fmt/format.h>

#include "placement/lint.h"
#include "placement/unpack.h"

namespace placement {

struct LintSubject::State {
    Cib cib;
    LintOptions options;
    Time at;
    std::shared_ptr<const Cluster> cluster;
    Element configuration;
    std::size_t runs = 0;
    std::size_t work = 0;
    std::optional<Outcome> now = {};
    std::optional<Sweep> sweep = {};
    std::string left_out = {};

    /// What a failure takes at least: two schedules.
    std::size_t work_of_a_run() const {
        return std::max({std::size_t{1}, 2 * now->schedule.actions.size(), work_of(*now)});
    }

    /// How many runs are still allowed.
    std::size_t allowed() const {
        const std::size_t by_count = options.max_runs > runs ? options.max_runs - runs : 0;
        const std::size_t by_work = options.max_work > work ? (options.max_work - work) / work_of_a_run() : 0;
        return std::min(by_count, by_work);
    }

    void require(std::size_t count) const {
        if (count <= allowed()) return;
        throw TooMuchToRun(
            fmt::format("it would take {} more run{} of the scheduler, and {} are left", count, count == 1 ? "" : "s", allowed()));
    }

    void use(std::size_t count, std::size_t work_done) {
        runs += count;
        work += work_done;
    }

    /// The actions that its schedules made.
    static std::size_t work_of(const Outcome& outcome) {
        std::size_t actions = outcome.settled.schedule.actions.size();
        for (const SettledCluster::Round& round : outcome.settled.rounds) actions += round.schedule.actions.size();
        return actions;
    }

    /// All single failures, or those of nodes alone where that would be too many.
    SweepOptions affordable_failures() {
        SweepOptions wanted;
        wanted.at = at;
        wanted.quorum = options.quorum;
        wanted.release = options.release;
        wanted.threads = options.threads;
        wanted.max_runs = options.max_runs;
        const std::size_t all = count_runs(cib, wanted);
        if (all <= allowed()) return wanted;
        SweepOptions of_nodes = wanted;
        of_nodes.resources = false;
        const std::size_t nodes = count_runs(cib, of_nodes);
        if (nodes > allowed()) require(all);
        left_out = fmt::format("nodes were made to fail, but not the {} running instances one by one; {} runs of the scheduler were left",
                               all - nodes, allowed());
        return of_nodes;
    }
};

namespace {

Time time_of(const Cib& cib, const LintOptions& options) {
    if (options.at) return *options.at;
    return cib.default_time();
}

} // namespace

LintSubject::LintSubject(const Cib& cib, const LintOptions& options) {
    const Time at = time_of(cib, options);
    state_ = std::make_unique<State>(State{cib, options, at, unpack(cib, at, options.release), configuration_of(cib)});
}

LintSubject::~LintSubject() = default;

const Cib& LintSubject::cib() const { return state_->cib; }

const Cluster& LintSubject::cluster() const { return *state_->cluster; }

const Element& LintSubject::configuration() const { return state_->configuration; }

Release LintSubject::release() const { return state_->cluster->release; }

const Outcome& LintSubject::now() const {
    if (!state_->now) {
        Scenario scenario{.cib = state_->cib};
        scenario.at = state_->at;
        scenario.quorum = state_->options.quorum;
        scenario.release = state_->options.release;
        scenario.with_ledger = true;
        state_->now = simulate(scenario);
    }
    return *state_->now;
}

const Sweep& LintSubject::single_failures() const {
    if (!state_->sweep) {
        now();
        const SweepOptions options = state_->affordable_failures();
        state_->sweep = sweep(state_->cib, options);
        const std::size_t count = state_->sweep->scenarios.size();
        state_->use(count, count * state_->work_of_a_run());
    }
    return *state_->sweep;
}

Outcome LintSubject::run(const Proof& wanted) const {
    now();
    state_->require(1);
    Scenario scenario{.cib = wanted.changes.empty() ? state_->cib : changed(state_->cib, wanted.changes)};
    scenario.events = wanted.events;
    scenario.failing = wanted.failing;
    scenario.release = wanted.release;
    scenario.at = state_->at;
    scenario.quorum = state_->options.quorum;
    scenario.with_ledger = true;
    Outcome outcome = simulate(scenario);
    state_->use(1, State::work_of(outcome));
    return outcome;
}

const std::string& LintSubject::left_out() const { return state_->left_out; }

} // namespace placement

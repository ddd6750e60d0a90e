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
    std::optional<Outcome> now = {};
    std::optional<Sweep> sweep = {};

    /// How many runs are still allowed, for what the cluster as it is takes.
    std::size_t allowed() const {
        const std::size_t work = std::max<std::size_t>(1, cluster->resources.size() * now->schedule.actions.size());
        const std::size_t most = std::min(options.max_runs, options.max_work / work);
        return most > runs ? most - runs : 0;
    }

    void use(std::size_t count) {
        if (count > allowed()) {
            throw TooMuchToRun(fmt::format("it would take {} more run{} of the scheduler, and {} are left", count,
                                           count == 1 ? "" : "s", allowed()));
        }
        runs += count;
    }
};

namespace {

Time time_of(const Cib& cib, const LintOptions& options) {
    if (options.at) return *options.at;
    if (const auto recorded = cib.execution_date()) return *recorded;
    throw std::invalid_argument("neither the options nor the CIB say at what time it is to be judged");
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

Release LintSubject::release() const { return state_->options.release; }

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
        SweepOptions options;
        options.at = state_->at;
        options.quorum = state_->options.quorum;
        options.release = state_->options.release;
        options.threads = state_->options.threads;
        options.max_runs = state_->options.max_runs;
        state_->use(count_runs(state_->cib, options));
        state_->sweep = sweep(state_->cib, options);
    }
    return *state_->sweep;
}

Outcome LintSubject::run(const Proof& wanted) const {
    now();
    state_->use(1);
    Scenario scenario{.cib = wanted.changes.empty() ? state_->cib : changed(state_->cib, wanted.changes)};
    scenario.events = wanted.events;
    scenario.failing = wanted.failing;
    scenario.release = wanted.release;
    scenario.at = state_->at;
    scenario.quorum = state_->options.quorum;
    scenario.with_ledger = true;
    return simulate(scenario);
}

} // namespace placement

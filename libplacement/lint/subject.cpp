#include <algorithm>
#include <atomic>
#include <utility>

#include <fmt/format.h>

#include "cib/document.h"
#include "lint/tell.h"
#include "lint/written_by.h"
#include "placement/lint.h"
#include "placement/unpack.h"
#include "simulate/simulate.h"

namespace placement {

struct [[gnu::visibility("hidden")]] LintSubject::State {
    State(const Cib& of, const LintOptions& asked, Time when, std::shared_ptr<const Cluster> unpacked, Element elements)
        : cib(of), options(asked), at(when), cluster(std::move(unpacked)), configuration(std::move(elements)) {}

    Cib cib;
    LintOptions options;
    Time at;
    std::shared_ptr<const Cluster> cluster;
    Element configuration;
    std::optional<ReleaseNumbers> written_by;
    bool has_state = false;
    std::size_t runs = 0;
    std::size_t work = 0;
    std::optional<Outcome> now = {};
    std::optional<Sweep> sweep = {};
    std::string left_out = {};
    std::atomic<bool> stopped = false;

    /// What a failure takes at least: two schedules.
    std::size_t work_of_a_run() const { return std::max({std::size_t{1}, 2 * now->schedule->actions.size(), work_of(*now)}); }

    /// How many runs are still allowed.
    std::size_t allowed() const {
        const std::size_t by_count = options.max_runs > runs ? options.max_runs - runs : 0;
        const std::size_t by_work = options.max_work > work ? (options.max_work - work) / work_of_a_run() : 0;
        return std::min(by_count, by_work);
    }

    void require(std::size_t count) const {
        if (count <= allowed()) return;
        throw TooMuchToRun(
            fmt::format("this needs {} more scheduler run{}, but the limit allows only {}", count, count == 1 ? "" : "s", allowed()));
    }

    void use(std::size_t count, std::size_t work_done) {
        runs += count;
        work += work_done;
    }

    /// The actions that its schedules made.
    static std::size_t work_of(const Outcome& outcome) {
        std::size_t actions = outcome.settled->schedule.actions.size();
        for (const SettledCluster::Round& round : outcome.settled->rounds) actions += round.schedule.actions.size();
        return actions;
    }

    /// All single failures, or those of nodes alone where that would be too many.
    SweepOptions affordable_failures() {
        SweepOptions wanted;
        wanted.at = at;
        wanted.from = StartFrom::Recorded; // which is the state at rest here
        wanted.quorum = options.quorum;
        wanted.release = options.release;
        wanted.threads = options.threads;
        wanted.max_runs = options.max_runs;
        if (options.go_on) {
            wanted.stop = &stopped;
            wanted.progress = [this](std::size_t, std::size_t) { stopped = stopped || !options.go_on(); };
        }
        const Cib& resting = now->settled->cib;
        const std::size_t all = count_runs(resting, wanted);
        if (all <= allowed()) return wanted;
        SweepOptions of_nodes = wanted;
        of_nodes.resources = false;
        const std::size_t nodes = count_runs(resting, of_nodes);
        if (nodes > allowed()) require(all);
        left_out = fmt::format("only failures of nodes were tried, not those of the {} running instances: the limit allowed only {} more "
                               "scheduler runs",
                               all - nodes, allowed());
        return of_nodes;
    }
};

namespace {

bool tells_quorum_and_state(const Cib& cib, const Cluster& cluster) {
    const bool seen = std::any_of(cluster.nodes.begin(), cluster.nodes.end(), [](const Node& node) { return node.seen; });
    return seen && cib.document().root().find("have-quorum").has_value();
}

std::optional<ReleaseNumbers> release_that_counts(const Cluster& cluster, std::optional<Release> asked_for) {
    return asked_for ? release_numbers(text(*asked_for)) : recorded_release(cluster);
}

Time time_of(const Cib& cib, const LintOptions& options) {
    if (options.at) return *options.at;
    return cib.default_time();
}

} // namespace

LintSubject::LintSubject(const Cib& cib, const LintOptions& options) {
    const Time at = time_of(cib, options);
    state_ = std::make_unique<State>(cib, options, at, unpack(cib, at, options.release), configuration_of(cib));
    state_->written_by = release_that_counts(*state_->cluster, options.release);
    state_->has_state = tells_quorum_and_state(cib, *state_->cluster);
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

const std::optional<ReleaseNumbers>& LintSubject::written_by() const { return state_->written_by; }

bool LintSubject::has_state() const { return state_->has_state; }

bool LintSubject::comes_to_rest() const {
    const Cluster& cluster = *state_->cluster;
    const bool online = std::any_of(cluster.nodes.begin(), cluster.nodes.end(),
                                    [](const Node& node) { return node.online && !node.is_remote(); });
    const SettledCluster& settled = *now().settled;
    return online && settled.end != SettledCluster::End::LimitReached && !goes_round(settled);
}

std::vector<Event> LintSubject::at_rest_then(std::vector<Event> events) const {
    if (!now().settled->rounds.empty()) events.insert(events.begin(), ClusterSettles{});
    return events;
}

const Sweep& LintSubject::single_failures() const {
    if (!state_->sweep) {
        if (!has_state() || !comes_to_rest()) return state_->sweep.emplace();
        const SweepOptions options = state_->affordable_failures();
        Sweep found = sweep(now().settled->cib, options);
        if (!found.complete) throw LintStopped();
        state_->sweep = std::move(found);
        const std::size_t count = state_->sweep->scenarios.size();
        state_->use(count, count * state_->work_of_a_run());
    }
    return *state_->sweep;
}

Outcome LintSubject::run(const Proof& wanted) const {
    if (state_->options.go_on && !state_->options.go_on()) throw LintStopped();
    now();
    state_->require(1);
    Scenario scenario{.cib = wanted.changes.empty() ? state_->cib : changed(state_->cib, wanted.changes)};
    scenario.events = wanted.events;
    scenario.failing = wanted.failing;
    scenario.release = wanted.release;
    scenario.at = state_->at;
    scenario.quorum = state_->options.quorum;
    scenario.with_ledger = true;
    Outcome outcome = simulate(scenario, {.events_alone = true});
    state_->use(1, State::work_of(outcome));
    return outcome;
}

const std::string& LintSubject::left_out() const { return state_->left_out; }

} // namespace placement

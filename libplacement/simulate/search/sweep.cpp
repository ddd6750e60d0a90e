#include "placement/sweep.h"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <exception>
#include <map>
#include <mutex>
#include <new>
#include <optional>
#include <system_error>
#include <thread>
#include <utility>

#include <fmt/format.h>

#include "base/text.h"
#include "placement/agents.h"
#include "placement/carry_out.h"
#include "placement/unpack.h"
#include "simulate/cluster_parts.h"
#include "simulate/comparison.h"
#include "simulate/search/sweeping.h"
#include "simulate/services.h"
#include "simulate/simulate.h"

namespace placement {

namespace {

// ---- failures -------------------------------------------------------------------------------------------------

/// A single failure.
struct SingleFailure {
    std::string name;
    std::vector<Event> events;
    std::vector<std::string> nodes; ///< that crash, sorted
    std::string node;               ///< on which a resource fails
    ResourceId resource = {};       ///< that fails there
};

bool is_there(const Node& node) { return node.online && !node.unclean; }

void add_nodes(const Cluster& cluster, std::vector<SingleFailure>& failures) {
    for (const Node& node : cluster.nodes) {
        if (node.is_remote() || !is_there(node)) continue;
        failures.push_back({text(NodeFails{node.name}), {NodeFails{node.name}}, {node.name}, {}, {}});
    }
}

/// The name under which the instance on the node is found: the configured one, unless there are several of them there.
std::string name_on(const Cluster& cluster, const Resource& resource, NodeId node) {
    const auto namesakes = std::ranges::count_if(cluster.resources, [&](const Resource& other) {
        return other.xml_id == resource.xml_id && std::ranges::find(other.active_nodes, node) != other.active_nodes.end();
    });
    return namesakes == 1 ? resource.xml_id : resource.id;
}

void add_resources_below(const Cluster& cluster, ResourceId id, std::vector<SingleFailure>& failures) {
    const Resource& resource = cluster.resources[id];
    for (const ResourceId child : resource.children) add_resources_below(cluster, child, failures);
    if (!resource.is_primitive() || resource.role == Role::Stopped) return;
    for (const NodeId node : resource.active_nodes) {
        if (!is_there(cluster.nodes[node])) continue;
        const ResourceFails event{name_on(cluster, resource, node), cluster.nodes[node].name};
        failures.push_back({text(event), {event}, {}, event.node, id});
    }
}

/// In the order of the nodes that have them.
std::vector<std::string> values_of(const Cluster& cluster, const std::string& attribute) {
    std::vector<std::string> values;
    std::vector<std::string> known;
    for (const Node& node : cluster.nodes) {
        for (const auto& [name, value] : node.attributes) known.push_back(name);
        const auto found = node.attributes.find(attribute);
        if (found == node.attributes.end() || std::ranges::find(values, found->second) != values.end()) continue;
        values.push_back(found->second);
    }
    if (!values.empty()) return values;
    std::ranges::sort(known);
    known.erase(std::unique(known.begin(), known.end()), known.end());
    throw UnknownName("node attribute", attribute, nearest_names(attribute, known));
}

/// Remote nodes fail first: with the node that holds its connection, a remote node would be beyond reach.
void add_groups(const Cluster& cluster, const std::string& attribute, std::vector<SingleFailure>& failures) {
    for (const std::string& value : values_of(cluster, attribute)) {
        SingleFailure failure;
        failure.name = fmt::format("{}={} fails", attribute, value);
        for (const bool remote : {true, false}) {
            for (const Node& node : cluster.nodes) {
                const auto found = node.attributes.find(attribute);
                if (found == node.attributes.end() || found->second != value) continue;
                if (node.is_guest() || node.is_remote() != remote || !is_there(node)) continue;
                failure.events.push_back(NodeFails{node.name});
                failure.nodes.push_back(node.name);
            }
        }
        std::ranges::sort(failure.nodes);
        if (!failure.events.empty()) failures.push_back(std::move(failure));
    }
}

std::vector<SingleFailure> single_failures(const Cluster& cluster, const SweepOptions& options) {
    std::vector<SingleFailure> failures;
    if (options.nodes) add_nodes(cluster, failures);
    for (const std::string& attribute : options.attributes) add_groups(cluster, attribute, failures);
    if (options.resources) {
        for (const ResourceId top : cluster.top_resources) add_resources_below(cluster, top, failures);
    }
    return failures;
}

/// Whether everything in one failure is in the other as well.
bool is_part_of(const SingleFailure& part, const SingleFailure& whole) {
    if (part.nodes.empty()) return std::ranges::find(whole.nodes, part.node) != whole.nodes.end();
    return std::ranges::includes(whole.nodes, part.nodes);
}

/// Calls `visit` with (the indexes of) each pair of which neither is a part of the other.
template <typename Visit>
void each_pair(const std::vector<SingleFailure>& failures, const Visit& visit) {
    for (std::size_t first = 0; first < failures.size(); ++first) {
        for (std::size_t second = first + 1; second < failures.size(); ++second) {
            if (is_part_of(failures[first], failures[second]) || is_part_of(failures[second], failures[first])) continue;
            visit(first, second);
        }
    }
}

std::size_t count_scenarios(const std::vector<SingleFailure>& failures, int depth) {
    if (depth != 1 && depth != 2) throw InvalidArgument(fmt::format("the depth of a sweep is 1 or 2, not {}", depth));
    std::size_t count = failures.size();
    if (depth == 2) each_pair(failures, [&](std::size_t, std::size_t) { ++count; });
    return count;
}

bool is_resource_failure(const Event& event) { return std::holds_alternative<ResourceFails>(event); }

SweptScenario both(const std::vector<SingleFailure>& failures, std::size_t first, std::size_t second) {
    SweptScenario scenario;
    scenario.name = fmt::format("{}, {}", failures[first].name, failures[second].name);
    scenario.pair_of = {first, second};
    scenario.events = failures[first].events;
    const std::vector<Event>& more = failures[second].events;
    scenario.events.insert(scenario.events.end(), more.begin(), more.end());
    std::stable_partition(scenario.events.begin(), scenario.events.end(), is_resource_failure);
    return scenario;
}

std::vector<SweptScenario> scenarios_of(const std::vector<SingleFailure>& failures, int depth) {
    std::vector<SweptScenario> scenarios;
    for (const SingleFailure& failure : failures) {
        SweptScenario scenario;
        scenario.name = failure.name;
        scenario.events = failure.events;
        scenarios.push_back(std::move(scenario));
    }
    if (depth == 2) {
        each_pair(failures, [&](std::size_t first, std::size_t second) { scenarios.push_back(both(failures, first, second)); });
    }
    return scenarios;
}

// ---- services -------------------------------------------------------------------------------------------------

std::vector<std::string> nodes_of(const std::vector<RunningOn>& running, bool promoted_alone) {
    std::vector<std::string> nodes;
    for (const RunningOn& each : running) {
        if (each.state != InstanceState::Running || (promoted_alone && each.role != Role::Promoted)) continue;
        if (std::ranges::find(nodes, each.node) == nodes.end()) nodes.push_back(each.node);
    }
    return nodes;
}

SweptService place(const std::vector<RunningOn>& running) {
    SweptService service;
    service.fate = running.empty() ? Fate::Down : Fate::Runs;
    service.state = state_of(running, running);
    service.promoted = nodes_of(running, true);
    service.running = nodes_of(running, false);
    return service;
}

bool has_new(const std::vector<std::string>& before, const std::vector<std::string>& after) {
    return !before.empty() &&
           std::ranges::any_of(after, [&](const std::string& node) { return std::ranges::find(before, node) == before.end(); });
}

/// The state in which the failures happen.
Cib begin_of(const Cib& cib, const SweepOptions& options, Diagnostics& notes) {
    const Scenario scenario = scenario_of(cib, options);
    return cib_to_begin_with(scenario, time_of(scenario), notes);
}

std::shared_ptr<const Cluster> unpacked(const Cib& cib, Time at, const SweepOptions& options) {
    return unpack(cib, at, options.release);
}

} // namespace

Scenario scenario_of(const Cib& cib, const SweepOptions& options) {
    return {.cib = cib,
            .release = options.release,
            .at = options.at,
            .quorum = options.quorum,
            .corosync = options.corosync,
            .failing = options.failing,
            .transition_limit = options.transition_limit,
            .agents = options.agents,
            .sequence = options.sequence,
            .from = options.from,
            .assume_online = options.assume_online,
            .not_services = options.not_services};
}

SweepOptions sweep_options_of(const Scenario& scenario) {
    SweepOptions options;
    options.quorum = scenario.quorum;
    options.corosync = scenario.corosync;
    options.release = scenario.release;
    options.at = scenario.at;
    options.assume_online = scenario.assume_online;
    options.not_services = scenario.not_services;
    options.failing = scenario.failing;
    options.transition_limit = scenario.transition_limit;
    options.agents = scenario.agents;
    options.sequence = scenario.sequence;
    return options;
}

TooManyRuns::TooManyRuns(std::size_t runs, std::size_t allowed)
    : Error(fmt::format("the sweep would be {} runs, and no more than {} are allowed", runs, allowed)), runs_(runs) {}

const SweptService& SweptServices::operator[](std::size_t service) const {
    const auto found = std::ranges::lower_bound(affected_, service, {}, [](const auto& each) { return each.first; });
    return found != affected_.end() && found->first == service ? found->second : now_->at(service);
}

bool SweptScenario::anything_lost() const {
    return std::ranges::any_of(services.affected(), [](const auto& each) { return each.second.lost(); });
}

std::size_t Sweep::count_done() const {
    return static_cast<std::size_t>(std::ranges::count(scenarios, true, &SweptScenario::done));
}

std::vector<std::size_t> Sweep::single_points_of_failure() const {
    std::vector<std::size_t> found;
    for (std::size_t i = 0; i < scenarios.size(); ++i) {
        if (scenarios[i].pair_of.empty() && scenarios[i].anything_lost()) found.push_back(i);
    }
    return found;
}

bool Sweep::newly_restless(const SweptScenario& scenario) const {
    return !scenario.settles &&
           std::ranges::all_of(scenario.pair_of, [&](std::size_t single) { return scenarios[single].settles; });
}

std::vector<std::size_t> Sweep::newly_lost(const SweptScenario& scenario) const {
    std::vector<std::size_t> found;
    for (const auto& [service, fares] : scenario.services.affected()) {
        const bool alone = std::ranges::any_of(scenario.pair_of, [&, number = service](std::size_t single) {
            return scenarios[single].done && scenarios[single].services[number].lost();
        });
        if (fares.lost() && !alone) found.push_back(service);
    }
    return found;
}

std::size_t count_runs(const Cib& cib, const SweepOptions& options) {
    Diagnostics notes;
    const Time at = time_of(scenario_of(cib, options));
    const auto begin = unpacked(begin_of(cib, options, notes), at, options);
    return count_scenarios(single_failures(*begin, options), options.depth);
}

/// What the outcomes of a sweep have in common: which of their resources are services, and where these are now.
class Sweeping::Services {
public:
    Services(const Cluster& before, const std::unordered_set<std::string>& not_services) {
        const std::vector<ResourceOutcome> resources = recorded_resources(before, not_services);
        auto now = std::make_shared<std::vector<SweptService>>();
        for (const ResourceOutcome& resource : resources) {
            if (!resource.service) continue;
            names_.push_back(resource.id);
            now->push_back(place(resource.before));
        }
        now_ = std::move(now);
    }

    const std::vector<std::string>& names() const { return names_; }
    SweptServices now() const { return SweptServices(now_); }

    /// Of the outcomes of the whole cluster, or of parts of it that have no service in common.
    SweptServices after(std::vector<Outcome>& outcomes) const {
        std::map<std::size_t, SweptService> affected;
        for (Outcome& outcome : outcomes) add_affected(outcome, affected);
        SweptServices services(now_);
        for (auto& [service, is] : affected) services.add(service, std::move(is));
        return services;
    }

private:
    /// An outcome has its services in the same order as all have them.
    void add_affected(Outcome& outcome, std::map<std::size_t, SweptService>& affected) const {
        auto next = names_.begin();
        for (ResourceOutcome& resource : outcome.resources) {
            const auto name = resource.service ? std::find(next, names_.end(), resource.id) : names_.end();
            if (name == names_.end()) continue;
            next = name + 1;
            const auto service = static_cast<std::size_t>(name - names_.begin());
            if (std::optional<SweptService> is = affected_service(service, resource)) affected.emplace(service, std::move(*is));
        }
    }

    /// None where it is as it is now.
    std::optional<SweptService> affected_service(std::size_t service, ResourceOutcome& resource) const {
        if (resource.before == resource.after && resource.course.interruptions == 0) return std::nullopt;
        const SweptService& was = (*now_)[service];
        SweptService is = place(resource.after);
        is.fate = resource.fate;
        is.state = resource.state;
        is.interruptions = resource.course.interruptions;
        const bool was_lost_already = resource.before == resource.after && !serves(was.state);
        if (was_lost_already) is.fate = was.fate;
        is.moved = has_new(was.running, is.running) || has_new(was.promoted, is.promoted);
        if (is.lost()) is.kept_down_by = std::move(resource.kept_down_by);
        if (is.fate == was.fate && is.state == was.state && is.interruptions == 0 && is.running == was.running &&
            is.promoted == was.promoted) {
            return std::nullopt;
        }
        return is;
    }

    std::vector<std::string> names_;
    SweptServices::Now now_;
};

// ---- runs -----------------------------------------------------------------------------------------------------

/// Several threads do the scenarios. Each has a place for its result, so that the order does not depend on them.
class Sweeping::Runs {
public:
    Runs(const Cib& cib, const SweepOptions& options, Look look)
        : look_(std::move(look)), at_(time_of(scenario_of(cib, options))), not_services_(not_services(scenario_of(cib, options))),
          cib_(begin_of(cib, options, sweep_.diagnostics)), options_(options), before_(unpacked(cib_, at_, options)),
          services_(*before_, not_services_) {
        for (const Agent& agent : options_.agents) require_known(agent, *before_);
        require_known_names(scenario_of(cib, options), *before_);
        const QuorumCount quorum(before_, {options_.quorum, options_.corosync});
        sweep_.diagnostics.insert(sweep_.diagnostics.end(), quorum.diagnostics().begin(), quorum.diagnostics().end());
        if (quorum.by_corosync()) sweep_.corosync = options_.corosync->file_name;
        const std::vector<SingleFailure> failures = single_failures(*before_, options_);
        const std::size_t runs = count_scenarios(failures, options_.depth);
        if (runs > options_.max_runs) throw TooManyRuns(runs, options_.max_runs);
        sweep_.name = cib_.name();
        sweep_.release = before_->release;
        sweep_.nearest_to = before_->nearest_to;
        sweep_.from = options_.from;
        sweep_.unchecked_kinds = unchecked_kinds(*before_);
        sweep_.services = services_.names();
        sweep_.now = services_.now();
        sweep_.scenarios = scenarios_of(failures, options_.depth);
        sweep_.shard = options_.shard;
        singles_ = failures.size();
        for (SweptScenario& scenario : sweep_.scenarios) scenario.services = services_.now();
        for (const SingleFailure& failure : failures) failing_.push_back(failure.resource);
        if (may_divide()) parts_ = ClusterParts::divide(cib_, before_);
    }

    std::size_t total() const { return sweep_.scenarios.size(); }

    Sweep take() {
        std::size_t wanted = 0;
        for (std::size_t number = 0; number < sweep_.scenarios.size(); ++number) wanted += is_wanted(number) ? 1 : 0;
        sweep_.complete = sweep_.count_done() == wanted;
        return std::move(sweep_);
    }

    bool ended() const { return end_ == sweep_.scenarios.size() || stopped(); }

    void run(std::size_t at_most) {
        next_ = end_;
        end_ += std::min(at_most, sweep_.scenarios.size() - end_);
        const std::size_t cores = std::max(1U, std::thread::hardware_concurrency());
        const std::size_t wanted = options_.threads > 0 ? options_.threads : cores;
        const std::size_t count = std::min(wanted, end_ - next_);
        running_ = count;
        std::vector<std::jthread> workers;
        workers.reserve(count);
        try {
            while (workers.size() < count) {
                workers.emplace_back([this](const std::stop_token& stop) { work(stop); });
            }
        } catch (const std::system_error&) {
            // There is no memory or no room for another thread: those that are there do its part, and if there is none, this one.
            if (workers.empty()) {
                alone_ = true;
                work({});
            }
            const std::scoped_lock lock(mutex_);
            running_ -= workers.empty() ? count - 1 : count - workers.size();
        }
        watch();
        if (thrown_) std::rethrow_exception(thrown_);
    }

private:
    static constexpr std::chrono::milliseconds between_reports{100};

    /// Who looks at outcomes, agents and what is to fail want to see the whole cluster.
    bool may_divide() const {
        return !options_.whole_cluster && !look_ && options_.agents.empty() && !options_.sequence.in_time &&
               options_.failing.empty();
    }

    bool is_wanted(std::size_t number) const { return number < singles_ || options_.shard.has(number - singles_); }

    bool stopped() const { return options_.stop != nullptr && options_.stop->load(); }

    void work(const std::stop_token& stop) {
        while (!stop.stop_requested() && !stopped()) {
            const std::size_t number = next_++;
            if (number >= end_) break;
            if (is_wanted(number)) do_one(number);
            ++done_;
            if (alone_) report();
        }
        const std::scoped_lock lock(mutex_);
        --running_;
        ended_.notify_all();
    }

    void do_one(std::size_t number) {
        SweptScenario& scenario = sweep_.scenarios[number];
        try {
            if (!simulate_parts(number)) simulate_whole(number);
        } catch (const std::bad_alloc&) {
            const std::scoped_lock lock(mutex_);
            thrown_ = std::current_exception();
            next_ = end_;
        } catch (const std::exception& error) {
            scenario.error = error.what();
        }
        scenario.done = true;
    }

    Outcome outcome_of(const Cib& cib, const std::shared_ptr<const Cluster>& before, const std::vector<Event>& events) const {
        return simulate({.cib = cib,
                         .events = events,
                         .release = before_->release,
                         .at = before_->now,
                         .quorum = options_.quorum,
                         .corosync = options_.corosync,
                         .failing = options_.failing,
                         .transition_limit = options_.transition_limit,
                         .agents = options_.agents,
                         .sequence = options_.sequence},
                        {.before = before, .at_once = true, .not_services = not_services_, .explain_from = Fate::LostPromoted});
    }

    void simulate_whole(std::size_t number) {
        SweptScenario& scenario = sweep_.scenarios[number];
        Outcome outcome = outcome_of(cib_, before_, scenario.events);
        if (look_) look_(number, outcome);
        scenario.quorum = outcome.quorum;
        scenario.settles = settles(outcome);
        std::vector<Outcome> outcomes;
        outcomes.push_back(std::move(outcome));
        scenario.services = services_.after(outcomes);
    }

    /// What fails in one part of the cluster.
    struct Struck {
        const ClusterParts::Part* part = nullptr;
        std::vector<Event> events;
    };

    /// Of failures of nodes, one alone.
    const ClusterParts::Part* part_of(std::size_t single, bool alone) const {
        if (failing_[single]) return parts_->with(failing_[single]);
        const std::vector<Event>& events = sweep_.scenarios[single].events;
        const auto* const fails = alone && events.size() == 1 ? std::get_if<NodeFails>(&events.front()) : nullptr;
        return fails == nullptr ? nullptr : parts_->reached_by(fails->node);
    }

    /// The parts that the scenario's failures are in; none where one may reach all.
    std::vector<Struck> struck_by(std::size_t number) const {
        if (!parts_) return {};
        const SweptScenario& scenario = sweep_.scenarios[number];
        std::vector<Struck> all;
        for (const std::size_t single : scenario.pair_of.empty() ? std::vector{number} : scenario.pair_of) {
            const ClusterParts::Part* const part = part_of(single, scenario.pair_of.empty());
            if (part == nullptr) return {};
            auto known = std::ranges::find(all, part, &Struck::part);
            if (known == all.end()) known = all.insert(all.end(), {part, {}});
            const std::vector<Event>& events = sweep_.scenarios[single].events;
            known->events.insert(known->events.end(), events.begin(), events.end());
        }
        return all;
    }

    /// Where parts of the cluster answer as the whole does; whether they did. Parts that have different numbers of resources on a node
    /// than before might disturb each other.
    bool simulate_parts(std::size_t number) {
        const std::vector<Struck> all = struck_by(number);
        std::vector<Outcome> outcomes;
        for (const auto& [part, events] : all) {
            Outcome outcome = outcome_of(part->cib, part->cluster, events);
            if (!stayed_within(*part, outcome, all.size() > 1 || part->others_mind_load)) return false;
            outcomes.push_back(std::move(outcome));
        }
        if (outcomes.empty()) return false;
        SweptScenario& scenario = sweep_.scenarios[number];
        scenario.quorum = before_->have_quorum;
        scenario.services = services_.after(outcomes);
        for (const Outcome& outcome : outcomes) scenario.settles = scenario.settles && settles(outcome);
        scenario.of_part = true;
        return true;
    }

    static bool settles(const Outcome& outcome) { return outcome.settled->end == SettledCluster::End::Settled; }

    /// Until the last worker has ended.
    void watch() {
        std::unique_lock lock(mutex_);
        while (!ended_.wait_for(lock, between_reports, [&] { return running_ == 0; })) {
            lock.unlock();
            report();
            lock.lock();
        }
        lock.unlock();
        report();
    }

    void report() const {
        if (options_.progress) options_.progress(done_, sweep_.scenarios.size());
    }

    Sweep sweep_;
    Look look_;
    Time at_;
    std::unordered_set<std::string> not_services_;
    Cib cib_; ///< in the state in which the failures happen
    SweepOptions options_;
    std::shared_ptr<const Cluster> before_;
    Services services_;
    std::vector<ResourceId> failing_; ///< by single failure; none: nodes fail
    std::unique_ptr<ClusterParts> parts_;
    std::size_t singles_ = 0; ///< the scenarios before the pairs
    std::size_t end_ = 0;     ///< of what run() was asked for so far
    bool alone_ = false;      ///< no thread could be started: the one that watches works
    std::atomic<std::size_t> next_ = 0;
    std::atomic<std::size_t> done_ = 0;
    std::mutex mutex_;
    std::condition_variable ended_;
    std::size_t running_ = 0;   ///< workers; guarded by mutex_
    std::exception_ptr thrown_; ///< what is no answer to a failure, such as want of memory; guarded by mutex_
};

Sweeping::Sweeping(const Cib& cib, const SweepOptions& options, Look look)
    : runs_(std::make_unique<Runs>(cib, options, std::move(look))) {}
Sweeping::~Sweeping() = default;

std::size_t Sweeping::total() const { return runs_->total(); }
bool Sweeping::ended() const { return runs_->ended(); }
void Sweeping::run(std::size_t at_most) { runs_->run(at_most); }

Sweep Sweeping::take() { return runs_->take(); }

Sweep sweep(const Cib& cib, const SweepOptions& options) {
    Sweeping sweeping(cib, options);
    sweeping.run(sweeping.total());
    return sweeping.take();
}

} // namespace placement

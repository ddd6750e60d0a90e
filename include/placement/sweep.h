#pragma once

#include <atomic>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "placement/error.h"
#include "placement/list.h"
#include "placement/scenario.h"
#include "placement/shard.h"

/// Every failure, alone or in pairs: which of them takes which service down, and why.
namespace [[gnu::visibility("default")]] placement {

struct SweepOptions {
    /// 1: each failure alone; 2: also each pair of failures, both present at the same time. A pair in which one failure is part
    /// of the other (a node, and something that runs on it) equals that other failure and is left out.
    int depth = 1;
    bool nodes = true;     ///< each cluster node that is online crashes
    bool resources = true; ///< each running instance fails where it runs
    /// Node attributes: all cluster and remote nodes with the same value of an attribute (a site, a rack) crash together.
    std::vector<std::string> attributes = {};
    std::optional<QuorumRule> quorum = {};
    /// As in Scenario.
    std::shared_ptr<const CorosyncConfiguration> corosync = {};
    /// As in Scenario.
    std::optional<Release> release = {};
    /// As in Scenario.
    std::optional<Time> at = {};
    /// Whether failures happen to the cluster at rest, or as it is recorded.
    StartFrom from = StartFrom::Rest;
    /// As in Scenario.
    bool assume_online = false;
    /// As in Scenario.
    std::vector<std::string> not_services = {};
    /// As in Scenario.
    std::vector<OperationResult> failing = {};
    /// As in Scenario.
    std::size_t transition_limit = 20;
    /// As in Scenario: each failure is then a sequence in time. The cluster comes to rest without them first.
    List<Agent> agents = {};
    /// As in Scenario.
    SequenceOptions sequence = {};
    /// Simulates the whole cluster for every failure. Otherwise, a resource whose failure can reach only a part of the cluster fails
    /// in that part alone, which takes less time and gives the same answer.
    bool whole_cluster = false;
    /// Of the pairs, only these are tried; every single failure is tried in each shard, because pairs are judged by them.
    Shard shard = {};
    /// Worker threads; 0: one for each processor.
    unsigned threads = 0;
    /// More runs than this are refused with TooManyRuns.
    std::size_t max_runs = 10'000;
    /// Called from the calling thread from time to time, and at the end.
    std::function<void(std::size_t done, std::size_t total)> progress = {};
    /// When it becomes true, the results so far are returned, marked as incomplete.
    const std::atomic<bool>* stop = nullptr;
};

/// What a sweep has in common with a scenario, as the scenario has it; not where it begins.
SweepOptions sweep_options_of(const Scenario& scenario);

class TooManyRuns : public Error {
public:
    TooManyRuns(std::size_t runs, std::size_t allowed);
    std::size_t runs() const { return runs_; }

private:
    std::size_t runs_;
};

/// What one scenario means for one service.
struct SweptService {
    Fate fate = Fate::Runs;
    ServiceState state = ServiceState::Running;
    /// How often an instance was interrupted (Course).
    std::size_t interruptions = 0;
    bool moved = false; ///< it runs or is promoted on a node where it was not before (it may have run on more nodes before)
    std::vector<std::string> promoted; ///< nodes
    std::vector<std::string> running;  ///< nodes
    /// Why it is lost or has no promoted instance.
    std::vector<Obstacle> kept_down_by;

    /// It ran and no longer does, or no longer has a promoted instance.
    bool lost() const { return fate >= Fate::LostPromoted; }
    /// kept_down_by is not compared.
    friend bool operator==(const SweptService& left, const SweptService& right) {
        return left.fate == right.fate && left.state == right.state && left.interruptions == right.interruptions &&
               left.moved == right.moved && left.promoted == right.promoted && left.running == right.running;
    }
};

/// One SweptService for each service, indexed like Sweep::services. Services that stay as they are are stored only once for all
/// scenarios, because there are many.
class SweptServices {
public:
    using Now = std::shared_ptr<const std::vector<SweptService>>;

    SweptServices() = default;
    /// All services are as they are now.
    explicit SweptServices(Now now) : now_(std::move(now)) {}

    std::size_t size() const { return now_ ? now_->size() : 0; }
    const SweptService& operator[](std::size_t service) const;
    /// The services whose fate or place differs from now, in order.
    const std::vector<std::pair<std::size_t, SweptService>>& affected() const { return affected_; }
    /// Must be called in the order of the services.
    void add(std::size_t service, SweptService becomes) { affected_.emplace_back(service, std::move(becomes)); }

private:
    Now now_;
    std::vector<std::pair<std::size_t, SweptService>> affected_;
};

struct SweptScenario {
    std::string name; ///< "pg01 fails, db fails on pg02"; for a group of nodes "site=north fails"
    /// For a pair: the two single failures, as indexes in Sweep::scenarios. Empty for a single failure.
    std::vector<std::size_t> pair_of;
    /// In the order in which they happen: a resource that would be gone with a node fails before the node.
    std::vector<Event> events;
    bool done = false;
    bool of_part = false; ///< parts of the cluster gave the answer: see SweepOptions::whole_cluster
    bool quorum = false;
    bool settles = true; ///< false: it loops, or did not come to rest within the limit
    /// One for each of Sweep::services; as they are now if the scenario was not run or could not be simulated.
    SweptServices services;
    /// Why the scenario could not be simulated; empty if it could.
    std::string error;

    bool anything_lost() const;
};

/// What a sweep found.
struct Sweep {
    std::string name; ///< of the CIB
    Release release = default_release; ///< whose rules applied
    std::string nearest_to;            ///< as in Cluster
    /// The kinds of resource in the CIB that are not checked for that release.
    std::vector<std::string> unchecked_kinds;
    std::vector<std::string> services; ///< ids, in configuration order
    StartFrom from = StartFrom::Rest;
    std::string corosync;              ///< the corosync.conf that quorum was counted by; empty for none
    SweptServices now;                 ///< in the state in which the failures happen
    /// About that state.
    Diagnostics diagnostics;
    std::vector<SweptScenario> scenarios; ///< single failures, then pairs
    Shard shard = {};                     ///< as in SweepOptions
    bool complete = true;                 ///< everything of the shard was tried

    std::size_t count_done() const;
    /// The single failures that take a service down or leave it without a promoted instance.
    std::vector<std::size_t> single_points_of_failure() const;
    /// The services that are lost in the scenario; for a pair, only those that are lost in neither of its two failures alone.
    std::vector<std::size_t> newly_lost(const SweptScenario& scenario) const;
    /// Whether the cluster never comes to rest in the scenario; for a pair, only if it does after each of its two failures alone.
    bool newly_restless(const SweptScenario& scenario) const;
};

/// How many runs a sweep of the CIB needs. Throws UnknownName for an attribute that no node has.
std::size_t count_runs(const Cib& cib, const SweepOptions& options);
/// Runs them all. The result does not depend on the number of threads. Throws TooManyRuns, UnknownName for an attribute that no
/// node has, and what simulate throws before the first event.
Sweep sweep(const Cib& cib, const SweepOptions& options = {});

} // namespace placement

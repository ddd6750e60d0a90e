#pragma once

#include <atomic>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "placement/scenario.h"

/// Every failure, one by one or in pairs: which of them takes what down, and why.
namespace placement {

struct SweepOptions {
    /// 1: each failure alone; 2: also each pair, in both being there at the same time.
    int depth = 1;
    bool nodes = true;     ///< each cluster node crashes
    bool resources = true; ///< each running instance fails
    /// Node attributes: all nodes with one value of it (a site, a rack) crash together.
    std::vector<std::string> attributes = {};
    std::optional<QuorumRule> quorum = {};
    std::optional<Time> at = {};
    /// Worker threads; 0: one a processor.
    unsigned threads = 0;
    /// More runs than these are refused with TooManyRuns.
    std::size_t max_runs = 10'000;
    /// Called from the calling thread now and then.
    std::function<void(std::size_t done, std::size_t total)> progress = {};
    /// When it becomes true, what is done so far is returned, marked as incomplete.
    const std::atomic<bool>* stop = nullptr;
};

class TooManyRuns : public std::runtime_error {
public:
    TooManyRuns(std::size_t runs, std::size_t allowed);
    std::size_t runs() const { return runs_; }

private:
    std::size_t runs_;
};

/// What one scenario means for one service.
struct SweptService {
    Fate fate = Fate::Runs;
    bool moved = false;
    std::vector<std::string> promoted; ///< nodes
    std::vector<std::string> running;  ///< nodes
    /// For what is lost or has no promoted instance: why.
    std::vector<Obstacle> kept_down_by;
};

struct SweptScenario {
    std::string name; ///< "pg01 fails, db fails on pg02"
    std::vector<Event> events;
    bool done = false;
    bool quorum = false;
    bool settles = true; ///< false: it goes in a circle, or did not come to rest within the limit
    /// By Sweep::services.
    std::vector<SweptService> services;
    /// The run could not be answered; why.
    std::string error;
};

struct Sweep {
    std::vector<std::string> services; ///< ids, in configuration order
    std::vector<SweptScenario> scenarios;
    bool complete = true;

    /// The single failures that take a service down or leave it without a promoted instance.
    std::vector<std::size_t> single_points_of_failure() const;
};

/// How many runs a sweep of the CIB would be.
std::size_t count_runs(const Cib& cib, const SweepOptions& options);
/// Runs them all, with the same result whatever the number of threads. Throws TooManyRuns, and what simulate throws
/// before the first event.
Sweep sweep(const Cib& cib, const SweepOptions& options = {});

} // namespace placement

#pragma once

#include <atomic>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "placement/difference.h"
#include "placement/history.h"
#include "placement/lint.h"
#include "placement/margin.h"
#include "placement/scenario.h"
#include "placement/sweep.h"
#include "placement/verify.h"

/// Everything about one cluster that a page can show: the answer, every single failure step by step, scores, findings.
namespace placement {

/// What one single failure does, step by step. Only what becomes different.
struct FailureCourse {
    /// One transition, as it was carried out.
    struct Transition {
        TransitionEnd end = TransitionEnd::Complete;
        std::vector<CarriedOutStep> steps;
    };
    std::size_t scenario = 0;               ///< index in Sweep::scenarios
    std::vector<NodeOutcome> nodes;         ///< those whose state changes, or that are to be fenced
    std::vector<ResourceOutcome> resources; ///< those that change, are interrupted or are lost
    std::vector<Transition> transitions;
    SettledCluster::End end = SettledCluster::End::Settled;
    bool quorum = false;
    std::string quorum_explanation;
    std::string verdict; ///< a sentence
};

struct ReportOptions {
    /// As in SweepOptions.
    std::vector<std::string> attributes = {};
    unsigned threads = 0;
    std::size_t max_runs = 10'000;
    /// So many failures are told step by step: nodes first, then what takes a service down, then what else changes something.
    std::size_t most_courses = 400;
    /// For so many services, margins are searched; with more services there are none.
    std::size_t most_margins = 12;
    /// So many scores (of a resource on a node) are taken apart. With more, each resource has only those of the node that was
    /// chosen and of the next best one.
    std::size_t most_scores = 4'000;
    /// What is going on (a clause), and how much of it is done. Called from the calling thread.
    std::function<void(const std::string& what, std::size_t done, std::size_t total)> progress = {};
    /// When it becomes true, the failures end with what is known so far, and there are no margins.
    const std::atomic<bool>* stop = nullptr;
};

/// What a report shows. The library fills the first part; whoever asks adds the second.
struct Report {
    Cib cib;
    Outcome outcome; ///< with the ledger
    std::optional<Sweep> failures;
    std::string why_no_failures; ///< a clause, where there are none
    std::vector<FailureCourse> courses;
    std::vector<Margins> margins; ///< of the services that run
    LintReport findings;
    std::size_t most_scores = 0; ///< as in ReportOptions

    std::optional<Verification> verification = {};
    std::optional<Difference> difference = {}; ///< between this CIB and another one
    std::optional<Difference> releases = {};   ///< between two releases
    std::shared_ptr<const std::pair<History, ToldHistory>> history = {};
};

/// Asks everything that the first part of a report has. Throws what simulate() and lint() throw.
Report report(const Scenario& scenario, const ReportOptions& options = {});

} // namespace placement

#pragma once

#include <cstddef>
#include <functional>
#include <memory>

#include "placement/sweep.h"

namespace placement {

/// The scenario of a sweep in which nothing happens.
Scenario scenario_of(const Cib& cib, const SweepOptions& options);

/// A sweep that is done in portions, so that two can take turns.
class Sweeping {
public:
    /// Sees the outcome of a scenario, given by its index; called by several threads at a time.
    using Look = std::function<void(std::size_t scenario, const Outcome& outcome)>;

    /// Throws what sweep() throws.
    Sweeping(const Cib& cib, const SweepOptions& options, Look look = {});
    ~Sweeping();

    std::size_t total() const;
    /// All is done, or it was stopped.
    bool ended() const;
    /// Does the next scenarios.
    void run(std::size_t at_most);
    /// What is done so far, which is then no longer here.
    Sweep take();

private:
    class Services;
    class Runs;
    std::unique_ptr<Runs> runs_;
};

} // namespace placement

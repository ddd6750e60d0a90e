#pragma once

#include <cstddef>
#include <memory>

#include "placement/sweep.h"

namespace placement {

/// A sweep that is done in portions, so that two can take turns.
class Sweeping {
public:
    /// Throws what sweep() throws.
    Sweeping(const Cib& cib, const SweepOptions& options);
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

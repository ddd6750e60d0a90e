#pragma once

#include <atomic>
#include <string>
#include <vector>

#include "placement/edit.h"
#include "placement/error.h"
#include "placement/scenario.h"
#include "placement/split.h"
#include "placement/what_if.h"

/// Questions of one scenario that can be ended by another thread, or by a signal handler. A large cluster takes seconds.
namespace [[gnu::visibility("default")]] placement {

/// A question was ended before its answer was there.
class Stopped : public Error {
public:
    using Error::Error;
};

/// As simulate(), split() and what_if(). When `stop` becomes true, which is looked at before each run of the scheduler, they throw
/// Stopped.
Outcome simulate(const Scenario& scenario, const std::atomic<bool>& stop);
Split split(const Scenario& scenario, const std::vector<std::vector<std::string>>& sides, const std::atomic<bool>& stop);
WhatIf what_if(const Scenario& scenario, const std::vector<ConfigurationChange>& changes, const std::string& resource,
               const std::string& node, const std::atomic<bool>& stop);

} // namespace placement

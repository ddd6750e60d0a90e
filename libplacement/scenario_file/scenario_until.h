#pragma once

#include <cstddef>

#include "placement/scenario.h"

namespace placement {

/// The scenario with no more than so many of its events.
Scenario scenario_until(const Scenario& scenario, std::size_t events);

} // namespace placement

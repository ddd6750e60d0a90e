#pragma once

#include <cstddef>

#include "placement/history.h"

namespace placement {

/// Adds what is suspect about a decision because of those before it, or by itself.
void find_suspicions(const History& history, std::vector<Decision>& decisions, std::size_t decision);

} // namespace placement

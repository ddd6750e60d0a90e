#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "placement/split.h"

/// Sides of a split that fence each other.
namespace placement {

/// A clause: what gives one of the racing sides the lead, if anything does.
std::string what_decides(const std::vector<SplitSide>& sides, const std::vector<std::size_t>& racing);

} // namespace placement

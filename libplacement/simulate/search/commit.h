#pragma once

#include <set>
#include <string>
#include <vector>

#include "placement/difference.h"
#include "simulate/search/conduct.h"

namespace placement {

/// What the cluster does by itself because of a configuration that was just committed, a clause a resource or node, what
/// interrupts something first. `old_resources`, `new_resources`: the ids of the elements that each configuration has.
std::vector<Deviation> commit_deviations(const Outcome& committed, const std::set<std::string>& old_resources,
                                         const std::set<std::string>& new_resources);

} // namespace placement

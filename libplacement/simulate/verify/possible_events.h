#pragma once

#include <cstddef>
#include <vector>

#include "placement/scenario.h"
#include "simulate/sequence/scene.h"

namespace placement {

/// Events that happen at the same moment, and how much more is broken then (less, if it is negative).
struct Possibility {
    std::vector<Event> events;
    int breaks = 1;
};

/// What may happen next to the cluster as it was read last. `may_break`: how much more may be broken.
std::vector<Possibility> possible_events(const Scene& scene, std::size_t may_break);

} // namespace placement

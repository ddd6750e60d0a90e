#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#include "placement/carry_out.h"
#include "placement/cib.h"
#include "placement/cluster.h"
#include "placement/time.h"
#include "truth/rules.h"

/// What the reference ends in: crm_simulate with its injections, carried out and saved (-S -O), and again from what was
/// saved, until nothing is left to do.
namespace placement::truth {

struct ReferenceEnd {
    std::shared_ptr<const Cluster> cluster;
    std::size_t transitions = 0;
    bool ended = true; ///< false: it would have gone on
};

/// At most so many transitions.
inline constexpr std::size_t transition_limit = 12;

ReferenceEnd iterate(const Cib& cib, Time at, const Failure& failure);
/// With each step made what a cluster does by the rules.
ReferenceEnd iterate(const Cib& cib, Time at, const Happened& happened, const Rules& rules);

} // namespace placement::truth

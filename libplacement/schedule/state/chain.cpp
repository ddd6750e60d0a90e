#include "schedule/state/chain.h"

#include <fmt/format.h>

#include "placement/diagnostic.h"

namespace placement {

void Chain::refuse(WorkingState& state, Along along) {
    --state.chain; // there will be no destructor
    if (along == Along::Colocations) {
        throw LimitReached(fmt::format("more than {} resources follow one another along colocations (limit)", state.options.longest_chain));
    }
    throw LimitReached(fmt::format("more than {} actions follow one another along orderings (limit)", state.options.longest_chain));
}

} // namespace placement

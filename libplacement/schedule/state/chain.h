#pragma once

#include <cstdint>

#include "schedule/state/working_state.h"

namespace placement {

/// One decision within another, along colocations or orderings: as long as it lives, the chain is one longer. Throws LimitReached
/// where it would be longer than is allowed.
class Chain {
public:
    enum class Along : std::uint8_t { Colocations, Orderings };

    Chain(WorkingState& state, Along along) : state_(state) {
        if (++state.chain > state.options.longest_chain) refuse(state, along);
    }
    ~Chain() { --state_.chain; }
    Chain(const Chain&) = delete;
    Chain& operator=(const Chain&) = delete;

private:
    [[noreturn]] static void refuse(WorkingState& state, Along along);

    WorkingState& state_;
};

} // namespace placement

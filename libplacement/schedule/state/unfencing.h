#pragma once

#include <string>

#include "schedule/state/working_state.h"

namespace placement {

/// What a fencing action says of the devices that could unfence its node.
struct Unfencing {
    std::string digests_all; ///< "device:agent:digest," for each device
    std::string digests_secure;
    bool definition_changed = false; ///< since the node was unfenced last, so that it must be done again
};

/// Compares the devices' parameters with those that the node was unfenced with. What there is to say of it goes to the
/// notices. (Pacemaker: pe_fence_op, pe__compare_fencing_digest)
Unfencing compare_unfencing(WorkingState& state, NodeId node);

} // namespace placement

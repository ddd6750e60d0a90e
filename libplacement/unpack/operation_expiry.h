#pragma once

#include <cstdint>

#include "placement/cluster.h"
#include "unpack/status_context.h"

namespace placement {

/// An entry of the history while it is being judged.
struct RecordedResult {
    ResourceId resource;
    NodeId node;
    OperationReference reference;
    const OperationHistory& operation; ///< as the CIB has it
    std::int32_t execution_status;
    std::int32_t exit_status;
};

/// Whether the entry is a failure that the failure-timeout lets be forgotten. Wishes the fail count away where that has
/// run out, or where the parameters that it failed with have changed. (Pacemaker: check_operation_expiry)
bool has_expired(StatusContext& context, const RecordedResult& result);

} // namespace placement

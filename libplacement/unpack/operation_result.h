#pragma once

#include "placement/cluster.h"
#include "unpack/status_context.h"

namespace placement {

/// What a resource's history on a node has come to so far, while its entries are read oldest first.
struct HistoryProgress {
    const OperationHistory* last_failure = nullptr;
    /// The most severe answer to a failure that nothing newer has cleared.
    OnFail on_fail = OnFail::Ignore;
};

/// Reads one entry of a resource's history: what it says about the resource's role, whether it is a failure, whether that
/// has expired, and what follows. (Pacemaker: unpack_rsc_op)
void apply_operation(StatusContext& context, ResourceId resource, NodeId node, OperationReference reference,
                     HistoryProgress& progress);

} // namespace placement

#pragma once

#include <cstdint>

#include "placement/cluster.h"
#include "unpack/status_context.h"

namespace placement {

/// A resource's failures on a node, as the node's attributes have them.
struct FailureTally {
    std::int32_t count = 0;
    std::int64_t last_failure = 0;
    /// `count`, or 0 where the failure-timeout has passed.
    std::int32_t effective = 0;
};

/// Counts the failures of all operations. Where an operation that blocks the resource has failed (this one, or without
/// one any in the node's history), the resource loses its failure-timeout for good, with a diagnostic: a blocked resource
/// waits for a person. (Pacemaker: pe_get_failcount without what the resource launched)
FailureTally count_failures(StatusContext& context, ResourceId resource, NodeId node,
                            const OperationHistory* operation = nullptr);

/// Fills Cluster::fail_counts, by node and then by resource.
void unpack_fail_counts(StatusContext& context);

/// Whether `name` is `prefix`, the resource's name (where a "." stands for any character), for an anonymous instance
/// perhaps an instance's number, and "#operation_interval" or nothing more. (Pacemaker: generate_fail_regex)
bool is_failure_attribute(std::string_view name, std::string_view prefix, std::string_view resource_name, bool unique,
                          bool with_operation = true);

} // namespace placement

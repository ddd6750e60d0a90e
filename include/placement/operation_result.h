#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "placement/error.h"

/// How an operation ends.
namespace [[gnu::visibility("default")]] placement {

struct Cluster;

/// A text that is not a valid specification; what() shows the correct form.
class MalformedSpecification : public InvalidArgument {
public:
    using InvalidArgument::InvalidArgument;
};

/// The exit status with which an operation on a node ends: "db_monitor_10000@node1=7".
struct OperationResult {
    std::string resource; ///< as configured, or an instance ("db:0")
    std::string task;
    std::uint32_t interval_ms = 0;
    std::string node;
    std::int32_t exit_status = 0;

    /// Reads "RESOURCE_TASK_INTERVAL@NODE=STATUS"; throws MalformedSpecification. (Pacemaker: parse_op_key)
    static OperationResult parse(std::string_view text);
    friend bool operator==(const OperationResult&, const OperationResult&) = default;
};

/// "db_monitor_10000@node1=7".
std::string text(const OperationResult& result);

/// Throws UnknownName with the nearest names if the cluster has no such resource or node.
void require_known(const OperationResult& result, const Cluster& cluster);

} // namespace placement

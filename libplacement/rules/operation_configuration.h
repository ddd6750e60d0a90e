#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "placement/cluster.h"
#include "rules/evaluate.h"

namespace placement {

/// Whether what is disabled counts: it still says how the operation is meant, but it is not to be run.
enum class DisabledOperations : std::uint8_t { Count, DoNotCount };

/// The first <op> of exactly this name and interval. Null where there is none. (Pacemaker: find_exact_action_config)
const OperationConfiguration* find_exact_operation(const Resource& resource, std::string_view task,
                                                   std::uint32_t interval_ms,
                                                   DisabledOperations disabled = DisabledOperations::Count);
/// find_exact_operation; a migration's halves may be configured as "migrate". (Pacemaker: pcmk__find_action_config)
const OperationConfiguration* find_operation(const Resource& resource, std::string_view task,
                                             std::uint32_t interval_ms,
                                             DisabledOperations disabled = DisabledOperations::Count);

/// What the configuration says of an operation (on-fail, timeout, start-delay, …), as written: the attributes of its <op>,
/// then its meta-attributes, then op_defaults. A probe without a timeout of its own has that of the most frequent monitor.
/// `configured` may be null. (Pacemaker: pcmk__unpack_action_meta, before it reads the values)
AttributeTable operation_meta(const Cluster& cluster, ResourceId resource, std::string_view task,
                              std::uint32_t interval_ms, const OperationConfiguration* configured,
                              NextChange* next_change = nullptr);

/// The timeout in milliseconds that operation_meta has: 20 seconds for none, and for what is unreadable or not positive.
/// (Pacemaker: unpack_timeout)
std::int32_t operation_timeout(const AttributeTable& meta);

/// The on-fail that counts where `value` is configured, or none where it is the default's turn: an operation may not have
/// every one, a demotion takes over that of the promoted role's monitors, and history is always cleared without regard
/// to failures. (Pacemaker: validate_on_fail)
std::optional<std::string> allowed_on_fail(const Resource& resource, std::string_view task,
                                           const OperationConfiguration* configured, std::optional<std::string> value);

/// operation_meta with its values read: the timeout in milliseconds, the interval, the on-fail that is allowed, the delay
/// of the first run. `node` may be none. (Pacemaker: pcmk__unpack_action_meta)
AttributeTable effective_operation_meta(const Cluster& cluster, ResourceId resource, NodeId node,
                                        std::string_view task, std::uint32_t interval_ms,
                                        const OperationConfiguration* configured, NextChange* next_change = nullptr);

} // namespace placement

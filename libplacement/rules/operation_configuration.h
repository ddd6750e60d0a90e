#pragma once

#include <cstdint>
#include <string_view>

#include "placement/cluster.h"
#include "rules/evaluate.h"

namespace placement {

/// The first <op> of this name and interval, enabled or not: one that is not enabled still says how the operation is
/// meant. A migration's halves may be configured as "migrate". Null where there is none.
/// (Pacemaker: pcmk__find_action_config)
const OperationConfiguration* find_operation(const Resource& resource, std::string_view task,
                                             std::uint32_t interval_ms);

/// What the configuration says of an operation (on-fail, timeout, start-delay, …), as written: the attributes of its <op>,
/// then its meta-attributes, then op_defaults. A probe without a timeout of its own has that of the most frequent monitor.
/// `configured` may be null. (Pacemaker: pcmk__unpack_action_meta, before it reads the values)
AttributeTable operation_meta(const Cluster& cluster, ResourceId resource, std::string_view task,
                              std::uint32_t interval_ms, const OperationConfiguration* configured,
                              NextChange* next_change = nullptr);

/// The timeout in milliseconds that operation_meta has: 20 seconds for none, and for what is unreadable or not positive.
/// (Pacemaker: unpack_timeout)
std::int32_t operation_timeout(const AttributeTable& meta);

} // namespace placement

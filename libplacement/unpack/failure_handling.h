#pragma once

#include <cstdint>
#include <string_view>

#include "placement/cluster.h"
#include "unpack/status_context.h"

namespace placement {

/// What the configuration asks for when an operation fails.
struct FailureHandling {
    OnFail on_fail = OnFail::Restart;
    /// The most that the resource may be after the failure; Started says nothing.
    Role role_after = Role::Started;
};

/// The operation's on-fail: its own, that of its meta-attributes, of op_defaults, or what its kind and the resource's
/// bring with them. What is not allowed for the operation is replaced, with a diagnostic.
/// (Pacemaker: pcmk__unpack_action_meta, validate_on_fail, pcmk__parse_on_fail, pcmk__role_after_failure)
FailureHandling failure_handling(StatusContext& context, ResourceId resource, std::string_view task,
                                 std::uint32_t interval_ms);

} // namespace placement

#pragma once

#include <optional>
#include <string_view>

#include "placement/history.h"

namespace placement {

/// What the message of a log's line says happened; none where it says nothing of that. An operation that ended as it should is
/// nothing.
std::optional<LoggedEvent> parse_logged_event(std::string_view message);

} // namespace placement

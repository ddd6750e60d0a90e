#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "placement/history.h"

namespace placement {

/// What a log says of calculations, and of what happened.
struct LogContent {
    std::vector<LoggedCalculation> calculations;
    std::vector<LoggedEvent> events;
};

/// Reads a log: of syslog, the journal, Pacemaker or corosync. `name` is the file's. Lines of anybody else are passed over.
LogContent read_log(std::string_view text, const std::string& name);

/// Whether one of its first lines is one of a log.
bool is_log(std::string_view text);

} // namespace placement

#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "placement/time.h"

namespace placement {

/// A line of a log, as syslog, the journal, pacemaker.log and corosync.log have them: when, where, who, and what.
struct LogLine {
    std::optional<Time> at;  ///< none where the line has no year
    std::string_view moment; ///< what stands for the time, as it is written
    std::string_view host;
    std::string_view process; ///< "pacemaker-schedulerd"
    std::string_view number;  ///< of the process
    std::string_view message; ///< without severity and the name of a function
};

/// Takes a word, and the blanks after it, from the front.
std::string_view take_word(std::string_view& text);

/// None for a line that is written otherwise.
std::optional<LogLine> parse_log_line(std::string_view line);

} // namespace placement

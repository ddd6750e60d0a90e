#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace [[gnu::visibility("default")]] placement {

/// A point in time: seconds since 1970-01-01T00:00:00Z, and the UTC offset with which date specifications are evaluated.
struct Time {
    std::int64_t seconds = 0;
    /// Seconds east of UTC.
    std::int32_t utc_offset = 0;

    /// ISO 8601 as Pacemaker reads it ("2005-020T12:30", "2024-W05-2", "2024-02-29 12:00:00Z", "epoch").
    /// Without an offset the time is taken as UTC, where Pacemaker takes a time of day by the machine's own clock: a
    /// prediction must not depend on where it is made. A time of day without a date is refused for the same reason.
    /// Throws InvalidArgument with the reason. (Pacemaker: parse_date)
    static Time parse(std::string_view text);

    friend bool operator==(const Time&, const Time&) = default;
};

} // namespace placement

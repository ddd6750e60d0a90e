#pragma once

#include <cstdint>
#include <string>

#include "placement/time.h"

namespace placement {

/// 2000-01-31 12:30:00Z
std::string time_text(Time time);

/// "Mon Jan 31 12:30:00 2000", as ctime() has it, by a clock that is `utc_offset` seconds ahead of UTC.
std::string clock_text(std::int64_t seconds, std::int32_t utc_offset);

/// "2000-01-31 12:30:00 +01:00"
std::string zoned_time_text(std::int64_t seconds, std::int32_t utc_offset);

} // namespace placement

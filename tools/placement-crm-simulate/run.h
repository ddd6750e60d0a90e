#pragma once

#include <cstdint>
#include <functional>
#include <iosfwd>
#include <string>

#include "placement-crm-simulate/arguments.h"

namespace placement::crm_simulate {

/// What the machine says of time.
struct Clocks {
    Time now;
    /// How many seconds its clock is ahead of UTC at a moment.
    std::function<std::int32_t(std::int64_t)> utc_offset;
    /// The seconds of processor time that were used so far.
    std::function<double()> processor_seconds;
};

/// Writes what reading the arguments gave instead of them.
Status tell(const std::string& text, std::ostream& out, std::ostream& err);

/// Does what the arguments ask for, and writes the answer to `out` and what goes wrong to `err`.
Status run(const Arguments& arguments, const Clocks& clocks, std::ostream& out, std::ostream& err);

} // namespace placement::crm_simulate

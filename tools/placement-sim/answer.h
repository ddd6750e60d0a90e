#pragma once

#include <iosfwd>

#include "placement-sim/arguments.h"

namespace placement::sim {

struct Terminal {
    bool color = false;
    Time now;
};

/// Answers on `out`; complaints and diagnostics go to `err`, a line each.
Status answer(const Arguments& arguments, const Terminal& terminal, std::ostream& out, std::ostream& err);

} // namespace placement::sim

#pragma once

#include <functional>
#include <iosfwd>

#include "placement-sim/arguments.h"
#include "placement/render.h"

namespace placement::sim {

struct Terminal {
    bool color = false;
    bool progress = false; ///< complaints go to a terminal, too
    Time now;
    std::size_t width = 0; ///< of the answer's lines; 0 where nothing limits them

    TextStyle style() const { return {.color = color, .width = width}; }
};

/// The scenario that was asked for, with a ledger. Throws InputError.
Scenario scenario_of(const Arguments& arguments, const Terminal& terminal, StartFrom otherwise = StartFrom::Recorded);

/// What was asked for, or what went wrong as the exit status and a line on `err`.
Status reported(const Arguments& arguments, std::ostream& err, const std::function<Status()>& ask);

/// Answers on `out`; complaints and diagnostics go to `err`, a line each.
Status answer(const Arguments& arguments, const Terminal& terminal, std::ostream& out, std::ostream& err);

} // namespace placement::sim

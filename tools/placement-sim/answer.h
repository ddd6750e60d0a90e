#pragma once

#include <iosfwd>

#include "placement-sim/arguments.h"
#include "placement/render.h"

namespace placement::sim {

struct Terminal {
    bool color = false;
    bool progress = false; ///< complaints go to a terminal, too
    Time now;
    std::size_t width = 0; ///< of the answer's lines; 0 where nothing limits them
    bool blocks = false;   ///< it shows block characters

    TextStyle style() const { return {.color = color, .width = width, .blocks = blocks}; }
};

/// The scenario that was asked for, with a ledger. Throws InputError.
Scenario scenario_of(const Arguments& arguments, const Terminal& terminal, StartFrom otherwise = StartFrom::Recorded);

/// placement-sim without a command's word, or `explain`.
Status answer_command(int count, const char* const* words, const Terminal& terminal, std::ostream& out, std::ostream& err);

/// Answers on `out`; complaints and diagnostics go to `err`, a line each.
Status answer(const Arguments& arguments, const Terminal& terminal, std::ostream& out, std::ostream& err);

} // namespace placement::sim

#pragma once

#include <iosfwd>

#include "placement-sim/answer.h"
#include "placement-sim/arguments.h"

namespace placement::sim {

/// `placement-sim sweep CIB …`: every single failure, or every pair. `words` has the program's name and the command's.
/// Answers on `out`, complaints and progress go to `err`. An interrupt (Ctrl-C) ends it with what is done so far.
/// Status::Lost: something is taken down, or not everything could be answered.
Status sweep_command(int count, const char* const* words, const Terminal& terminal, std::ostream& out, std::ostream& err);

} // namespace placement::sim

#pragma once

#include <iosfwd>

#include "placement-sim/answer.h"

namespace placement::sim {

/// `placement-sim test SCENARIOS...`: runs the tests of scenario files; `words` has the program's name and the command's.
Status test_command(int count, const char* const* words, const Terminal& terminal, std::ostream& out, std::ostream& err);

} // namespace placement::sim

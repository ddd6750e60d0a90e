#pragma once

#include <iosfwd>

#include "placement-sim/answer.h"

namespace placement::sim {

/// placement-sim names CIB [KIND…]
Status names_command(int count, const char* const* words, const Terminal& terminal, std::ostream& out, std::ostream& err);

} // namespace placement::sim

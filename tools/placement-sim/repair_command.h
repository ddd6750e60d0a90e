#pragma once

#include <iosfwd>

#include "placement-sim/answer.h"

namespace placement::sim {

/// placement-sim repair.
Status repair_command(int count, const char* const* words, const Terminal& terminal, std::ostream& out, std::ostream& err);

} // namespace placement::sim

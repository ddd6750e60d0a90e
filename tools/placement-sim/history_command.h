#pragma once

#include <iosfwd>

#include "placement-sim/answer.h"

namespace placement::sim {

/// Runs `placement-sim history …`: words[0] is the program, words[1] "history".
Status history_command(int count, const char* const* words, const Terminal& terminal, std::ostream& out, std::ostream& err);

} // namespace placement::sim

#pragma once

#include <iosfwd>

#include "placement-sim/answer.h"
#include "placement-sim/arguments.h"

namespace placement::sim {

/// `placement-sim lint CIB… …`: what is wrong, risky or useless in the configurations. `words` has the program's name and
/// the command's. Answers on `out`, complaints go to `err`. Status::Lost: there are findings of the level of --fail-on.
Status lint_command(int count, const char* const* words, const Terminal& terminal, std::ostream& out, std::ostream& err);

} // namespace placement::sim

#pragma once

#include <iosfwd>

#include "placement-sim/answer.h"

namespace placement::sim {

/// `placement-sim margin CIB RESOURCE …`: how far the resource is from another outcome. `words` has the program's name and
/// the command's. Answers on `out`, complaints go to `err`.
Status margin_command(int count, const char* const* words, const Terminal& terminal, std::ostream& out, std::ostream& err);

} // namespace placement::sim

#pragma once

#include <iosfwd>

#include "placement-sim/answer.h"
#include "placement-sim/arguments.h"

namespace placement::sim {

/// `placement-sim diff OLD NEW …`: what another configuration does, now and under every single failure. `words` has the
/// program's name and the command's. Answers on `out`, complaints go to `err`. Status::Lost: a service gets worse.
Status diff_command(int count, const char* const* words, const Terminal& terminal, std::ostream& out, std::ostream& err);

} // namespace placement::sim

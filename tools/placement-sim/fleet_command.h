#pragma once

#include <iosfwd>

#include "placement-sim/answer.h"

namespace placement::sim {

/// `placement-sim fleet DIR|LIST|FILE… …`: one question for many clusters, a row for each.
Status fleet_command(int count, const char* const* words, const Terminal& terminal, std::ostream& out, std::ostream& err);

} // namespace placement::sim

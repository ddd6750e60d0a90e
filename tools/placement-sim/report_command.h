#pragma once

#include <iosfwd>

#include "placement-sim/answer.h"

namespace placement::sim {

/// placement-sim report: one HTML file that shows a cluster.
Status report_command(int count, const char* const* words, const Terminal& terminal, std::ostream& out, std::ostream& err);

} // namespace placement::sim

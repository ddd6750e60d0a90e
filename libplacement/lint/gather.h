#pragma once

#include "placement/lint.h"

namespace placement {

/// Makes one finding of those that say the same of different resources, nodes, constraints or numbers: the first of them keeps
/// its place, and has the others. What a run shows stays by itself.
void gather(Findings& findings, const Cluster& cluster);

} // namespace placement

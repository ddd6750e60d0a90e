#pragma once

#include <vector>

#include "architecture/layers.h"

namespace placement::architecture {

/// Where the library's code does what docs/robustness.md promises that it never does: it prints, ends the program, reads the
/// environment or keeps variables from one call to the next.
std::vector<Violation> broken_promises(const std::vector<SourceFile>& files);

} // namespace placement::architecture

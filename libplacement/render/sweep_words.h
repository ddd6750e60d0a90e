#pragma once

#include <string>

#include "placement/sweep.h"

namespace placement {

/// One cell of the matrix: what a failure means for a service. Empty where all stays as it is.
std::string fate_in_a_cell(const SweptService& now, const SweptService& after);

} // namespace placement

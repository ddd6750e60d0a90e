#pragma once

#include <string>

#include "placement/scenario.h"

namespace placement {

/// The explanation of the outcome's quorum and, without it, what follows.
std::string quorum_words(const Outcome& outcome);

} // namespace placement

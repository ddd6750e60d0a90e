#pragma once

#include <string>

#include "placement/render.h"
#include "placement/scenario.h"

namespace placement {

/// How it was decided which instances are promoted at the end, for each promotable clone where that changed, and where
/// instances were promoted before on the way. Nothing without a ledger.
std::string promotion_text(const Outcome& outcome, const TextStyle& style);

} // namespace placement

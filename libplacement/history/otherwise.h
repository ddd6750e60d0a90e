#pragma once

#include "placement/history.h"

namespace placement {

/// The CIB with another configuration and the changes in it; its state stays. Throws what changed() throws.
Cib with_changes(const Cib& cib, const Otherwise& otherwise);

} // namespace placement

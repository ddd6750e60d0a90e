#pragma once

#include "unpack/unpack.h"

/// Many states of one cluster are asked about in turn, and their configuration is the same: it is unpacked once.
namespace placement {

/// Unpacks the configuration into the context's cluster; or copies what was kept when that was last done with this
/// configuration, for the same rules, quorum and coordinator, and for the same time where something depends on it.
void recall_or(void (*unpack_configuration)(UnpackContext&), UnpackContext& context);

} // namespace placement

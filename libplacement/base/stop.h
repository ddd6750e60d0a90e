#pragma once

#include <atomic>

#include "placement/stop.h"

namespace placement {

/// Null: nothing ends it.
using StopFlag = const std::atomic<bool>*;

/// Throws Stopped where it is to end.
inline void end_if_wanted(StopFlag stop) {
    if (stop != nullptr && *stop) throw Stopped("it was ended before the answer was there");
}

} // namespace placement

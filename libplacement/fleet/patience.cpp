#include "fleet/patience.h"

#include <utility>

namespace placement {

std::function<std::function<bool()>()> limited_to(std::int64_t milliseconds, std::function<std::int64_t()> clock) {
    return [milliseconds, clock = std::move(clock)] { return [end = clock() + milliseconds, clock] { return clock() >= end; }; };
}

} // namespace placement

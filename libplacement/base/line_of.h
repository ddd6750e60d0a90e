#pragma once

#include <string>

#include <fmt/format.h>

#include "placement/diagnostic.h"

namespace placement {

/// " (line 12)", or nothing where the line is not known.
inline std::string line_of(Position position) {
    return position.known() ? fmt::format(" (line {})", position.line) : "";
}

} // namespace placement
